package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * What is put on the NIC while Active.
 *
 * @param addresses all of them, advertised or not; empty if the router only elects
 * @param prefixRoute with their own prefix and its route, else as host addresses without one
 * @param deadManSwitch with a finite lifetime that this agent renews
 * @param label of IPv4 addresses, given to each when it is put on: the kernel can't change it on an address that is there,
 *     and no address is taken off for a label's sake. An edited label is seen after the next claim
 */
public record InstallPlan(
        List<AddressWithPrefix> addresses, boolean prefixRoute, boolean deadManSwitch, Optional<String> label) {
    public InstallPlan {
        addresses = List.copyOf(addresses);
    }

    /** The same without that address. */
    InstallPlan without(IpAddress address) {
        return new InstallPlan(
                addresses.stream().filter(one -> !one.address().equals(address)).toList(),
                prefixRoute,
                deadManSwitch,
                label);
    }

    /** The addresses as they stand on the NIC: the kernel takes the same one with another prefix for another one. */
    public List<AddressWithPrefix> onNic() {
        return prefixRoute
                ? addresses
                : addresses.stream()
                        .map(one -> new AddressWithPrefix(
                                one.address(), one.address().family().octets() * Byte.SIZE))
                        .toList();
    }
}
