package io.vipoperator.operator.write;

import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import io.vipoperator.operator.OperatorMetrics;
import io.vipoperator.operator.fleet.FleetCaches;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.FleetPlan;
import io.vipoperator.operator.status.CheckAnnouncements;
import io.vipoperator.operator.status.FleetChecks;
import io.vipoperator.operator.status.Trust;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The HealthChecks' part of a turn: fold, tell. Holds what is remembered from turn to turn; every decision is elsewhere and
 * pure. Called by the planner's thread alone.
 */
@ApplicationScoped
class CheckTurn {
    private final FleetCaches caches;
    private final CheckBook book;
    private final CheckWakeups wakeups;
    private final EventWriter events;
    private final OperatorMetrics metrics;

    private FleetChecks checks = FleetChecks.INITIAL;

    CheckTurn(FleetCaches caches, CheckBook book, CheckWakeups wakeups, EventWriter events, OperatorMetrics metrics) {
        this.caches = caches;
        this.book = book;
        this.wakeups = wakeups;
        this.events = events;
        this.metrics = metrics;
    }

    /** Forgets everything: another leads. */
    void forget() {
        checks = FleetChecks.INITIAL;
        book.replace(Map.of());
    }

    /** When it is due again even if nothing happens. */
    Optional<Instant> run(Fleet fleet, FleetPlan plan, Map<String, Trust> trust, Instant now) {
        Map<String, HealthCheckStatus> stored = caches.checkStatuses();
        FleetChecks before = checks;
        checks = before.next(plan, fleet, trust, stored, now);
        Map<String, HealthCheckStatus> statuses = checks.statuses();
        book.replace(statuses);
        statuses.forEach((name, next) -> {
            if (!next.equals(stored.get(name))) {
                wakeups.checkDiffers(name);
            }
        });
        checks.entries().forEach((name, entry) -> {
            HealthCheckStatus former = Optional.ofNullable(before.entries().get(name))
                    .filter(e -> e.uid().equals(entry.uid()))
                    .map(FleetChecks.Entry::status)
                    .orElse(stored.get(name));
            CheckAnnouncements.of(name, former, entry).forEach(a -> events.tell(a, now));
        });
        metrics.seenChecks(statuses);
        return checks.wakeAt();
    }
}
