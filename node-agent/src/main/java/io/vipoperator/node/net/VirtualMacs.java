package io.vipoperator.node.net;

import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.wire.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the macvlans that routers want and removes the others that are ours. A device is up only while there are addresses to
 * be held on it: one of a Backup would take frames that a switch sends everywhere, and speak of groups under the virtual
 * MAC. Owned by the netlink thread.
 */
final class VirtualMacs {
    private static final int IFF_UP = 0x1;
    /** A device that somebody removes so often is left to them. */
    private static final int MOST_REMAKES = 5;

    private final Rtnetlink requests;
    private final NodeWatch watch;
    private final Holdings holdings;
    private final VrrpSockets sockets;
    private final Consumer<KernelEvent> events;
    private final Runnable meanwhile;
    private final Map<RouterKey, Wanted> wanted = new LinkedHashMap<>();
    private final Map<Integer, ParentValues> parents = new HashMap<>();

    /** What a router wants; the device is 0 as long as there is none. */
    private static final class Wanted {
        private final Macvlan macvlan;
        private int deviceIndex;
        private int remakes;

        private Wanted(Macvlan macvlan) {
            this.macvlan = macvlan;
        }
    }

    /** Meanwhile is done after each device that is made or removed: many take longer than an address lives. */
    VirtualMacs(
            Rtnetlink requests,
            NodeWatch watch,
            Holdings holdings,
            VrrpSockets sockets,
            Consumer<KernelEvent> events,
            Runnable meanwhile) {
        this.requests = requests;
        this.watch = watch;
        this.holdings = holdings;
        this.sockets = sockets;
        this.events = events;
        this.meanwhile = meanwhile;
    }

    /** {@link io.vipoperator.node.loop.Kernel#virtualMac}. */
    void want(RouterKey router, int interfaceIndex, MacAddress mac) {
        wanted.put(router, new Wanted(new Macvlan(interfaceIndex, mac)));
    }

    /** {@link io.vipoperator.node.loop.Kernel#noVirtualMac}. */
    void unwant(RouterKey router) {
        wanted.remove(router);
    }

    /** None is wanted any more. */
    void unwantAll() {
        wanted.clear();
    }

    /** Makes what is missing, and removes what nobody wants and no address is held on. */
    void reconcile() {
        for (var router : List.copyOf(wanted.keySet())) {
            provide(router, wanted.get(router));
        }
        Set<Integer> held = holdings.interfaceIndexes();
        for (var link : watch.node().macvlans()) {
            boolean used = provides(link.index());
            if (!used && !held.contains(link.index())) {
                remove(link);
            } else if (!held.contains(link.index()) && (link.flags() & IFF_UP) != 0) {
                carryOut(new LinkRequest.Switch(link.index(), false));
            }
        }
    }

    /** Whether that is a router's device; it may be gone already. */
    boolean provides(int interfaceIndex) {
        return wanted.values().stream().anyMatch(one -> one.deviceIndex == interfaceIndex);
    }

    /** Those of these NICs that are ours are up from now on. */
    void bringUp(Set<Integer> interfaceIndexes) {
        for (var link : watch.node().macvlans()) {
            if (interfaceIndexes.contains(link.index()) && (link.flags() & IFF_UP) == 0) {
                carryOut(new LinkRequest.Switch(link.index(), true));
            }
        }
    }

    private void provide(RouterKey router, Wanted one) {
        var there = device(one.macvlan);
        if (there.isPresent() && there.get().index() == one.deviceIndex) {
            return;
        }
        var parent = watch.node().link(one.macvlan.parentIndex());
        if (parent.isEmpty()) {
            // The loop is told that the NIC is gone, and decides.
            return;
        }
        boolean again = one.deviceIndex != 0;
        if (again && ++one.remakes > MOST_REMAKES) {
            refuse(router, one.macvlan, FaultReason.VirtualMACRefused, "it was removed again and again by somebody");
            return;
        }
        var obstacle = Obstacles.toVirtualMac(one.macvlan.family());
        if (obstacle.isPresent()) {
            refuse(router, one.macvlan, FaultReason.SysctlRequired, obstacle.get());
            return;
        }
        if (there.isEmpty()) {
            var answer = carryOut(one.macvlan.request(parent.get().mtuBytes()));
            if (answer.error() != 0) {
                refuse(router, one.macvlan, FaultReason.VirtualMACRefused, "the kernel says " + text(answer));
                return;
            }
            watch.takeIn();
            there = device(one.macvlan);
        }
        if (there.isPresent()) {
            configure(there.get().index(), parent.get());
            sockets.noVirtualMac(one.deviceIndex);
            one.deviceIndex = there.get().index();
            if (again) {
                holdings.moved(router, one.deviceIndex);
            }
            sockets.virtualMac(one.deviceIndex, one.macvlan);
            events.accept(new KernelEvent.DeviceReady(router, one.macvlan.parentIndex(), one.deviceIndex));
            meanwhile.run();
        }
    }

