package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Whether and when a better Backup takes over from a living Active.
 *
 * @param mode absent means {@link PreemptionMode#Always}
 * @param delaySeconds 0..1000, from the moment the router became eligible; absent means 30 in a VirtualIP
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Preemption(PreemptionMode mode, Integer delaySeconds) {}
