package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One address of a virtual router on this node.
 *
 * @param address in CIDR notation as in the spec
 * @param state Held, Absent or Refused
 * @param reason why it was refused
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AddressStatus(String address, String state, String reason) {}
