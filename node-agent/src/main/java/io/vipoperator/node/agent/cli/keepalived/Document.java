package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import java.util.Map;

/** An object to apply. */
public sealed interface Document {
    /** Of the object. */
    String name();

    /** Where it comes from, for a comment. */
    Place origin();

    /** Addresses. */
    record OfVirtualIP(String name, Place origin, VirtualIPSpec spec) implements Document {}

    /** A check. */
    record OfHealthCheck(String name, Place origin, HealthCheckSpec spec) implements Document {}

    /**
     * Keys.
     *
     * @param values in the clear
     */
    record OfSecret(String name, Place origin, Map<String, String> values) implements Document {}
}
