package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.operator.plan.CheckPlan;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.FleetPlan;
import io.vipoperator.operator.plan.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The status of all HealthChecks from turn to turn. Immutable; a pure function of plan, fleet, memory and time. The last folded
 * status is remembered because caches lag behind what was just written.
 *
 * @param entries by name
 */
public record FleetChecks(SortedMap<String, Entry> entries) {
    /** Nothing folded yet. */
    public static final FleetChecks INITIAL = new FleetChecks(new TreeMap<>());

    /**
     * One HealthCheck's.
     *
     * @param uid of the object
     * @param status as folded
     * @param verdicts the last of each node that runs it, Healthy or Unhealthy; of a silent node what it said before
     * @param changes of verdicts since the turn before, by node; a first one counts where it is Unhealthy
     * @param wakeAt see {@link CheckFold.Folded}
     */
    public record Entry(
            String uid,
            HealthCheckStatus status,
            Map<String, HealthState> verdicts,
            List<Change> changes,
            Optional<Instant> wakeAt) {}

    /**
     * A verdict that a node has changed.
     *
     * @param verdict Healthy or Unhealthy
     * @param message for people; may be null
     */
    public record Change(String node, HealthState verdict, String message) {}

    /**
     * One turn.
     *
     * @param stored statuses as the API has them, by name
     */
    public FleetChecks next(
            FleetPlan plan, Fleet fleet, Map<String, Trust> trust, Map<String, HealthCheckStatus> stored, Instant now) {
        Map<String, List<CheckRow>> rows = CheckRow.of(fleet, plan.healthChecks(), trust);
        SortedMap<String, Entry> next = new TreeMap<>();
        for (CheckPlan check : plan.healthChecks().values()) {
            String name = check.request().name();
            String uid = check.request().uid();
            Optional<Entry> before =
                    Optional.ofNullable(entries.get(name)).filter(e -> e.uid().equals(uid));
            HealthCheckStatus formerStatus = before.map(Entry::status).orElse(stored.get(name));
            List<CheckRow> own = rows.getOrDefault(name, List.of());
            CheckFold.Folded folded = CheckFold.fold(check, own, formerStatus, now);
            Map<String, HealthState> last = before.map(Entry::verdicts).orElseGet(() -> verdicts(formerStatus));
            Map<String, HealthState> verdicts = new HashMap<>();
            List<Change> changes = new ArrayList<>();
            own.forEach(row -> {
                HealthState former = last.get(row.node());
                HealthState verdict = row.state() == HealthState.Unknown ? former : row.state();
                if (verdict != null) {
                    verdicts.put(row.node(), verdict);
                }
                boolean first = former == null && verdict == HealthState.Unhealthy;
                if (first || (former != null && verdict != former)) {
                    changes.add(new Change(row.node(), verdict, row.status().message()));
                }
            });
            next.put(
                    name, new Entry(uid, folded.status(), Map.copyOf(verdicts), List.copyOf(changes), folded.wakeAt()));
        }
        return new FleetChecks(next);
    }

    /** As another operator has left them. */
    private static Map<String, HealthState> verdicts(HealthCheckStatus stored) {
        Map<String, HealthState> verdicts = new HashMap<>();
        if (stored != null) {
            Values.orEmpty(stored.nodes()).stream()
                    .filter(row -> row.state() == HealthState.Healthy || row.state() == HealthState.Unhealthy)
                    .forEach(row -> verdicts.put(row.nodeName(), row.state()));
        }
        return verdicts;
    }

    /** The statuses, by name. */
    public Map<String, HealthCheckStatus> statuses() {
        Map<String, HealthCheckStatus> statuses = new HashMap<>();
        entries.forEach((name, entry) -> statuses.put(name, entry.status()));
        return statuses;
    }

    /** When a fold is due even if nothing happens. */
    public Optional<Instant> wakeAt() {
        return entries.values().stream()
                .flatMap(entry -> entry.wakeAt().stream())
                .min(Instant::compareTo);
    }
}
