package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a person asks for: addresses, the nodes that may hold them, and how the election runs.
 *
 * @param addresses 1..64 in CIDR notation, both families
 * @param excludedAddresses moved along, not advertised
 * @param addressMode absent means {@link AddressMode#Install}
 * @param prefixRoute absent means {@link Switch#Disabled}
 * @param deadManSwitch absent means {@link Switch#Enabled}
 * @param addressLabel IPv4 label, at most 15 characters
 * @param interfaceRule absent means the NIC whose subnet holds the address
 * @param nodes absent means all nodes, at most 3 members
 * @param vrrp the protocol's settings
 * @param announcement gratuitous ARP and Neighbor Advertisements
 * @param healthChecks by name of the HealthCheck
 * @param trackInterfaces by name of the NIC
 * @param group VirtualIPs of one group are Active on the same node
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VirtualIPSpec(
        List<String> addresses,
        List<String> excludedAddresses,
        AddressMode addressMode,
        Switch prefixRoute,
        Switch deadManSwitch,
        String addressLabel,
        @JsonProperty("interface") InterfaceRule interfaceRule,
        NodeRules nodes,
        Vrrp vrrp,
        Announcement announcement,
        List<NamedEffect> healthChecks,
        List<NamedEffect> trackInterfaces,
        String group) {}
