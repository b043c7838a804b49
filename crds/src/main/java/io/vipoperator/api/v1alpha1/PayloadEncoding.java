package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** How the bytes of a datagram are written. The constants are the API's own spelling. */
public enum PayloadEncoding {
    Text,
    Hex,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static PayloadEncoding of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
