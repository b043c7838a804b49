package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What is known of a health check on a node. The constants are the API's own spelling. */
public enum HealthState {
    Unknown,
    Healthy,
    Unhealthy,
    /** What a newer version wrote and this one does not know; never written. */
    Unrecognized;

    /** Decodes an unknown word to {@link #Unrecognized} instead of refusing the whole object. */
    @JsonCreator
    public static HealthState of(String text) {
        return Words.find(values(), text, Unrecognized);
    }
}
