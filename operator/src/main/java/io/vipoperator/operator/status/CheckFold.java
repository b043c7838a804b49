package io.vipoperator.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.operator.plan.CheckPlan;
import io.vipoperator.operator.plan.CheckTls;
import io.vipoperator.operator.plan.Reason;
import io.vipoperator.operator.plan.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Folds plan and reports into the status of one HealthCheck. A pure function; time is a parameter. */
final class CheckFold {
    /** Before a certificate makes the check fail, so that somebody can renew it. */
    static final Duration WARNED_BEFORE = Duration.ofDays(7);

    private static final int MOST_ROWS = 128;
    private static final int MOST_NAMED = 8;

    private CheckFold() {}

    /**
     * What follows.
     *
     * @param status to be written
     * @param wakeAt when the fold is due again even if nothing happens
     */
    record Folded(HealthCheckStatus status, Optional<Instant> wakeAt) {}

    /**
     * One fold.
     *
     * @param rows of all nodes that run the check
     * @param former status; may be null
     */
    static Folded fold(CheckPlan plan, List<CheckRow> rows, HealthCheckStatus former, Instant now) {
        long generation = plan.request().generation();
        Verdict accepted = accepted(plan, rows);
        Conditions conditions =
                new Conditions(former == null ? null : former.conditions(), generation, now).with("Accepted", accepted);
        Optional<CheckTls> tls = CheckTls.of(plan.request().spec()).filter(CheckTls::judgesCertificate);
        tls.ifPresent(use -> conditions.with("CertificateExpiring", expiring(use, rows, now)));
        List<Condition> all = conditions
                .whileTrue("Reconciling", reconciling(plan, rows))
                .whileTrue("Stalled", new Verdict(!plan.accepted(), accepted.reason(), accepted.message()))
                .list();
        HealthCheckStatus status = new HealthCheckStatus(
                generation,
                count(rows, HealthState.Healthy),
                count(rows, HealthState.Unhealthy),
                rows.stream()
                        .sorted(Comparator.comparing(CheckRow::state, Comparator.comparingInt(CheckFold::rank))
                                .thenComparing(CheckRow::node))
                        .limit(MOST_ROWS)
                        .map(CheckRow::status)
                        .toList(),
                all);
        Optional<Instant> wakeAt = tls.flatMap(use -> rows.stream()
                .flatMap(row -> row.certificateNotAfter().stream())
                .flatMap(end -> Stream.of(warnedFrom(use, end), failsFrom(use, end)))
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo));
        return new Folded(status, wakeAt);
    }

    private static int count(List<CheckRow> rows, HealthState state) {
        return Math.toIntExact(rows.stream().filter(row -> row.state() == state).count());
    }

    /** What needs somebody's eye comes first. */
    private static int rank(HealthState state) {
        return switch (state) {
            case Unhealthy -> 0;
            case Unknown, Unrecognized -> 1;
            case Healthy -> 2;
        };
    }

    private static Verdict accepted(CheckPlan plan, List<CheckRow> rows) {
        if (plan.accepted()) {
            return new Verdict(true, Reason.Accepted, "the spec can be carried out");
        }
        String all = plan.refusals().stream().map(Refusal::message).collect(Collectors.joining("; "));
        String runs = rows.isEmpty() ? "" : "; the last accepted spec runs on";
        return new Verdict(false, plan.refusals().get(0).reason(), all + runs);
    }

    private static Verdict reconciling(CheckPlan plan, List<CheckRow> rows) {
        long generation = plan.request().generation();
        List<String> behind = rows.stream()
                .filter(row -> !row.stale() && !row.runs(generation))
                .map(CheckRow::node)
                .toList();
        return new Verdict(
                plan.accepted() && !behind.isEmpty(),
                Reason.Programming,
                "generation " + generation + " does not run yet on " + names(behind));
    }

    private static Verdict expiring(CheckTls tls, List<CheckRow> rows, Instant now) {
        List<CheckRow> ending = rows.stream()
                .filter(row -> row.certificateNotAfter()
                        .filter(end -> !now.isBefore(warnedFrom(tls, end)))
                        .isPresent())
                .toList();
        Optional<Instant> first = ending.stream()
                .flatMap(row -> row.certificateNotAfter().stream())
                .min(Instant::compareTo);
        if (first.isEmpty()) {
            return new Verdict(false, Reason.CertificatesValid, "no certificate that was seen ends soon");
        }
        Instant fails = failsFrom(tls, first.get());
        return new Verdict(
                true,
                Reason.CertificateExpiring,
                "the server's certificate ends on " + Conditions.text(first.get()) + ", must be valid for "
                        + tls.minimumCertificateDays() + " days still: the check "
                        + (now.isBefore(fails) ? "fails from " : "fails since ") + Conditions.text(fails)
                        + ", as seen by "
                        + names(ending.stream().map(CheckRow::node).toList()));
    }

    private static Instant failsFrom(CheckTls tls, Instant end) {
        return end.minus(Duration.ofDays(tls.minimumCertificateDays()));
    }

    private static Instant warnedFrom(CheckTls tls, Instant end) {
        return failsFrom(tls, end).minus(WARNED_BEFORE);
    }

    /** A thousand nodes are no message. */
    private static String names(List<String> nodes) {
        String some = nodes.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return nodes.size() <= MOST_NAMED ? some : some + " and " + (nodes.size() - MOST_NAMED) + " more";
    }
}
