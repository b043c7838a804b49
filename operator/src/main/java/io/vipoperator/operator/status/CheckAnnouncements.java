package io.vipoperator.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.operator.plan.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What of a turn is worth an Event of a HealthCheck: refusals, verdicts that change, certificates that end soon. Stateless. */
public final class CheckAnnouncements {
    private CheckAnnouncements() {}

    /**
     * Of one HealthCheck.
     *
     * @param former of the turn before; empty at the operator's first look
     * @param stored status as the API has it, for the first look; may be null
     */
    public static List<Announcement> of(
            String name, Optional<FleetChecks.Entry> former, HealthCheckStatus stored, FleetChecks.Entry next) {
        List<Announcement> told = new ArrayList<>();
        HealthCheckStatus before = former.map(FleetChecks.Entry::status).orElse(stored);
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
        Map<String, HealthState> last =
                former.map(FleetChecks.Entry::verdicts).orElseGet(() -> FleetChecks.verdicts(stored));
        new TreeMap<>(next.verdicts()).forEach((node, verdict) -> {
            String note = node + ": " + next.messages().getOrDefault(node, verdict.name());
            boolean failed = verdict == HealthState.Unhealthy;
            if (failed && last.get(node) != HealthState.Unhealthy) {
                told.add(tell(name, next.uid(), true, Reason.HealthCheckFailed.name(), "Probe", note));
            } else if (!failed && last.get(node) == HealthState.Unhealthy) {
                told.add(tell(name, next.uid(), false, Reason.HealthCheckRecovered.name(), "Probe", note));
            }
        });
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
