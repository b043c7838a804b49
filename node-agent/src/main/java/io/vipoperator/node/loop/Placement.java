package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.HandOverCause;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.RouterConfig;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts each router on its NIC, and tells its machine what has changed around it: configuration, faults, and that it may
 * start. A router whose surroundings are as before is not touched. The loop's thread only.
 */
final class Placement {
    private final Links links;
    private final Sockets sockets;
    private final Devices devices;
    private final Stepper stepper;
    private final DeadlineHeap deadlines;
    private final Set<String> movedGroups;

    /** Adds to the moved groups the name of each that has a router with other faults. */
    Placement(
            Links links,
            Sockets sockets,
            Devices devices,
            Stepper stepper,
            DeadlineHeap deadlines,
            Set<String> movedGroups) {
        this.links = links;
        this.sockets = sockets;
        this.devices = devices;
        this.stepper = stepper;
        this.deadlines = deadlines;
        this.movedGroups = movedGroups;
    }

    /** NICs or routers have changed: looks at all routers anew. */
    void placeAll(Collection<Router> routers, long nowNanos) {
        Set<IpAddress> virtual = virtualAddresses(routers);
        for (Router router : routers) {
            place(router, virtual, nowNanos);
            devices.want(router);
        }
        links.assign(routers);
        Set<Integer> used = new HashSet<>();
        for (Router router : routers) {
            if (links.link(router.interfaceIndex) != null) {
                used.add(router.interfaceIndex);
            }
        }
        sockets.want(used);
        settleAll(routers, nowNanos);
    }

    /** Sockets or faults have changed. Who gives an address up comes first: another router may be getting it. */
    void settleAll(Collection<Router> routers, long nowNanos) {
        for (Router router : routers) {
            if (stepper.givesUpAddresses(router)) {
                settle(router, nowNanos);
            }
        }
        for (Router router : routers) {
            settle(router, nowNanos);
        }
    }

    /** These checks say something else than before. */
    void judged(Collection<Router> routers, Set<String> checks, long nowNanos) {
        for (Router router : routers) {
            if (router.setup.candidacy().dependsOn(checks)) {
                router.touch();
                settle(router, nowNanos);
            }
        }
    }

    /** A router's device is there, or another one than before. */
    void deviceReady(KernelEvent.DeviceReady event, long nowNanos) {
        devices.ready(event).ifPresent(router -> {
            stepper.holdOnDevice(router);
            settle(router, nowNanos);
        });
    }

    /** There is no device for a router. */
    void deviceRefused(KernelEvent.DeviceRefused event, long nowNanos) {
        devices.refused(event, nowNanos).ifPresent(router -> settle(router, nowNanos));
    }

    /** The router is on its way out, and needs its device only while it holds addresses. */
    void forget(Router router) {
        devices.forget(router);
    }

    /** Where the router would be by that setup; the NIC that it is on is kept while it fits. */
    Selection select(Router router, RouterSetup setup, Set<IpAddress> virtual) {
        Optional<Selection> here = links.nic(router.interfaceIndex)
                .map(nic -> InterfaceSelection.select(
                        setup.interfaceRule(), setup.dialect().transport(), setup.advertised(), List.of(nic), virtual));
        if (here.isPresent() && here.get() instanceof Selection.Chosen) {
            return here.get();
        }
        return InterfaceSelection.select(
                setup.interfaceRule(), setup.dialect().transport(), setup.advertised(), links.interfaces(), virtual);
    }

    static Set<IpAddress> virtualAddresses(Collection<Router> routers) {
        Set<IpAddress> virtual = new HashSet<>();
        for (Router router : routers) {
            router.setup.install().addresses().forEach(address -> virtual.add(address.address()));
        }
        return virtual;
    }

    /** Tells one router what has changed for it. */
    void settle(Router router, long nowNanos) {
        Map<FaultReason, String> faults = RouterFaults.of(router, sockets, devices);
        boolean otherReasons = !faults.keySet().equals(router.faults.keySet());
        if (otherReasons) {
            movedGroups.add(router.setup.group());
        }
        if (!faults.equals(router.faults)) {
            router.faults = faults;
            router.touch();
        }
        reconfigure(router, nowNanos);
        if (otherReasons) {
            stepper.step(router, new Event.FaultsChanged(faults.keySet()), nowNanos);
        }
        boolean equipped = sockets.isReady(router.interfaceIndex, router.key.family()) && devices.isReady(router);
        boolean maySpeak = !faults.isEmpty() || equipped;
        if (!router.started && maySpeak && router.awaited().isEmpty()) {
            router.started = true;
            stepper.step(router, new Event.Startup(), nowNanos);
        }
        stepper.holdWhatIsWanted(router, nowNanos);
        deadlines.update(router);
    }

