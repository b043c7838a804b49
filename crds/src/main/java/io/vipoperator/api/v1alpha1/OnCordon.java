package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether a cordoned node may be Active. The constants are the API's own spelling. */
public enum OnCordon {
    Ignore,
    Avoid,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static OnCordon of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
