package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One virtual router that a node shall run: one family of one VirtualIP. The operator writes every field; in a file of
 * the standalone agent the optional ones may be absent and have VirtualIP's defaults.
 *
 * @param virtualIP the VirtualIP's name; required
 * @param uid of the VirtualIP; absent in a file written by hand
 * @param generation of the VirtualIP that this says
 * @param family of the addresses; required
 * @param virtualRouterID 1..255; required
 * @param interfaceRule absent means Subnet
 * @param priority 0..255, 255 is the owner; required
 * @param yieldBelow the best base priority among the other members
 * @param addresses 1..255 in CIDR notation; required
 * @param excludedAddresses moved along, not advertised
 * @param addressMode absent means Install
 * @param prefixRoute absent means Disabled
 * @param deadManSwitch absent means Enabled
 * @param addressLabel IPv4 label
 * @param version absent means V3
 * @param advertisementIntervalMilliseconds absent means 100 with V3, 1000 with V2
 * @param preemption absent means Always, and a delay of 0 in a file
 * @param startupDelaySeconds absent means 0
 * @param transport absent means multicast
 * @param linkLocal absent means Generate
 * @param authentication absent means none
 * @param checksum absent means PseudoHeader
 * @param virtualMAC absent means Disabled
 * @param announcement absent means the defaults
 * @param trackInterfaces by name
 * @param healthChecks by name
 * @param group name of the group
 * @param requires features that an agent must have to run this router
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterSpec(
        String virtualIP,
        String uid,
        Long generation,
        Family family,
        Integer virtualRouterID,
        @JsonProperty("interface") InterfaceRule interfaceRule,
        Integer priority,
        Integer yieldBelow,
        List<String> addresses,
        List<String> excludedAddresses,
        AddressMode addressMode,
        Switch prefixRoute,
        Switch deadManSwitch,
        String addressLabel,
        VrrpVersion version,
        Integer advertisementIntervalMilliseconds,
        Preemption preemption,
        Integer startupDelaySeconds,
        RouterTransport transport,
        LinkLocalMode linkLocal,
        RouterAuthentication authentication,
        Checksum checksum,
        Switch virtualMAC,
        Announcement announcement,
        List<NamedEffect> trackInterfaces,
        List<NamedEffect> healthChecks,
        String group,
        List<String> requires) {}
