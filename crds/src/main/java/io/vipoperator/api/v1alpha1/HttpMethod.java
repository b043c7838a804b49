package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** The method of a request (RFC 9110 section 9). The constants are the API's own spelling. */
public enum HttpMethod {
    GET,
    HEAD,
    POST,
    OPTIONS,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static HttpMethod of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
