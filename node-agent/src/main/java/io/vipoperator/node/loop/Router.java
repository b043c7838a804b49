package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.GroupRole;
import io.vipoperator.node.vrrp.Intervals;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.RouterConfig;
import io.vipoperator.node.vrrp.State;
import io.vipoperator.node.vrrp.TransitionReason;
import io.vipoperator.node.vrrp.VirtualRouter;
import io.vipoperator.node.wire.MacAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One virtual router as the loop keeps it: what it shall do, where it is, and how it stands. The loop's thread only. */
final class Router {
    static final int NO_INTERFACE = -1;

    /** A NIC that takes the place of another one counts only after 2 s, and its sockets are to be had. */
    private static final long STARTING_NANOS = 3_000_000_000L;

    private static final IpAddress UNSPECIFIED = IpAddress.parse("0.0.0.0");

    final RouterKey key;
    RouterSetup setup;
    RouterConfig config;
    State state = VirtualRouter.initial();
    boolean started;

    int interfaceIndex = NO_INTERFACE;
    /** Of the macvlan of its virtual MAC, if it has one. */
    int deviceIndex = NO_INTERFACE;
    /** The NIC on which it asked for the device. */
    int deviceOn = NO_INTERFACE;

    String interfaceName = "";
    IpAddress primaryAddress = UNSPECIFIED;
    CarrierGate carrier = CarrierGate.first(true);
    Trackers trackers = Trackers.NONE;
    List<CheckResult> judged = List.of();
    GroupRole groupRole = GroupRole.ALONE;
    /** Of the slowest of its group. */
    long groupHandOverNanos;

    Optional<Selection.Unfit> unfit = Optional.empty();
    Optional<RouterKey> duplicateOf = Optional.empty();
    Optional<String> foundOnNode = Optional.empty();
    Optional<String> arpIgnore = Optional.empty();
    Optional<Refusal> refusal = Optional.empty();
    Optional<RouterKey> groupFault = Optional.empty();
    Map<FaultReason, String> faults = Map.of();

    final RouterTally tally = new RouterTally();

    /** What the group has seen of it last. */
    boolean wasActiveInGroup;

    boolean hasJoinedGroup;
    long halfElsewhereSaidNanos = Long.MAX_VALUE;

    /** It has asked the kernel for the addresses of its key, and nobody has asked after it. */
    boolean ownsClaim;

    /** The router of the same key that it replaces, and that holds the addresses until this one may. */
    Optional<Router> predecessor = Optional.empty();

    /** It is replaced, and goes at latest then. */
    long replacedAtNanos = Long.MAX_VALUE;

    /**
     * Its first advertisement waits for its addresses: switches send what is for the virtual MAC to whoever spoke from it last,
     * and who hands over still has them.
     */
    boolean speaksOnceHeld;

    boolean addressesHeld;
    private Set<AddressWithPrefix> onNic = Set.of();
    long sinceNanos;
    TransitionReason reason = TransitionReason.Started;
    Optional<IncidentReport> incident = Optional.empty();
    Optional<String> sendFailure = Optional.empty();
    final Neighbourhood neighbourhood = new Neighbourhood();

    int heapIndex = -1;
    long heapDeadlineNanos;

    final Incoming incoming = new Incoming();
    final Outgoing outgoing = new Outgoing();

    final Verdicts verdicts;
    private final Changes changes;
    private Optional<RouterReport> report = Optional.empty();

    Router(RouterSetup setup, Changes changes, Verdicts verdicts, long nowNanos) {
        this.key = setup.key();
        this.changes = changes;
        this.verdicts = verdicts;
        this.setup = setup;
        this.config = wantedConfig();
        this.sinceNanos = nowNanos;
    }

    /** When something is due: the state machine's, the carrier's, a tracked NIC's, the retry's or the replacement's. */
    long deadlineNanos() {
        long retryAtNanos = refusal.isPresent() ? refusal.get().retryAtNanos() : Long.MAX_VALUE;
        long aroundAtNanos = Math.min(carrier.changeAtNanos(), trackers.changeAtNanos());
        return Math.min(Math.min(state.deadlineNanos(), replacedAtNanos), Math.min(aroundAtNanos, retryAtNanos));
    }

    RouterPhase phase() {
        return switch (state) {
            case State.Initialize initialize -> faults.isEmpty() ? RouterPhase.INITIALIZE : RouterPhase.FAULT;
            case State.Backup backup -> RouterPhase.BACKUP;
            case State.Active active -> RouterPhase.ACTIVE;
            case State.Yielding yielding -> RouterPhase.YIELDING;
            case State.Fault fault -> RouterPhase.FAULT;
        };
    }

    /** So long after its creation it is Active, or follows somebody, or something keeps it from both. */
    long longestStartNanos() {
        return setup.startupDelayNanos() + 2 * ownHandOverNanos() + STARTING_NANOS;
    }

    /** How long it waits for a successor, if its group doesn't wait longer. */
    long ownHandOverNanos() {
        return Intervals.handOverNanos(setup.dialect().version(), setup.intervalNanos());
    }

    /** Whether a NIC was found; what is wrong with it is another question. */
    boolean hasInterface() {
        return interfaceIndex != NO_INTERFACE
                && unfit.filter(none -> none.reason() == FaultReason.InterfaceNotFound)
                        .isEmpty();
    }

