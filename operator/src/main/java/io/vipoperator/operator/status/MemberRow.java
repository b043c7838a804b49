package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.MemberStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.operator.plan.Reason;
import io.vipoperator.operator.plan.Values;
import java.util.Optional;

/**
 * One node's part in an election, with how far its word counts.
 *
 * @param node the node
 * @param priority as planned; empty for a node that is to leave and still holds the addresses
 * @param report the last; empty if it has never reported
 * @param trust in the report
 */
record MemberRow(String node, Optional<Integer> priority, Optional<RouterStatus> report, Trust trust) {
    boolean fresh() {
        return report.isPresent() && !trust.stale();
    }

    boolean saysActive() {
        return report.filter(r -> r.state() == RouterState.Active).isPresent();
    }

    boolean active() {
        return fresh() && saysActive();
    }

    boolean backup() {
        return fresh() && report.filter(r -> r.state() == RouterState.Backup).isPresent();
    }

    boolean confirmed(String vip) {
        return trust.confirmed().contains(vip);
    }

    boolean runs(long generation) {
        return report.filter(r -> Values.orZero(r.appliedGeneration()) >= generation)
                .isPresent();
    }

    boolean holdsAll() {
        return report.stream()
                .flatMap(r -> Values.orEmpty(r.addresses()).stream())
                .map(AddressStatus::state)
                .allMatch("Held"::equals);
    }

    MemberStatus status() {
        RouterStatus last = report.orElse(null);
        if (last == null) {
            return row(RouterState.Unknown, null, null, null, Reason.MembersSilent.name(), "no report yet");
        }
        if (trust.stale()) {
            return row(
                    RouterState.Unknown,
                    last.interfaceName(),
                    null,
                    null,
                    Reason.ReportStale.name(),
                    "last reported " + last.state() + ", did not answer within 3 s");
        }
        return row(
                last.state(),
                last.interfaceName(),
                last.effectivePriority(),
                last.since(),
                last.reason(),
                last.message());
    }

    private MemberStatus row(
            RouterState state, String nic, Integer effective, String since, String reason, String message) {
        return new MemberStatus(node, nic, state, priority.orElse(null), effective, since, reason, message);
    }
}
