package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The protocol's settings of a VirtualIP.
 *
 * @param version absent means {@link VrrpVersion#V3}
 * @param virtualRouterID 1..255; allocated when absent
 * @param advertisementIntervalMilliseconds V3: 10..40950 in tens, absent means 100; V2: whole seconds, absent means 1000
 * @param preemption absent means Always after 30 s
 * @param startupDelaySeconds 0..300; absent means 0
 * @param transport absent means multicast
 * @param coexist absent means {@link CoexistMode#Refuse}
 * @param linkLocal absent means {@link LinkLocalMode#Generate}
 * @param authentication absent means none
 * @param checksum absent means {@link Checksum#PseudoHeader}
 * @param virtualMAC absent means {@link Switch#Disabled}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Vrrp(
        VrrpVersion version,
        Integer virtualRouterID,
        Integer advertisementIntervalMilliseconds,
        Preemption preemption,
        Integer startupDelaySeconds,
        Transport transport,
        CoexistMode coexist,
        LinkLocalMode linkLocal,
        Authentication authentication,
        Checksum checksum,
        Switch virtualMAC) {}
