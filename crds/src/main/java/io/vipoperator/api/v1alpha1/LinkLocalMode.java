package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether an IPv6 virtual router advertises a generated link-local address first. The constants are the API's own spelling. */
public enum LinkLocalMode {
    Generate,
    None,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static LinkLocalMode of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
