package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * ICMP echo.
 *
 * @param host name or address
 * @param count 1..20 requests; absent means 1
 * @param maximumLossPercent 0..99; absent means 0
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PingProbe(String host, Integer count, Integer maximumLossPercent) {}
