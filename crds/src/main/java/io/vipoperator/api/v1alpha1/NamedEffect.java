package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A reference to a HealthCheck or to an interface, and what its failure does.
 *
 * @param name of the HealthCheck or of the NIC
 * @param effect absent means Lowest for a check, Fault for an interface
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NamedEffect(String name, Effect effect) {}
