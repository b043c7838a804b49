package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The node's NICs, and which router has which VRID on each. The loop's thread only. */
final class Links {
    private static final int VRIDS = 256;

    /** One NIC. */
    static final class Link {
        final NetworkInterface nic;
        private final Set<IpAddress> own = new HashSet<>();
        private final Map<Family, Router[]> routers = new EnumMap<>(Family.class);

        Link(NetworkInterface nic) {
            this.nic = nic;
            for (AddressWithPrefix address : nic.addresses()) {
                own.add(address.address());
            }
        }

        boolean owns(IpAddress address) {
            return own.contains(address);
        }

        /** The router with that VRID, or null. */
        Router router(Family family, int virtualRouterID) {
            Router[] ofFamily = routers.get(family);
            return ofFamily == null ? null : ofFamily[virtualRouterID];
        }

        private void put(Router router) {
            routers.computeIfAbsent(router.key.family(), family -> new Router[VRIDS])[router.setup.virtualRouterID()] =
                    router;
        }
    }

    private List<NetworkInterface> interfaces = List.of();
    private Map<Integer, Link> links = Map.of();
    private Map<IpAddress, NetworkInterface> owners = Map.of();

    List<NetworkInterface> interfaces() {
        return interfaces;
    }

    /** The NIC with that index, or null. */
    Link link(int interfaceIndex) {
        return links.get(interfaceIndex);
    }

    Optional<NetworkInterface> nic(int interfaceIndex) {
        return Optional.ofNullable(links.get(interfaceIndex)).map(link -> link.nic);
    }

    void replace(List<NetworkInterface> newInterfaces) {
        interfaces = newInterfaces;
        links = new HashMap<>();
        owners = new HashMap<>();
        for (NetworkInterface nic : newInterfaces) {
            Link link = new Link(nic);
            links.put(nic.index(), link);
            link.own.forEach(address -> owners.putIfAbsent(address, nic));
        }
    }

    /** The NIC that has the address as the node's own: any, or only that one for a link-local address. */
    Optional<NetworkInterface> owner(IpAddress address, int interfaceIndex) {
        if (address.isLinkLocal()) {
            Link link = links.get(interfaceIndex);
            return Optional.ofNullable(link).filter(one -> one.owns(address)).map(one -> one.nic);
        }
        return Optional.ofNullable(owners.get(address));
    }

    /**
     * Gives each VRID of a NIC to one router: who has it keeps it, else the first in the given order gets it; the others are
     * told whose duplicate they are.
     */
    void assign(Collection<Router> inOrder) {
        for (Link link : links.values()) {
            link.routers.clear();
        }
        for (Router router : inOrder) {
            if (router.started && router.duplicateOf.isEmpty()) {
                takeOrYield(router);
            }
        }
        for (Router router : inOrder) {
            if (!router.started || router.duplicateOf.isPresent()) {
                takeOrYield(router);
            }
        }
    }

    private void takeOrYield(Router router) {
        Link link = links.get(router.interfaceIndex);
        if (link == null) {
            router.duplicateOf = Optional.empty();
            return;
        }
        Router other = link.router(router.key.family(), router.setup.virtualRouterID());
        router.duplicateOf = Optional.ofNullable(other).map(first -> first.key);
        if (other == null) {
            link.put(router);
        }
    }
}
