package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether node.kubernetes.io/exclude-from-external-load-balancers keeps a node out. The constants are the API's own spelling. */
public enum ExcludeLabel {
    Respect,
    Ignore,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static ExcludeLabel of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
