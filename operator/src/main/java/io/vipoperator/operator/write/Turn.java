package io.vipoperator.operator.write;

import io.vipoperator.api.v1alpha1.Incident;
import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.operator.OperatorMetrics;
import io.vipoperator.operator.fleet.DaemonSetKeeper;
import io.vipoperator.operator.fleet.FleetCaches;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.FleetPlan;
import io.vipoperator.operator.plan.KeyUse;
import io.vipoperator.operator.plan.NodePlan;
import io.vipoperator.operator.plan.NodeRecord;
import io.vipoperator.operator.plan.Reason;
import io.vipoperator.operator.plan.Stage;
import io.vipoperator.operator.plan.VipPlan;
import io.vipoperator.operator.plan.VipPlanner;
import io.vipoperator.operator.status.Announcement;
import io.vipoperator.operator.status.Announcements;
import io.vipoperator.operator.status.FleetStatus;
import io.vipoperator.operator.status.Freshness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * One turn: gather, ask, plan, write, fold, tell. Holds the sequence and what is remembered from turn to turn; every
 * decision is elsewhere and pure. Called by the planner's thread alone.
 */
@ApplicationScoped
class Turn {
    private static final Logger LOG = Logger.getLogger(Turn.class);
    /** The rest is for the next turn: an API server that is slow must neither age the status nor look like a planner that hangs. */
    private static final Duration WRITES_FOR = Duration.ofSeconds(10);

    private final FleetCaches caches;
    private final NodeStateWriter writer;
    private final AgentKeysWriter keys;
    private final DaemonSetKeeper daemonSet;
    private final CheckTurn checks;
    private final StatusBook book;
    private final Wakeups wakeups;
    private final EventWriter events;
    private final Leadership leadership;
    private final OperatorMetrics metrics;

    private Freshness.Memory freshness = Freshness.Memory.INITIAL;
    private FleetStatus status = FleetStatus.INITIAL;
    private Departures departures = Departures.NONE;
    private Optional<Map<String, Incident>> incidents = Optional.empty();
    private SortedSet<String> held = new TreeSet<>();
    private Set<String> refused = Set.of();
    private KeyArrivals arrivals = KeyArrivals.NONE;

    /**
     * How a turn ended.
     *
     * @param again some write did not come through: plan anew
     * @param wakeAt when the next turn is due even if nothing happens
     */
    record Outcome(boolean again, Optional<Instant> wakeAt) {}

    Turn(
            FleetCaches caches,
            NodeStateWriter writer,
            AgentKeysWriter keys,
            DaemonSetKeeper daemonSet,
            CheckTurn checks,
            StatusBook book,
            Wakeups wakeups,
            EventWriter events,
            Leadership leadership,
            OperatorMetrics metrics) {
        this.caches = caches;
        this.writer = writer;
        this.keys = keys;
        this.daemonSet = daemonSet;
        this.checks = checks;
        this.book = book;
        this.wakeups = wakeups;
        this.events = events;
        this.leadership = leadership;
        this.metrics = metrics;
    }

    /** Forgets everything: another leads, and what it does will be read from the cluster. */
    void forget() {
        freshness = Freshness.Memory.INITIAL;
        status = FleetStatus.INITIAL;
        departures = Departures.NONE;
        incidents = Optional.empty();
        held = new TreeSet<>();
        refused = Set.of();
        arrivals = KeyArrivals.NONE;
        checks.forget();
        book.replace(Map.of());
    }

    Outcome run(Instant now) {
        Fleet fleet = caches.fleet();
        Freshness.Step asked = Freshness.step(freshness, fleet, now);
        freshness = asked.memory();
        departures = departures.seen(fleet, now);
        FleetPlan plan = metrics.timedPlan(() -> VipPlanner.plan(fleet, asked.lost()));
        tellHeld(plan, now);
        // Node states follow only when the Secret has been seen with the keys that they refer to.
        boolean again = !keepKeys(fleet, plan, asked, now);
        again |= !writeNodeStates(fleet, plan, asked, now);
        again |= !keepDaemonSet();

        Map<String, VirtualIPStatus> stored = caches.statuses();
        FleetStatus before = status;
        status = before.next(plan, fleet, asked.trust(), stored, now);
        Map<String, VirtualIPStatus> statuses = status.statuses();
        book.replace(statuses);
        statuses.forEach((name, next) -> {
            if (!next.equals(stored.get(name))) {
                wakeups.statusDiffers(name);
            }
        });
        tell(before, fleet, stored, now);
        Optional<Instant> checksWakeAt = checks.run(fleet, plan, asked.trust(), now);
        metrics.seen(fleet, plan.heldNodes().size(), statuses);
        Optional<Instant> wakeAt = Stream.of(asked.wakeAt(), status.wakeAt(), checksWakeAt, arrivals.wakeAt(now))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        return new Outcome(again, wakeAt);
    }

