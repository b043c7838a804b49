package io.vipoperator.node.net;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.NetworkInterface;
import io.vipoperator.node.vrrp.Family;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The NICs, addresses and default routes of this node, as the kernel told. Pure bookkeeping, without any call. Owned by
 * the netlink thread.
 */
final class NodeNetwork {
    /** Below that the kernel runs no IPv6 on a NIC (RFC 8200 section 5), and forgets who had joined which group. */
    private static final int LEAST_IPV6_MTU_BYTES = 1280;

    private static final int IFF_UP = 0x1;
    private static final int IFF_LOOPBACK = 0x8;
    private static final int IFF_RUNNING = 0x40;
    private static final int IFF_NOARP = 0x80;

    private final Map<Integer, NetlinkMessage.Link> links = new TreeMap<>();
    /** Those of the links that are ours: no router is ever put on them. */
    private final Map<Integer, NetlinkMessage.Link> macvlans = new TreeMap<>();

    private final Map<AddressKey, NetlinkMessage.Address> addresses = new LinkedHashMap<>();
    /** By NIC: the least metric of each family. */
    private final Map<Integer, Map<Family, Integer>> defaultRoutes = new HashMap<>();

    private final Map<Integer, Described> described = new HashMap<>();
    private int arpIgnoreOfAll;
    /** NICs that were too narrow for IPv6 since they were asked for. */
    private final Set<Integer> narrow = new HashSet<>();

    private boolean contentChanged = true;
    private boolean addressesStale = true;
    private boolean routesStale = true;

    private record Described(NetlinkMessage.Link from, NetworkInterface as) {}

    /** Takes in what the watching socket told. */
    void apply(NetlinkMessage message) {
        switch (message) {
            case NetlinkMessage.Link link -> apply(link);
            case NetlinkMessage.Address address -> apply(address);
            case NetlinkMessage.DefaultRoute ignored -> routesStale = true;
            case NetlinkMessage.LocalRoute ignored -> {}
            case NetlinkMessage.Ack ignored -> {}
            case NetlinkMessage.Done ignored -> {}
            case NetlinkMessage.Interrupted ignored -> {}
        }
    }

    private void apply(NetlinkMessage.Link link) {
        contentChanged |= link.removed() || !link.equals(links.get(link.index()));
        if (link.removed()) {
            links.remove(link.index());
            macvlans.remove(link.index());
            described.remove(link.index());
            routesStale |= defaultRoutes.remove(link.index()) != null;
            return;
        }
        var before = links.put(link.index(), link);
        note(link);
        // When a NIC goes down its routes go in silence.
        routesStale |= before != null && before.flags() != link.flags();
    }

    /** NICs that were too narrow for IPv6 and aren't any more. Told once. */
    Set<Integer> takeWidened() {
        var widened = new HashSet<>(narrow);
        widened.removeIf(index -> !links.containsKey(index) || isNarrow(links.get(index)));
        narrow.removeIf(index -> !links.containsKey(index) || widened.contains(index));
        return widened;
    }

    private static boolean isNarrow(NetlinkMessage.Link link) {
        return link.mtuBytes() < LEAST_IPV6_MTU_BYTES;
    }

    private void note(NetlinkMessage.Link link) {
        if (isNarrow(link)) {
            narrow.add(link.index());
        }
        if (Macvlan.isOurs(link)) {
            macvlans.put(link.index(), link);
        } else {
            macvlans.remove(link.index());
        }
    }

    private void apply(NetlinkMessage.Address address) {
        if (address.removed()) {
            addresses.remove(address.key());
        } else {
            addresses.put(address.key(), address);
        }
        if (!address.ours()) {
            // The order on the NIC can't be told from single messages; routes may have gone with their source.
            addressesStale = true;
            routesStale = true;
        }
    }

    /** {@link #interfaces} may be other than they were when they were asked for last. */
    boolean changed() {
        return contentChanged || addressesStale || routesStale;
    }

    /** net.ipv4.conf.all.arp_ignore: the greater of it and a NIC's own value counts. */
    void arpIgnoreOfAll(int value) {
        arpIgnoreOfAll = value;
    }

    /** The order of the addresses must be read anew: {@link #replaceAddresses}. */
    boolean addressesStale() {
        return addressesStale;
    }

    /** The default routes must be read anew: {@link #replaceDefaultRoutes}. */
    boolean routesStale() {
        return routesStale;
    }

