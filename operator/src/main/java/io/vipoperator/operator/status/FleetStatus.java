package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.FleetPlan;
import io.vipoperator.operator.plan.VipPlan;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The status of all VirtualIPs from turn to turn. Immutable; a pure function of plan, fleet, memory and time. The last
 * folded status is remembered because caches lag behind what was just written.
 *
 * @param entries by name
 */
public record FleetStatus(SortedMap<String, Entry> entries) {
    /** Nothing folded yet. */
    public static final FleetStatus INITIAL = new FleetStatus(new TreeMap<>());

    /**
     * One VirtualIP's.
     *
     * @param uid of the object
     * @param status as folded
     * @param unreadySince see {@link StatusFold.Folded}
     * @param incidents see {@link StatusFold.Folded}
     * @param wakeAt see {@link StatusFold.Folded}
     */
    public record Entry(
            String uid,
            VirtualIPStatus status,
            Optional<Instant> unreadySince,
            Incidents incidents,
            Optional<Instant> wakeAt) {}

    /**
     * One turn.
     *
     * @param stored statuses as the API has them, by name
     */
    public FleetStatus next(
            FleetPlan plan, Fleet fleet, Map<String, Trust> trust, Map<String, VirtualIPStatus> stored, Instant now) {
        Election.Index index = new Election.Index(fleet);
        SortedMap<String, Entry> next = new TreeMap<>();
        for (VipPlan vip : plan.virtualIPs().values()) {
            String name = vip.request().name();
            String uid = vip.request().uid();
            Optional<Entry> before =
                    Optional.ofNullable(entries.get(name)).filter(e -> e.uid().equals(uid));
            VirtualIPStatus former = before.map(Entry::status).orElse(stored.get(name));
            StatusFold.Folded folded = StatusFold.fold(
                    vip,
                    Election.of(vip, index, trust),
                    index.outsiders(),
                    former,
                    before.flatMap(Entry::unreadySince),
                    before.map(Entry::incidents),
                    now);
            next.put(name, new Entry(uid, folded.status(), folded.unreadySince(), folded.incidents(), folded.wakeAt()));
        }
        return new FleetStatus(next);
    }

    /** The statuses, by name. */
    public Map<String, VirtualIPStatus> statuses() {
        Map<String, VirtualIPStatus> statuses = new HashMap<>();
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