    /** False if the fleet is to be planned again. */
    private boolean writeNodeStates(Fleet fleet, FleetPlan plan, Freshness.Step asked, Instant now) {
        Map<String, NodeRecord> records = new HashMap<>();
        fleet.nodeStates().forEach(record -> records.put(record.name(), record));
        Set<String> refusedNow = new HashSet<>();
        boolean all = true;
        long begun = System.nanoTime();
        for (Map.Entry<String, NodePlan> node : Stage.next(
                        fleet, plan, refused, arrivals.present(), arrivals.mounted(now))
                .entrySet()) {
            Optional<NodeRecord> existing = Optional.ofNullable(records.get(node.getKey()));
            boolean ask = asked.ask().contains(node.getKey());
            if (!leadership.leads() || System.nanoTime() - begun > WRITES_FOR.toNanos()) {
                return false;
            }
            Optional<WriteResult> result = departures.due(now).contains(node.getKey())
                    ? existing.map(writer::delete)
                    : writer.write(node.getKey(), existing, writer.desired(existing, node.getValue(), ask));
            if (result.isPresent() && result.get() == WriteResult.UNREACHABLE) {
                return false;
            }
            if (result.isPresent() && result.get() == WriteResult.REFUSED) {
                refusedNow.add(node.getKey());
            }
            all &= result.isEmpty() || result.get() == WriteResult.WRITTEN;
        }
        refused = refusedNow;
        return all;
    }

    private boolean keepKeys(Fleet fleet, FleetPlan plan, Freshness.Step asked, Instant now) {
        Optional<Map<String, String>> existing = caches.agentKeys();
        arrivals = arrivals.seen(existing.map(Map::keySet).orElse(Set.of()), now);
        if (!leadership.leads()) {
            return false;
        }
        Set<String> wanted = KeyUse.digests(fleet, plan, arrivals.present(), asked.lost());
        return keys.keep(wanted, caches.keyValues(), existing) == WriteResult.WRITTEN;
    }

    private boolean keepDaemonSet() {
        WriteResult result = WriteResult.WRITTEN;
        if (leadership.leads()) {
            result = daemonSet.keep(caches.podTemplate(), caches.daemonSet());
        }
        return result == WriteResult.WRITTEN;
    }

    private void tell(FleetStatus before, Fleet fleet, Map<String, VirtualIPStatus> stored, Instant now) {
        status.entries().forEach((name, entry) -> {
            FleetStatus.Entry former = before.entries().get(name);
            boolean known = former != null && former.uid().equals(entry.uid());
            VirtualIPStatus formerStatus = known ? former.status() : stored.get(name);
            Announcements.of(name, entry.uid(), formerStatus, entry.status()).forEach(a -> events.tell(a, now));
        });
        // What was there before this replica led has been told by another.
        incidents.ifPresent(seen -> Announcements.ofIncidents(fleet, seen).forEach(a -> events.tell(a, now)));
        incidents = Optional.of(Announcements.incidents(fleet));
    }

    private void tellHeld(FleetPlan plan, Instant now) {
        if (plan.heldNodes().equals(held)) {
            return;
        }
        held = plan.heldNodes();
        if (held.isEmpty()) {
            LOG.info("the plan is held no longer");
            return;
        }
        String note = "members stay as they are: the plan would take routers from " + String.join(", ", held)
                + ", more than half of the nodes, and no VirtualIP was edited";
        LOG.warn(note);
        for (VipPlan vip : plan.virtualIPs().values()) {
            boolean concerned = vip.members().stream().anyMatch(m -> held.contains(m.nodeName()));
            if (concerned) {
                events.tell(
                        new Announcement(
                                vip.request().name(), vip.request().uid(), true, Reason.PlanHeld.name(), "Plan", note),
                        now);
            }
        }
    }
}