    /** A router that handed over for want of its address is Active again: nobody else took it, so it tries on. */
    void tryOn(Router router, long nowNanos) {
        if (router.isActive() && router.faults.containsKey(FaultReason.AddressRemoved)) {
            router.refusal = router.refusal.map(Refusal::ended);
            settle(router, nowNanos);
        }
    }

    private void reconfigure(Router router, long nowNanos) {
        List<CheckResult> results = router.results();
        Candidacy candidacy = router.setup.candidacy();
        boolean weakened = EffectivePriority.weakens(candidacy, router.judged, results);
        boolean recovered = EffectivePriority.recovers(candidacy, router.judged, results);
        router.judged = results;
        RouterConfig wanted = router.wantedConfig();
        if (!wanted.equals(router.config)) {
            RouterConfig previous = router.config;
            router.useConfig(wanted);
            if (weakened) {
                // Before the edit: who hands over need not advertise what it is worth now.
                stepper.step(router, new Event.HandOver(HandOverCause.Weakened), nowNanos);
            }
            stepper.step(router, new Event.Reconfigured(previous, recovered), nowNanos);
        }
    }

    private void place(Router router, Set<IpAddress> virtual, long nowNanos) {
        lookForAddressOnNode(router);
        router.trackers = router.trackers.seen(
                router.setup.candidacy().trackedInterfaces(),
                links.interfaces(),
                router.setup.intervalNanos(),
                nowNanos);
        switch (select(router, router.setup, virtual)) {
            case Selection.Unfit unfit -> router.unfit = Optional.of(unfit);
            case Selection.Chosen(var nic, var primaryAddress) -> {
                if (nic.index() == router.interfaceIndex) {
                    router.carrier = router.carrier.seen(nic.running(), router.setup.intervalNanos(), nowNanos);
                } else {
                    move(router, nic, nowNanos);
                }
                router.unfit = Optional.empty();
                router.primaryAddress = primaryAddress;
                lookForArpIgnore(router, nic, nowNanos);
                lookForSecondInterface(router, nic, nowNanos);
                if (!router.interfaceName.equals(nic.name())) {
                    router.interfaceName = nic.name();
                    router.touch();
                }
            }
        }
    }

    /** The node's own address is never ours to claim; when it is gone the router need not wait for the retry. */
    private void lookForAddressOnNode(Router router) {
        boolean before = router.foundOnNode.isPresent();
        router.foundOnNode = Preflight.addressOnNode(links, router.setup.install(), router.interfaceIndex);
        if (before && router.foundOnNode.isEmpty()) {
            router.refusal = router.refusal.map(
                    refusal -> refusal.reason() == FaultReason.AddressInUseOnNode ? refusal.ended() : refusal);
        }
    }

    private void lookForSecondInterface(Router router, NetworkInterface nic, long nowNanos) {
        if (!router.neighbourhood.secondInterfaceTold) {
            Preflight.secondInterface(links, nic, router.key.family()).ifPresent(message -> {
                router.neighbourhood.secondInterfaceTold = true;
                router.incident("SecondInterfaceInSegment", message, nowNanos);
            });
        }
    }

    private static void lookForArpIgnore(Router router, NetworkInterface nic, long nowNanos) {
        Optional<String> found = Preflight.arpIgnore(nic, router.setup.install());
        if (!found.equals(router.arpIgnore)) {
            router.arpIgnore = found;
            found.ifPresent(message -> router.incident("ArpIgnore", message, nowNanos));
        }
    }

    /** A router that comes from another NIC resigns there, and starts here as after a return of carrier. */
    private void move(Router router, NetworkInterface nic, long nowNanos) {
        boolean first = router.interfaceIndex == Router.NO_INTERFACE;
        if (!first) {
            router.unfit = Optional.of(new Selection.Unfit(
                    FaultReason.InterfaceNotFound,
                    "interface " + router.interfaceName + " is gone; " + nic.name() + " takes its place"));
            settle(router, nowNanos);
        }
        router.carrier = first ? CarrierGate.first(nic.running()) : CarrierGate.replaced(nic.running(), nowNanos);
        router.interfaceIndex = nic.index();
        router.touch();
    }
}
