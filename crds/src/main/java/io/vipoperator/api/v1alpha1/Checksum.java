package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What the checksum of a sent IPv4 version 3 advertisement covers (RFC 5798 or RFC 9568 section 5.2.8). The constants are the API's own spelling. */
public enum Checksum {
    PseudoHeader,
    MessageOnly,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static Checksum of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
