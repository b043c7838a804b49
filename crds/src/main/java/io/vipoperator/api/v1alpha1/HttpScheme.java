package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether a request goes in the clear or through TLS. The constants are the API's own spelling. */
public enum HttpScheme {
    HTTP,
    HTTPS,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static HttpScheme of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
