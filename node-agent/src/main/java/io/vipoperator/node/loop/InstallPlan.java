package io.vipoperator.node.loop;

import java.util.List;
import java.util.Optional;

/**
 * What is put on the NIC while Active.
 *
 * @param addresses all of them, advertised or not; empty if the router only elects
 * @param prefixRoute with their own prefix and its route, else as host addresses without one
 * @param deadManSwitch with a finite lifetime that this agent renews
 * @param label of IPv4 addresses
 */
public record InstallPlan(
        List<AddressWithPrefix> addresses, boolean prefixRoute, boolean deadManSwitch, Optional<String> label) {
    public InstallPlan {
        addresses = List.copyOf(addresses);
    }
}
