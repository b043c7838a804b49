package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** How advertisements are authenticated. The constants are the API's own spelling. */
public enum AuthenticationType {
    None,
    Password,
    HMAC,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static AuthenticationType of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
