package io.vipoperator.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.Incident;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.NodeRecord;
import io.vipoperator.operator.plan.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What of a turn is worth an Event: moves, refusals, conflicts, the agents' incidents. Stateless. */
public final class Announcements {
    private Announcements() {}

    /** Of one VirtualIP, from its former status (may be null) to the next. */
    public static List<Announcement> of(String vip, String uid, VirtualIPStatus former, VirtualIPStatus next) {
        List<Announcement> told = new ArrayList<>();
        boolean moved = next.lastTransition() != null
                && !Objects.equals(former == null ? null : former.lastTransition(), next.lastTransition());
        if (moved) {
            told.add(new Announcement(
                    vip,
                    uid,
                    false,
                    Reason.ActiveChanged.name(),
                    "Elect",
                    next.lastTransition().message()));
        }
        Condition accepted = Conditions.find(next.conditions(), "Accepted").orElseThrow();
        boolean refused = "False".equals(accepted.getStatus());
        if (refused && !told(former, "Accepted", accepted)) {
            told.add(new Announcement(vip, uid, true, accepted.getReason(), "Plan", accepted.getMessage()));
        }
        Condition conflict = Conditions.find(next.conditions(), "Conflict").orElseThrow();
        boolean conflicted = "True".equals(conflict.getStatus());
        if (conflicted && !told(former, "Conflict", conflict)) {
            told.add(new Announcement(vip, uid, true, conflict.getReason(), "Observe", conflict.getMessage()));
        }
        boolean was = former != null
                && Conditions.find(former.conditions(), "Conflict")
                        .filter(c -> "True".equals(c.getStatus()))
                        .isPresent();
        if (was && !conflicted) {
            told.add(new Announcement(
                    vip, uid, false, Reason.ConflictEnded.name(), "Observe", "nobody else holds the addresses"));
        }
        return told;
    }

    private static boolean told(VirtualIPStatus former, String type, Condition now) {
        return former != null
                && Conditions.find(former.conditions(), type)
                        .filter(c -> c.getStatus().equals(now.getStatus())
                                && c.getReason().equals(now.getReason())
                                && c.getMessage().equals(now.getMessage()))
                        .isPresent();
    }

    /** The agents' incidents by node, VirtualIP and family: what is remembered to tell the new ones. */
    public static Map<String, Incident> incidents(Fleet fleet) {
        Map<String, Incident> incidents = new HashMap<>();
        for (NodeRecord record : fleet.nodeStates()) {
            for (RouterStatus report : record.reports()) {
                if (report.incident() != null) {
                    incidents.put(key(record, report), report.incident());
                }
            }
        }
        return incidents;
    }

    /** Incidents that were not there a turn before. */
    public static List<Announcement> ofIncidents(Fleet fleet, Map<String, Incident> former) {
        List<Announcement> told = new ArrayList<>();
        for (NodeRecord record : fleet.nodeStates()) {
            for (RouterStatus report : record.reports()) {
                Incident incident = report.incident();
                if (incident != null && !incident.equals(former.get(key(record, report)))) {
                    told.add(new Announcement(
                            report.virtualIP(),
                            report.uid(),
                            true,
                            incident.reason(),
                            "Report",
                            record.name() + ": " + incident.message()));
                }
            }
        }
        return told;
    }

    private static String key(NodeRecord record, RouterStatus report) {
        return record.name() + "/" + report.virtualIP() + "/" + report.family();
    }
}
