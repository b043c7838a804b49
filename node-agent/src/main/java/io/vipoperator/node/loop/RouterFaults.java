package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.FaultReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What keeps a router out of the election, with the sentence for people. Pure. */
final class RouterFaults {
    private RouterFaults() {}

    static Map<FaultReason, String> of(Router router, Sockets sockets, Devices devices) {
        Map<FaultReason, String> faults = new EnumMap<>(FaultReason.class);
        router.unfit.ifPresent(unfit -> faults.put(unfit.reason(), unfit.message()));
        if (router.unfit.isEmpty() && !router.carrier.up()) {
            faults.put(FaultReason.InterfaceDown, "interface " + router.interfaceName + " is down or has no carrier");
        }
        router.duplicateOf.ifPresent(other -> faults.put(
                FaultReason.DuplicateVirtualRouterID,
                "VRID " + router.setup.virtualRouterID() + " on interface " + router.interfaceName
                        + " is that of VirtualIP " + other.virtualIP() + " already"));
        router.foundOnNode.ifPresent(message -> faults.put(FaultReason.AddressInUseOnNode, message));
        router.refusal
                .filter(Refusal::holds)
                .ifPresent(refusal -> faults.putIfAbsent(refusal.reason(), refusal.message()));
        addSocketFault(faults, router, sockets);
        addDeviceFault(faults, router, devices);
        if (!router.setup.missingFeatures().isEmpty()) {
            faults.put(
                    FaultReason.Unsupported, "this agent lacks " + String.join(", ", router.setup.missingFeatures()));
        }
        addDialectFaults(faults, router.setup.dialect());
        for (TrackedInterface tracked : router.setup.candidacy().trackedInterfaces()) {
            if (tracked.effect() instanceof CheckEffect.Fault && router.trackers.lost(tracked)) {
                faults.merge(
                        FaultReason.TrackedInterfaceDown,
                        "tracked interface " + tracked.name() + " is down, has no carrier or does not exist",
                        (one, other) -> one + "; " + other);
            }
        }
        for (TrackedCheck check : router.setup.candidacy().healthChecks()) {
            if (check.effect() instanceof CheckEffect.Fault
                    && router.verdicts.of(check.name()).failing()) {
                faults.merge(
                        FaultReason.HealthCheckFailed,
                        router.verdicts.sentence(check),
                        (one, other) -> one + "; " + other);
            }
        }
        router.groupFault.ifPresent(other -> faults.put(
                FaultReason.GroupMemberInFault,
                "router " + other + " of group " + router.setup.group() + " is in Fault"));
        return Collections.unmodifiableMap(faults);
    }

    private static void addDialectFaults(Map<FaultReason, String> faults, Dialect dialect) {
        if (dialect.transport() instanceof Transport.Unicast unicast
                && unicast.peers().isEmpty()) {
            faults.put(FaultReason.NoPeers, "transport Unicast needs a peer: another member, or one of extraPeers");
        }
        if (dialect.authentication() instanceof Authentication.KeyMissing(String message)) {
            faults.put(FaultReason.KeyMissing, message);
        }
    }

    private static void addDeviceFault(Map<FaultReason, String> faults, Router router, Devices devices) {
        if (!router.hasInterface() || devices.isReady(router)) {
            return;
        }
        devices.refusal(router).ifPresentOrElse(refused -> faults.put(refused.reason(), refused.message()), () -> {
            // A router that has not started just waits for it.
            if (router.started) {
                faults.put(
                        FaultReason.VirtualMACRefused,
                        "the macvlan on interface " + router.interfaceName + " is being made");
            }
        });
    }

    private static void addSocketFault(Map<FaultReason, String> faults, Router router, Sockets sockets) {
        if (!router.hasInterface() || sockets.isReady(router.interfaceIndex, router.key.family())) {
            return;
        }
        String name = router.interfaceName;
        sockets.failure(router.interfaceIndex, router.key.family())
                .ifPresentOrElse(
                        message -> faults.put(
                                FaultReason.SocketUnavailable, "no sockets on interface " + name + ": " + message),
                        () -> {
                            // A router that has not started just waits for them.
                            if (router.started) {
                                faults.put(
                                        FaultReason.SocketUnavailable,
                                        "the sockets on interface " + name + " are being opened");
                            }
                        });
    }
}
