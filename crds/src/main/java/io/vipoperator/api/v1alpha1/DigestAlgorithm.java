package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** The digest of a body; MD5 for what keepalived's genhash made. The constants are the API's own spelling. */
public enum DigestAlgorithm {
    SHA256,
    MD5,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static DigestAlgorithm of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
