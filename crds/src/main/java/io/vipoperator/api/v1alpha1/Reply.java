package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether a datagram must be answered. The constants are the API's own spelling. */
public enum Reply {
    Required,
    Optional,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static Reply of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
