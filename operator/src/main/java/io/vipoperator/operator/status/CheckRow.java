package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.CheckStatus;
import io.vipoperator.api.v1alpha1.HealthCheckNodeStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.operator.plan.CheckPlan;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.NodeRecord;
import io.vipoperator.operator.plan.Values;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One node's part in a health check, with how far its word counts.
 *
 * @param node that is told to run it
 * @param report its last; empty if there is none
 * @param trust in the report
 */
record CheckRow(String node, Optional<CheckStatus> report, Trust trust) {
    /** Of all checks, by name. */
    static Map<String, List<CheckRow>> of(Fleet fleet, Map<String, CheckPlan> plans, Map<String, Trust> trust) {
        Map<String, List<CheckRow>> rows = new HashMap<>();
        for (NodeRecord record : fleet.nodeStates()) {
            if (record.checks().isEmpty()) {
                continue;
            }
            Map<String, CheckStatus> reports = new HashMap<>();
            record.checkReports().forEach(report -> reports.put(report.name(), report));
            record.checks().forEach(check -> {
                CheckPlan plan = plans.get(check.name());
                if (plan != null) {
                    // Another is of an object of the same name that is gone.
                    Optional<CheckStatus> own = Optional.ofNullable(reports.get(check.name()))
                            .filter(r -> r.uid() == null
                                    || r.uid().equals(plan.request().uid()));
                    rows.computeIfAbsent(check.name(), name -> new ArrayList<>())
                            .add(new CheckRow(record.name(), own, trust.getOrDefault(record.name(), Trust.GIVEN)));
                }
            });
        }
        return rows;
    }

    boolean stale() {
        return trust.stale();
    }

    /** Never Unrecognized. */
    HealthState state() {
        if (stale()) {
            return HealthState.Unknown;
        }
        return report.map(CheckStatus::state)
                .filter(state -> state != HealthState.Unrecognized)
                .orElse(HealthState.Unknown);
    }

    boolean runs(long generation) {
        return report.filter(r -> Values.orZero(r.appliedGeneration()) >= generation)
                .isPresent();
    }

    /** When the certificate ends that the node saw last; a silent node's word counts too, for the certificate is the same. */
    Optional<Instant> certificateNotAfter() {
        return report.map(CheckStatus::certificateNotAfter).flatMap(CheckRow::time);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            // An agent's word is no reason to stop.
            return Optional.empty();
        }
    }

    HealthCheckNodeStatus status() {
        if (report.isEmpty()) {
            return new HealthCheckNodeStatus(node, HealthState.Unknown, null, "no report yet", null);
        }
        CheckStatus said = report.get();
        if (stale()) {
            return new HealthCheckNodeStatus(
                    node,
                    HealthState.Unknown,
                    null,
                    "last reported " + said.state() + ", did not answer within 3 s",
                    said.certificateNotAfter());
        }
        return new HealthCheckNodeStatus(
                node, state(), said.since(), Texts.bounded(said.message(), Texts.ROW), said.certificateNotAfter());
    }
}
