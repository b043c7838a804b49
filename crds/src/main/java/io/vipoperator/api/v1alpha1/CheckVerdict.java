package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What the operator has decided of a check for one node.
 *
 * @param state the verdict; Unknown while it has none
 * @param message for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckVerdict(HealthState state, String message) {}
