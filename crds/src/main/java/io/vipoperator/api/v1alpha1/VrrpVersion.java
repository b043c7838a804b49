package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** The VRRP version on the wire. The constants are the API's own spelling. */
public enum VrrpVersion {
    V2,
    V3,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static VrrpVersion of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
