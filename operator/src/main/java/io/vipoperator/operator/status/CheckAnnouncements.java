package io.vipoperator.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.operator.plan.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of a turn is worth an Event of a HealthCheck: refusals, verdicts that change, certificates that end soon. Stateless. */
public final class CheckAnnouncements {
    private CheckAnnouncements() {}

    /**
     * Of one HealthCheck.
     *
     * @param before its status of the turn before, or as the API has it; may be null
     */
    public static List<Announcement> of(String name, HealthCheckStatus before, FleetChecks.Entry next) {
        List<Announcement> told = new ArrayList<>();
        Condition accepted =
                Conditions.find(next.status().conditions(), "Accepted").orElseThrow();
        boolean refusalKnown = condition(before, "Accepted")
                .filter(c -> c.getStatus().equals(accepted.getStatus()))
                .filter(c -> c.getMessage().equals(accepted.getMessage()))
                .isPresent();
        if ("False".equals(accepted.getStatus()) && !refusalKnown) {
            told.add(tell(name, next.uid(), true, accepted.getReason(), "Plan", accepted.getMessage()));
        }
        Optional<Condition> ends = holds(next.status(), "CertificateExpiring");
        if (ends.isPresent() && holds(before, "CertificateExpiring").isEmpty()) {
            told.add(tell(
                    name,
                    next.uid(),
                    true,
                    ends.get().getReason(),
                    "Observe",
                    ends.get().getMessage()));
        }
        for (FleetChecks.Change change : next.changes()) {
            boolean failed = change.verdict() == HealthState.Unhealthy;
            Reason reason = failed ? Reason.HealthCheckFailed : Reason.HealthCheckRecovered;
            String note = change.node() + ": " + (change.message() == null ? change.verdict() : change.message());
            told.add(tell(name, next.uid(), failed, reason.name(), "Probe", note));
        }
        return told;
    }

    private static Announcement tell(
            String name, String uid, boolean warning, String reason, String action, String note) {
        return new Announcement("HealthCheck", name, uid, warning, reason, action, note);
    }

    private static Optional<Condition> condition(HealthCheckStatus status, String type) {
        return status == null ? Optional.empty() : Conditions.find(status.conditions(), type);
    }

    private static Optional<Condition> holds(HealthCheckStatus status, String type) {
        return condition(status, type).filter(c -> "True".equals(c.getStatus()));
    }
}
