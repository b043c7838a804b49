package io.vipoperator.node.net;

import java.util.List;

/**
 * Addresses and macvlans with our mark that a former run of this agent left behind: taken off before anything else happens. The
 * caller holds the {@link NamespaceLock}, else they might be those of a living agent.
 */
final class Leftovers {
    private Leftovers() {}

    /** Removes them and tells which addresses they were. On the netlink thread. */
    static List<AddressKey> remove(Rtnetlink requests) {
        var marked = requests.addresses(() -> {}).stream()
                .filter(NetlinkMessage.Address::ours)
                .map(NetlinkMessage.Address::key)
                .toList();
        requests.carryOut(marked.stream().map(AddressRequest.Remove::new).toList());
        VirtualMacs.removeLeftovers(requests);
        return marked;
    }
}
