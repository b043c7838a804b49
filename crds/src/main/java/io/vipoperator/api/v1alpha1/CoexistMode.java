package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What happens when a foreign router already advertises the VRID or the address. The constants are the API's own spelling. */
public enum CoexistMode {
    Refuse,
    Allow,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static CoexistMode of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
