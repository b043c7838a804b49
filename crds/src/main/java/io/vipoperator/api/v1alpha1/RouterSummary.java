package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One virtual router of a VirtualIP as it runs now.
 *
 * @param family of its addresses
 * @param virtualRouterID 1..255, asked for or allocated
 * @param advertisementIntervalMilliseconds in force
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterSummary(Family family, Integer virtualRouterID, Integer advertisementIntervalMilliseconds) {}
