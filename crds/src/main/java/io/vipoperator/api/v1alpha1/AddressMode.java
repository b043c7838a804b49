package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether the Active puts the addresses on its NIC, or only wins the election. The constants are the API's own spelling. */
public enum AddressMode {
    Install,
    ElectOnly,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static AddressMode of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
