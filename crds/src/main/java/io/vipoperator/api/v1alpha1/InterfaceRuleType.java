package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** How a node finds the NIC for a VirtualIP. The constants are the API's own spelling. */
public enum InterfaceRuleType {
    Subnet,
    DefaultRoute,
    Name,
    Pattern,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static InterfaceRuleType of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
