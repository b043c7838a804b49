package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A NIC of the node that could carry a VirtualIP.
 *
 * @param name of the NIC
 * @param mac its hardware address
 * @param state Up or Down
 * @param mtu in bytes
 * @param addresses the node's own, in CIDR notation; never a VIP
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InterfaceStatus(String name, String mac, String state, Integer mtu, List<String> addresses) {}
