package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.operator.plan.CheckPlan;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.FleetPlan;
import io.vipoperator.operator.plan.Values;
import java.time.Instant;
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
     * @param messages of the nodes that have one
     * @param wakeAt see {@link CheckFold.Folded}
     */
    public record Entry(
            String uid,
            HealthCheckStatus status,
            Map<String, HealthState> verdicts,
            Map<String, String> messages,
            Optional<Instant> wakeAt) {}

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
            HealthCheckStatus former = before.map(Entry::status).orElse(stored.get(name));
            List<CheckRow> own = rows.getOrDefault(name, List.of());
            CheckFold.Folded folded = CheckFold.fold(check, own, former, now);
            Map<String, HealthState> last = before.map(Entry::verdicts).orElseGet(() -> verdicts(former));
            Map<String, HealthState> verdicts = new HashMap<>();
            Map<String, String> messages = new HashMap<>();
            own.forEach(row -> {
                HealthState verdict = row.state() == HealthState.Unknown ? last.get(row.node()) : row.state();
                if (verdict != null) {
                    verdicts.put(row.node(), verdict);
                }
                row.report()
                        .filter(report -> report.message() != null)
                        .ifPresent(report -> messages.put(row.node(), report.message()));
            });
            next.put(
                    name, new Entry(uid, folded.status(), Map.copyOf(verdicts), Map.copyOf(messages), folded.wakeAt()));
        }
        return new FleetChecks(next);
    }

    /** As another operator has left them. */
    static Map<String, HealthState> verdicts(HealthCheckStatus stored) {
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