    void replaceLinks(List<NetlinkMessage.Link> all) {
        links.clear();
        macvlans.clear();
        for (var link : all) {
            links.put(link.index(), link);
            note(link);
        }
        contentChanged = true;
        described.keySet().retainAll(links.keySet());
        addressesStale = true;
        routesStale = true;
    }

    void replaceAddresses(List<NetlinkMessage.Address> all) {
        addresses.clear();
        all.forEach(address -> addresses.put(address.key(), address));
        addressesStale = false;
        contentChanged = true;
    }

    void replaceDefaultRoutes(List<NetlinkMessage.DefaultRoute> all) {
        defaultRoutes.clear();
        for (var route : all) {
            for (int index : route.interfaceIndexes()) {
                defaultRoutes
                        .computeIfAbsent(index, nic -> new EnumMap<>(Family.class))
                        .merge(route.family(), route.metric(), Math::min);
            }
        }
        routesStale = false;
        contentChanged = true;
    }

    /** Whether that address is there with our mark. */
    boolean holdsOurs(AddressKey key) {
        var address = addresses.get(key);
        return address != null && address.ours();
    }

    /** All addresses with our mark. */
    List<AddressKey> ours() {
        return addresses.values().stream()
                .filter(NetlinkMessage.Address::ours)
                .map(NetlinkMessage.Address::key)
                .toList();
    }

    /** Where that address is without our mark, with any prefix: on any NIC, or on that one if it is link-local. */
    Optional<AddressKey> foreign(AddressKey wanted) {
        for (var entry : addresses.values()) {
            if (!entry.ours() && entry.key().collidesWith(wanted)) {
                return Optional.of(entry.key());
            }
        }
        return Optional.empty();
    }

    /** The NIC with that index, a macvlan of ours too. */
    Optional<NetlinkMessage.Link> link(int interfaceIndex) {
        return Optional.ofNullable(links.get(interfaceIndex));
    }

    /** Whether somebody has set the NIC down, with which its IPv6 addresses go. A macvlan of ours is set up when it is needed. */
    boolean isSetDown(int interfaceIndex) {
        var link = links.get(interfaceIndex);
        return link != null && !macvlans.containsKey(interfaceIndex) && (link.flags() & IFF_UP) == 0;
    }

    /** The macvlans that are ours. */
    List<NetlinkMessage.Link> macvlans() {
        return List.copyOf(macvlans.values());
    }

    /** The NIC's name, or its index where it has none any more. */
    String nameOf(int interfaceIndex) {
        var link = links.get(interfaceIndex);
        return link == null ? "NIC " + interfaceIndex : link.name();
    }

    /** All NICs by index, without macvlans of ours. A NIC that hasn't changed is the same object as before. */
    List<NetworkInterface> interfaces() {
        contentChanged = false;
        Map<Integer, List<AddressWithPrefix>> own = new HashMap<>();
        for (var address : addresses.values()) {
            if (!address.ours() && !address.tentative()) {
                var key = address.key();
                own.computeIfAbsent(key.interfaceIndex(), index -> new ArrayList<>())
                        .add(new AddressWithPrefix(key.address(), key.prefixLength()));
            }
        }
        var all = new ArrayList<NetworkInterface>(links.size());
        for (var link : links.values()) {
            if (macvlans.containsKey(link.index())) {
                continue;
            }
            all.add(describe(
                    link,
                    own.getOrDefault(link.index(), List.of()),
                    defaultRoutes.getOrDefault(link.index(), Map.of())));
        }
        return all;
    }

    private NetworkInterface describe(
            NetlinkMessage.Link link, List<AddressWithPrefix> own, Map<Family, Integer> routes) {
        int arpIgnore = Math.max(link.details().arpIgnore(), arpIgnoreOfAll);
        var before = described.get(link.index());
        if (before != null
                && before.from().equals(link)
                && before.as().addresses().equals(own)
                && before.as().defaultRoutes().equals(routes)
                && before.as().arpIgnore() == arpIgnore) {
            return before.as();
        }
        var now = new NetworkInterface(
                link.index(),
                link.name(),
                link.mac(),
                link.mtuBytes(),
                (link.flags() & IFF_UP) != 0 && (link.flags() & IFF_RUNNING) != 0,
                (link.flags() & IFF_LOOPBACK) != 0,
                (link.flags() & IFF_NOARP) != 0,
                own,
                routes,
                arpIgnore,
                link.details().forwardsIpv6());
        described.put(link.index(), new Described(link, now));
        return now;
    }
}
