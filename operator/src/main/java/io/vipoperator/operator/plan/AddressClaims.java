package io.vipoperator.operator.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may hold which address. What any node still runs is taken first, so that the programmed claimant wins and an
 * address changes hands only after the former holder's node states have let it go. Confined to one plan.
 */
final class AddressClaims {
    private final Fleet fleet;
    private final Map<IpPrefix, String> holders = new HashMap<>();
    private final Map<IpPrefix, String> nodeAddresses;

    AddressClaims(Fleet fleet, List<VipRequest> bySeniority, Programmed programmed) {
        this.fleet = fleet;
        this.nodeAddresses = NodeAddresses.of(fleet);
        for (VipRequest vip : bySeniority) {
            programmed.addresses(vip.name()).forEach(host -> holders.putIfAbsent(host, vip.name()));
        }
    }

    /** Claims every address that is free and tells why the others can't be had. To be called in the order of seniority. */
    List<Refusal> claim(VipRequest vip) {
        List<Refusal> refusals = new ArrayList<>();
        Map<IpPrefix, String> wanted = new LinkedHashMap<>();
        vip.addresses().forEach(a -> IpPrefix.parse(a).ifPresent(p -> wanted.put(p.host(), "spec.addresses: ")));
        Values.orEmpty(vip.spec().excludedAddresses())
                .forEach(a ->
                        IpPrefix.parse(a).ifPresent(p -> wanted.putIfAbsent(p.host(), "spec.excludedAddresses: ")));
        wanted.forEach((host, field) -> check(field, host, vip.name(), refusals));
        if (refusals.isEmpty()) {
            wanted.keySet().forEach(host -> holders.put(host, vip.name()));
        }
        return refusals;
    }

    private void check(String field, IpPrefix host, String vip, List<Refusal> refusals) {
        String holder = holders.get(host);
        if (holder != null && !holder.equals(vip)) {
            refusals.add(new Refusal(
                    Reason.AddressInUse,
                    field + host.text() + " is held by VirtualIP " + holder + ", must be its own"));
        }
        String node = nodeAddresses.get(host);
        if (node != null) {
            refusals.add(new Refusal(
                    Reason.NodeAddress, field + host.text() + " is node " + node + "'s own address, must be nobody's"));
        }
        if (!fleet.serviceExternalIPs().contains(host)) {
            fleet.reservedRanges().stream()
                    .filter(range -> range.contains(host))
                    .findFirst()
                    .ifPresent(range -> refusals.add(new Refusal(
                            Reason.PodOrServiceRange,
                            field + host.text() + " lies in "
                                    + range.network().text() + "/" + range.length()
                                    + ", must lie outside the ranges of Pods and Services")));
        }
    }
}
