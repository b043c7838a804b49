package io.vipoperator.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.RouterSummary;
import io.vipoperator.api.v1alpha1.Transition;
import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.operator.plan.Reason;
import io.vipoperator.operator.plan.Values;
import io.vipoperator.operator.plan.VipPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Folds plan and reports into the status of one VirtualIP. A pure function; time is a parameter. */
public final class StatusFold {
    /** A failover that is shorter doesn't flip Ready: it would fail every pipeline at each drain. */
    static final Duration READY_OUTLASTS = Duration.ofSeconds(10);

    private static final Set<Reason> SHOWN_AT_ONCE =
            EnumSet.of(Reason.NotAccepted, Reason.Programming, Reason.MultipleActive);

    private StatusFold() {}

    /**
     * What follows.
     *
     * @param status to be written
     * @param unreadySince since when Ready only outlasts what it was; empty if it is what it says
     * @param incidents as remembered from now on
     * @param wakeAt when the fold is due again even if nothing happens
     */
    record Folded(
            VirtualIPStatus status, Optional<Instant> unreadySince, Incidents incidents, Optional<Instant> wakeAt) {}

    /**
     * One fold.
     *
     * @param former status; may be null
     * @param unreadySince of the former fold
     * @param remembered incidents of the former fold; empty at the operator's first look
     */
    static Folded fold(
            VipPlan plan,
            Election election,
            Outsiders outsiders,
            VirtualIPStatus former,
            Optional<Instant> unreadySince,
            Optional<Incidents> remembered,
            Instant now) {
        long generation = plan.request().generation();
        String formerNode = former == null ? null : former.activeNode();
        Optional<MemberRow> holder = election.holder(formerNode);
        List<Condition> formerConditions = former == null ? List.of() : former.conditions();

        Verdict ready = Verdicts.ready(plan, election, holder);
        Optional<Instant> downSince = Optional.empty();
        Optional<Instant> wakeAt = Optional.empty();
        if (outlasts(ready, formerConditions, generation)) {
            Instant since = unreadySince.orElse(now);
            Instant until = since.plus(READY_OUTLASTS);
            downSince = Optional.of(since);
            if (now.isBefore(until)) {
                wakeAt = Optional.of(until);
                ready = new Verdict(true, Reason.Active, "a failover is going on: " + ready.message());
            }
        }
        Verdict programmed = Verdicts.programmed(plan, election);
        Verdict accepted = Verdicts.accepted(plan);
        Incidents incidents = remembered
                .orElse(Incidents.NONE)
                .next(
                        election.rows(),
                        outsiders,
                        remembered.isPresent(),
                        settled(programmed, formerConditions, now),
                        now);
        boolean both = plan.families().size() > 1;
        Verdict reconciling = new Verdict(
                plan.accepted() && (!programmed.holds() || ready.reason() == Reason.Programming),
                Reason.Programming,
                programmed.holds() ? ready.message() : programmed.message());
        List<Condition> conditions = new Conditions(formerConditions, generation, now)
                .with("Accepted", accepted)
                .with("Programmed", programmed)
                .with("Ready", ready)
                .with("Degraded", Verdicts.degraded(plan, election, incidents.degrading(both, now)))
                .with(
                        "Conflict",
                        Verdicts.conflict(plan, election, incidents.conflicts(election.coexists(), both, now)))
                .whileTrue("Reconciling", reconciling)
                .whileTrue("Stalled", new Verdict(!plan.accepted(), accepted.reason(), accepted.message()))
                .list();
        Transition transition = transition(former, election, holder, now);
        boolean moved =
                transition != null && !Objects.equals(transition, former == null ? null : former.lastTransition());
        long transitions = former == null ? 0 : Values.orZero(former.transitions());
        VirtualIPStatus status = new VirtualIPStatus(
                generation,
                holder.map(MemberRow::node).orElse(null),
                activeSince(former, holder, now),
                plan.virtualRouterID()
                        .map(id -> plan.families().stream()
                                .map(family -> new RouterSummary(family, id, plan.runningIntervalMilliseconds()))
                                .toList())
                        .orElse(List.of()),
                election.rows().stream().map(MemberRow::status).toList(),
                transition,
                Switchovers.next(plan, election, holder, former == null ? null : former.switchover(), now),
                moved ? transitions + 1 : transitions,
                conditions);
        Optional<Instant> due =
                Stream.concat(wakeAt.stream(), incidents.wakeAt(now).stream()).min(Instant::compareTo);
        return new Folded(status, downSince, incidents, due);
    }

    /** An edit's own unreadiness shows at once, and so do two confirmed Actives; only a failover of what ran is given time. */
    private static boolean outlasts(Verdict ready, List<Condition> former, long generation) {
        if (ready.holds() || SHOWN_AT_ONCE.contains(ready.reason())) {
            return false;
        }
        return Conditions.find(former, "Ready")
                .filter(c -> "True".equals(c.getStatus()))
                .filter(c -> Objects.equals(c.getObservedGeneration(), generation))
                .isPresent();
    }

    /** Every member with a fresh report runs this generation, and has for a moment. */
    private static boolean settled(Verdict programmed, List<Condition> former, Instant now) {
        return programmed.holds()
                && Conditions.find(former, "Programmed")
                        .filter(c -> "True".equals(c.getStatus()))
                        .filter(c -> !now.isBefore(
                                Instant.parse(c.getLastTransitionTime()).plus(Incidents.SETTLED_AFTER)))
                        .isPresent();
    }

    /** A node that was the last holder and is it again has not moved anything. */
    private static Transition transition(
            VirtualIPStatus former, Election election, Optional<MemberRow> holder, Instant now) {
        Transition last = former == null ? null : former.lastTransition();
        if (holder.isEmpty()) {
            return last;
        }
        String from = last == null ? (former == null ? null : former.activeNode()) : last.to();
        String to = holder.get().node();
        if (to.equals(from)) {
            return last;
        }
        Optional<MemberRow> failing = Optional.ofNullable(from)
                .flatMap(election::row)
                .filter(row -> row.fresh() && Reason.HealthCheckFailed.name().equals(row.reason()));
        if (failing.isPresent()) {
            return new Transition(
                    from,
                    to,
                    Conditions.text(now),
                    Reason.HealthCheckFailed.name(),
                    Texts.bounded(
                            "moved from " + from + " to " + to + ": "
                                    + failing.get().status().message(),
                            Texts.ROW));
        }
        String reason = holder.get().reason();
        return new Transition(
                from,
                to,
                Conditions.text(now),
                reason == null || reason.isEmpty() ? Reason.ActiveChanged.name() : reason,
                from == null ? to + " became Active" : "moved from " + from + " to " + to);
    }

    private static String activeSince(VirtualIPStatus former, Optional<MemberRow> holder, Instant now) {
        if (holder.isEmpty()) {
            return null;
        }
        String reported = holder.get().since();
        if (reported != null) {
            return reported;
        }
        boolean same = former != null && holder.get().node().equals(former.activeNode());
        return same && former.activeSince() != null ? former.activeSince() : Conditions.text(now);
    }
}
