package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How advertisements travel.
 *
 * @param type absent means {@link TransportType#Multicast}
 * @param sourceAddress of sent advertisements; absent means the NIC's primary address
 * @param extraPeers routers outside the members, with {@link TransportType#Unicast}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Transport(TransportType type, String sourceAddress, List<TransportPeer> extraPeers) {}
