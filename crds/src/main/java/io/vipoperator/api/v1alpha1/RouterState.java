package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** The state of a virtual router on one node (RFC 9568 section 6.4; Fault and Yielding are this project's own). The constants are the API's own spelling. */
public enum RouterState {
    Initialize,
    Backup,
    Active,
    Yielding,
    Fault,
    Unknown,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static RouterState of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
