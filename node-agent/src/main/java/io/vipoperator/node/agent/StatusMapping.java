package io.vipoperator.node.agent;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.AgentInfo;
import io.vipoperator.api.v1alpha1.CheckStatus;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.ForeignRouter;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.Incident;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.health.CheckReport;
import io.vipoperator.node.health.Standing;
import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.ForeignRouterReport;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.NetworkInterface;
import io.vipoperator.node.loop.RouterPhase;
import io.vipoperator.node.loop.RouterReport;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/** Says what the loop does in the API's words. Pure: the wall time of a moment of the loop's clock is a parameter. */
final class StatusMapping {
    private static final int MOST_INTERFACES = 32;
    private static final int LONGEST_MESSAGE = 1024;
    private static final Set<FaultReason> OF_ADDRESSES = EnumSet.of(
            FaultReason.AddressInUseOnNode,
            FaultReason.AddressInUseOnNetwork,
            FaultReason.AddressRefused,
            FaultReason.AddressRemoved);

    private StatusMapping() {}

    /**
     * The status of the node's VirtualIPNodeState.
     *
     * @param report of the loop
     * @param checks how they stand
     * @param agent that reports
     * @param conditions of the agent
     * @param wallTime of a moment of the loop's clock in nanoseconds; the same moment must always give the same time
     */
    static VirtualIPNodeStateStatus of(
            LoopReport report,
            List<CheckReport> checks,
            AgentInfo agent,
            List<Condition> conditions,
            LongFunction<Instant> wallTime) {
        return new VirtualIPNodeStateStatus(
                report.generation(),
                report.reportRequest(),
                agent,
                report.interfaces().stream()
                        .filter(StatusMapping::couldCarryAddresses)
                        .limit(MOST_INTERFACES)
                        .map(StatusMapping::nic)
                        .toList(),
                report.routers().stream().map(r -> router(r, wallTime)).toList(),
                checks.isEmpty()
                        ? null
                        : checks.stream().map(c -> check(c, wallTime)).toList(),
                report.foreignRouters().stream()
                        .map(f -> foreignRouter(f, wallTime))
                        .toList(),
                conditions);
    }

    /** Each NIC has a link-local address, those of pods too: only another one tells that it is in a segment. */
    private static boolean couldCarryAddresses(NetworkInterface nic) {
        return !nic.loopback()
                && nic.addresses().stream().anyMatch(a -> !a.address().isLinkLocal());
    }

    private static InterfaceStatus nic(NetworkInterface nic) {
        return new InterfaceStatus(
                nic.name(),
                nic.mac().map(Object::toString).orElse(null),
                nic.running() ? "Up" : "Down",
                nic.mtuBytes(),
                nic.addresses().stream().map(AddressWithPrefix::toString).toList());
    }

    private static RouterStatus router(RouterReport report, LongFunction<Instant> wallTime) {
        String uid = report.setup().uid();
        return new RouterStatus(
                report.setup().key().virtualIP(),
                uid.isEmpty() ? null : uid,
                family(report.setup().key().family()),
                report.setup().virtualRouterID(),
                report.interfaceName().orElse(null),
                state(report.state()),
                report.effectivePriority(),
                report.activeAddress().map(IpAddress::toString).orElse(null),
                report.setup().generation(),
                addresses(report),
                time(wallTime.apply(report.sinceNanos())),
                reason(report),
                report.message().isEmpty() ? null : shortened(report.message()),
                report.incident()
                        .map(i -> new Incident(
                                i.reason(), shortened(i.message()), i.count(), time(wallTime.apply(i.atNanos()))))
                        .orElse(null));
    }

    private static List<AddressStatus> addresses(RouterReport report) {
        Optional<FaultReason> refusal =
                report.faults().stream().filter(OF_ADDRESSES::contains).sorted().findFirst();
        String missing = refusal.isPresent() ? "Refused" : "Absent";
        String reason = refusal.map(FaultReason::name).orElse(null);
        return report.setup().install().addresses().stream()
                .map(a -> report.heldAddresses().contains(a.address())
                        ? new AddressStatus(a.toString(), "Held", null)
                        : new AddressStatus(a.toString(), missing, reason))
                .toList();
    }

    private static CheckStatus check(CheckReport report, LongFunction<Instant> wallTime) {
        String uid = report.setup().uid();
        return new CheckStatus(
                report.setup().name(),
                uid.isEmpty() ? null : uid,
                report.setup().generation(),
                state(report.standing()),
                time(wallTime.apply(report.sinceNanos())),
                report.message().isEmpty() ? null : shortened(report.message()),
                report.certificateNotAfter().map(StatusMapping::time).orElse(null));
    }

    private static HealthState state(Standing standing) {
        return switch (standing) {
            case UNKNOWN -> HealthState.Unknown;
            case HEALTHY -> HealthState.Healthy;
            case FAILING -> HealthState.Unhealthy;
        };
    }

    private static String reason(RouterReport report) {
        if (report.addressConflict()) {
            // The operator makes the condition Conflict of it.
            return "AddressConflict";
        }
        if (report.state() == RouterPhase.FAULT) {
            return report.faults().stream()
                    .sorted()
                    .map(FaultReason::name)
                    .findFirst()
                    .orElse(report.reason().name());
        }
        // Whatever its effect: how the router came into its state is told by its time, and by the row's history.
        return report.checkFailing()
                ? FaultReason.HealthCheckFailed.name()
                : report.reason().name();
    }

    private static ForeignRouter foreignRouter(ForeignRouterReport report, LongFunction<Instant> wallTime) {
        // Coarse, or every advertisement of a stranger would be a write.
        Instant lastSeen = wallTime.apply(report.lastSeenNanos()).truncatedTo(ChronoUnit.MINUTES);
        return new ForeignRouter(
                report.interfaceName(),
                family(report.family()),
                report.virtualRouterID(),
                report.address().toString(),
                lastSeen.toString());
    }

    private static RouterState state(RouterPhase phase) {
        return switch (phase) {
            case INITIALIZE -> RouterState.Initialize;
            case BACKUP -> RouterState.Backup;
            case ACTIVE -> RouterState.Active;
            case YIELDING -> RouterState.Yielding;
            case FAULT -> RouterState.Fault;
        };
    }

    private static Family family(io.vipoperator.node.vrrp.Family family) {
        return switch (family) {
            case IPV4 -> Family.IPv4;
            case IPV6 -> Family.IPv6;
        };
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
