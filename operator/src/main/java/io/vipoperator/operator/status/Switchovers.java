package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.Switchover;
import io.vipoperator.operator.plan.Reason;
import io.vipoperator.operator.plan.VipPlan;
import io.vipoperator.operator.plan.Wish;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of the move that the annotation asks for. Completed is the plan's memory: from then on the VirtualIP's own
 * preemption holds. A pure function of plan, reports and time.
 */
public final class Switchovers {
    /** The node was Active since it was asked for. */
    public static final String COMPLETED = "Completed";

    private static final String PENDING = "Pending";
    private static final String FAILED = "Failed";
    /** Checks have put a member with this effective priority or less below all that are sound. */
    private static final int FAILING_BAND = 16;

    private Switchovers() {}

    /** Null without the annotation: who asks for the same node again means a new move. */
    static Switchover next(
            VipPlan plan, Election election, Optional<MemberRow> holder, Switchover former, Instant now) {
        if (plan.request().wish().isEmpty()) {
            return null;
        }
        Wish wish = plan.request().wish().get();
        Switchover before = former != null && wish.nodeName().equals(former.nodeName()) ? former : null;
        if (before != null && COMPLETED.equals(before.state())) {
            return before;
        }
        Switchover next = judge(wish.nodeName(), plan, election, holder, Conditions.text(now));
        boolean same = before != null
                && next.state().equals(before.state())
                && next.reason().equals(before.reason());
        return same ? before : next;
    }

    private static Switchover judge(
            String node, VipPlan plan, Election election, Optional<MemberRow> holder, String now) {
        if (holder.filter(row -> row.node().equals(node)).isPresent()) {
            return new Switchover(node, COMPLETED, Reason.Active.name(), now);
        }
        Optional<MemberRow> target =
                election.row(node).filter(row -> row.priority().isPresent());
        if (target.isEmpty()) {
            return new Switchover(node, FAILED, "NodeNotMember", now);
        }
        MemberRow row = target.get();
        if (!plan.members().get(0).nodeName().equals(node)) {
            // It is lost, or another VirtualIP of the group asks for another node, or the spec is refused.
            return new Switchover(node, FAILED, plan.accepted() ? "NodeNotFirst" : Reason.NotAccepted.name(), now);
        }
        if (row.trust().stale()) {
            return new Switchover(node, FAILED, "NodeSilent", now);
        }
        if (row.state() == RouterState.Fault) {
            return new Switchover(node, FAILED, "NodeFault", now);
        }
        Integer effective = row.status().effectivePriority();
        if (row.fresh()
                && effective != null
                && effective <= FAILING_BAND
                && row.priority().orElse(0) > FAILING_BAND) {
            return new Switchover(node, FAILED, "NodeFailing", now);
        }
        boolean runs = row.runs(plan.request().generation());
        return new Switchover(node, PENDING, runs ? "Electing" : Reason.Programming.name(), now);
    }
}