    private void configure(int index, NetlinkMessage.Link parent) {
        var before = parents.computeIfAbsent(parent.index(), nic -> ProcFiles.valuesOf(parent.name()));
        // First the description: who finds the device later knows what to give back.
        carryOut(new LinkRequest.Describe(index, before.alias()));
        carryOut(new LinkRequest.Configure(
                index,
                Map.of(
                        InterfaceConfiguration.ARP_IGNORE, 1,
                        InterfaceConfiguration.ARP_FILTER, 0,
                        // What a client sends to the virtual MAC is routed back over the NIC itself.
                        InterfaceConfiguration.RP_FILTER, 0,
                        InterfaceConfiguration.PROMOTE_SECONDARIES, 1)));
        if (!before.changes().isEmpty()) {
            carryOut(new LinkRequest.Configure(parent.index(), before.changes()));
        }
        // Refused where there is no IPv6, which is as good.
        carryOut(new LinkRequest.NoLinkLocalAddress(index));
    }

    private void remove(NetlinkMessage.Link link) {
        sockets.noVirtualMac(link.index());
        carryOut(new LinkRequest.Delete(link.index()));
        watch.takeIn();
        meanwhile.run();
        int parentIndex = link.details().parentIndex();
        boolean last = watch.node().macvlans().stream()
                .noneMatch(other -> other.details().parentIndex() == parentIndex);
        if (last) {
            var before = parents.remove(parentIndex);
            var parent = watch.node().link(parentIndex);
            if (before != null && parent.isPresent()) {
                restore(requests, parent.get(), before);
            }
        }
    }

    /** Devices that a former run has left: removed, with what they changed. At start. */
    static void removeLeftovers(Rtnetlink requests) {
        var links = requests.links(() -> {});
        for (var link : links) {
            if (!Macvlan.isOurs(link)) {
                continue;
            }
            requests.carryOut(List.of(new LinkRequest.Delete(link.index())));
            var before = ParentValues.ofAlias(link.details().alias());
            links.stream()
                    .filter(parent -> parent.index() == link.details().parentIndex())
                    .forEach(parent -> before.ifPresent(values -> restore(requests, parent, values)));
        }
    }

    private static void restore(Rtnetlink requests, NetlinkMessage.Link parent, ParentValues before) {
        var restoring = before.restoring(ProcFiles.valuesOf(parent.name()));
        if (!restoring.isEmpty()) {
            requests.carryOut(List.of(new LinkRequest.Configure(parent.index(), restoring)));
        }
    }

    private Optional<NetlinkMessage.Link> device(Macvlan macvlan) {
        return watch.node().macvlans().stream()
                .filter(link -> Macvlan.of(link).filter(macvlan::equals).isPresent())
                .findFirst();
    }

    private void refuse(RouterKey router, Macvlan macvlan, FaultReason reason, String message) {
        wanted.remove(router);
        String where = macvlan.name() + " on " + watch.node().nameOf(macvlan.parentIndex());
        events.accept(new KernelEvent.DeviceRefused(
                router, macvlan.parentIndex(), reason, "macvlan " + where + ": " + message));
    }

    private NetlinkMessage.Ack carryOut(LinkRequest request) {
        return requests.carryOut(new ArrayList<>(List.of(request))).get(0);
    }

    private static String text(NetlinkMessage.Ack answer) {
        String detail = answer.detail().isEmpty() ? "" : " (" + answer.detail() + ")";
        return new Errno(answer.error()) + detail;
    }
}