    /** Where its addresses are put, and from where its advertisements go: its device, if it has one, else its NIC. */
    int addressIndex() {
        return deviceIndex == NO_INTERFACE ? interfaceIndex : deviceIndex;
    }

    /** From which its addresses are announced. */
    MacAddress macOn(NetworkInterface nic) {
        return setup.dialect().virtualMac() ? Devices.mac(this) : nic.mac().orElseThrow();
    }

    boolean isActive() {
        return state instanceof State.Active;
    }

    /** Active or Yielding: the addresses are its own. */
    boolean isHolding() {
        return state instanceof State.Active || state instanceof State.Yielding;
    }

    /** It would be Active, but waits for its group. */
    boolean isReady() {
        return switch (state) {
            case State.Backup backup -> backup.ready();
            case State.Yielding yielding -> yielding.ready();
            case State.Initialize initialize -> false;
            case State.Active active -> false;
            case State.Fault fault -> false;
        };
    }

    /** How what it tracks stands, NICs first, then checks. */
    List<CheckResult> results() {
        List<CheckResult> results =
                new ArrayList<>(trackers.results(setup.candidacy().trackedInterfaces()));
        results.addAll(verdicts.results(setup.candidacy().healthChecks()));
        return results;
    }

    /** The checks whose first verdict it waits for before it begins. Who replaces another one on this node doesn't wait. */
    List<String> awaited() {
        return started || predecessor.isPresent()
                ? List.of()
                : verdicts.unknown(setup.candidacy().healthChecks());
    }

    /** The configuration that the setup asks for where the router is. */
    RouterConfig wantedConfig() {
        EffectivePriority effective = EffectivePriority.of(setup.candidacy(), results());
        return new RouterConfig(
                setup.dialect().version(),
                setup.virtualRouterID(),
                effective.value(),
                effective.failing(),
                groupRole,
                setup.dialect().transport().source().orElse(primaryAddress),
                setup.advertised(),
                setup.install().addresses().stream()
                        .map(AddressWithPrefix::address)
                        .collect(Collectors.toUnmodifiableSet()),
                setup.intervalNanos(),
                Math.max(ownHandOverNanos(), groupHandOverNanos),
                setup.preempt(),
                setup.preemptDelayNanos(),
                setup.startupDelayNanos(),
                setup.announcement());
    }

    /** The setup from now on; its configuration is used only with {@link #useConfig}. */
    void useSetup(RouterSetup newSetup) {
        if (!newSetup.equals(setup)) {
            if (!newSetup.install().equals(setup.install())) {
                // The kernel refused what is not asked for any more.
                refusal = Optional.empty();
            }
            if (!newSetup.group().equals(setup.group())) {
                isNewInGroup();
            }
            setup = newSetup;
            touch();
        }
    }

    /** It comes into a group, or comes back into it: the group has not seen it leave. */
    void isNewInGroup() {
        wasActiveInGroup = false;
        hasJoinedGroup = false;
    }

    void useConfig(RouterConfig newConfig) {
        config = newConfig;
        touch();
    }

    /** Something happened that should be said. */
    void incident(String incidentReason, String message, long nowNanos) {
        int before = incident.filter(i -> i.reason().equals(incidentReason))
                .map(IncidentReport::count)
                .orElse(0);
        incident = Optional.of(new IncidentReport(incidentReason, message, before + 1, nowNanos));
        tally.countIncident(incidentReason);
        touch();
    }

    /** What a report tells of it has changed. */
    void touch() {
        report = Optional.empty();
        changes.note();
    }

    /** All that is to be installed is on the NIC. */
    void heldAll() {
        held(true, Set.copyOf(setup.install().onNic()));
    }

    /** Of the addresses exactly these are on the NIC. */
    void heldOnly(InstallPlan plan) {
        held(false, Set.copyOf(plan.onNic()));
    }

    /** None of its addresses is on the NIC. */
    void heldNothing() {
        held(false, Set.of());
    }

    /** Other addresses were asked for: those that are on the NIC and stay wanted are left there. */
    void heldNoMoreThanWanted() {
        Set<AddressWithPrefix> staying = new HashSet<>(onNic);
        staying.retainAll(setup.install().onNic());
        held(false, staying);
    }

    /** That address is not on the NIC any more. */
    void lost(IpAddress address) {
        Set<AddressWithPrefix> left = new HashSet<>(onNic);
        left.removeIf(one -> one.address().equals(address));
        held(false, left);
    }

    private void held(boolean all, Set<AddressWithPrefix> addresses) {
        if (all != addressesHeld || !addresses.equals(onNic)) {
            addressesHeld = all;
            onNic = addresses;
            touch();
        }
    }

    RouterReport report() {
        if (report.isEmpty()) {
            report = Optional.of(new RouterReport(
                    setup,
                    hasInterface() ? Optional.of(interfaceName) : Optional.empty(),
                    phase(),
                    config.priority(),
                    addressesHeld,
                    onNic.stream().map(AddressWithPrefix::address).collect(Collectors.toUnmodifiableSet()),
                    state.activeAddress(),
                    sinceNanos,
                    reason,
                    faults.keySet(),
                    RouterMessage.of(this),
                    incident,
                    neighbourhood.conflict.isPresent(),
                    !verdicts.failures(setup.candidacy().healthChecks()).isEmpty()));
        }
        return report.get();
    }
}
