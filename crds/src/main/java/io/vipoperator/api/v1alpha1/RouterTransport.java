package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How one virtual router's advertisements travel, resolved for one node.
 *
 * @param type absent means {@link TransportType#Multicast}
 * @param sourceAddress absent means the NIC's primary address
 * @param peers with {@link TransportType#Unicast}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterTransport(TransportType type, String sourceAddress, List<TransportPeer> peers) {}
