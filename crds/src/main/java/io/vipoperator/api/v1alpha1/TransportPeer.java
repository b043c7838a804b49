package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A unicast peer.
 *
 * @param address of the peer
 * @param minimumTTL the least TTL that its advertisements may arrive with; absent means 255
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TransportPeer(String address, Integer minimumTTL) {}
