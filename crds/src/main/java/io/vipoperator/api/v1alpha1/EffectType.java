package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What a failing check or a tracked interface does to the election. The constants are the API's own spelling. */
public enum EffectType {
    Lowest,
    Fault,
    Weight,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static EffectType of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
