package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.AddressMode;
import io.vipoperator.operator.plan.Reason;
import io.vipoperator.operator.plan.Refusal;
import io.vipoperator.operator.plan.VipPlan;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges one VirtualIP: accepted, programmed, ready, degraded, in conflict. Stateless, knows no time. */
final class Verdicts {
    private Verdicts() {}

    static Verdict accepted(VipPlan plan) {
        if (plan.accepted()) {
            return new Verdict(true, Reason.Accepted, "the spec can be carried out");
        }
        String all = plan.refusals().stream().map(Refusal::message).collect(Collectors.joining("; "));
        return new Verdict(false, plan.refusals().get(0).reason(), all);
    }

    static Verdict programmed(VipPlan plan, Election election) {
        if (!plan.accepted()) {
            return new Verdict(false, Reason.NotAccepted, "the last accepted spec runs on");
        }
        long generation = plan.request().generation();
        List<String> silent = election.names(row -> !row.fresh());
        List<String> behind = election.names(row -> row.fresh() && !row.runs(generation));
        String silence = silent.isEmpty() ? "" : "; no fresh report from " + String.join(", ", silent);
        if (!behind.isEmpty()) {
            return new Verdict(
                    false,
                    Reason.Programming,
                    "generation " + generation + " does not run yet on " + String.join(", ", behind) + silence);
        }
        if (silent.size() == election.members().size()) {
            return new Verdict(false, Reason.MembersSilent, "no fresh report from " + String.join(", ", silent));
        }
        return new Verdict(true, Reason.Programmed, "every member with a fresh report runs this generation" + silence);
    }

    static Verdict ready(VipPlan plan, Election election, Optional<MemberRow> holder) {
        if (!plan.accepted()) {
            return new Verdict(false, Reason.NotAccepted, "this generation is refused; the last accepted spec runs on");
        }
        if (holder.isEmpty()) {
            return nobody(plan, election);
        }
        MemberRow active = holder.get();
        if (!active.runs(plan.request().generation())) {
            return new Verdict(
                    false,
                    Reason.Programming,
                    active.node() + " is Active and does not run generation "
                            + plan.request().generation() + " yet");
        }
        List<String> rivals = election.rivals(plan.request().name());
        if (!rivals.isEmpty()) {
            return new Verdict(false, Reason.MultipleActive, "Active on " + String.join(", ", rivals));
        }
        boolean installs = plan.request().spec().addressMode() != AddressMode.ElectOnly;
        if (installs && !active.holdsAll()) {
            return new Verdict(
                    false, Reason.AddressesNotHeld, active.node() + " is Active and does not hold all addresses");
        }
        return new Verdict(true, Reason.Active, active.node() + " is Active");
    }

    private static Verdict nobody(VipPlan plan, Election election) {
        List<String> behind = election.names(
                row -> !row.runs(plan.request().generation()) && !row.trust().stale());
        if (!behind.isEmpty() && behind.size() == election.members().size()) {
            return new Verdict(false, Reason.Programming, "does not run yet on " + String.join(", ", behind));
        }
        if (election.foreignActive()) {
            return new Verdict(
                    false,
                    Reason.ForeignActive,
                    "a router outside is Active: " + String.join(", ", election.foreign()));
        }
        List<String> lost = election.names(row -> row.trust().stale() && row.saysActive());
        if (!lost.isEmpty()) {
            return new Verdict(
                    false,
                    Reason.ReportStale,
                    "last reported Active, silent since: " + String.join(", ", lost) + "; no other member is Active");
        }
        List<String> halves = election.halves();
        if (!halves.isEmpty()) {
            return new Verdict(
                    false, Reason.NoActive, "no member is Active for both families: " + String.join(", ", halves));
        }
        return new Verdict(false, Reason.NoActive, "no member is Active");
    }

    static Verdict degraded(VipPlan plan, Election election, List<Incidents.Finding> incidents) {
        int able = election.names(row -> row.active() || row.backup()).size();
        String counted = able + " of " + plan.wantedMembers() + " members could hold the addresses";
        TreeMap<Reason, String> found = new TreeMap<>();
        if (able == 1) {
            found.put(Reason.SingleMember, counted);
        } else if (able == 0 || able < plan.wantedMembers()) {
            found.put(Reason.TooFewMembers, counted);
        }
        election.members().stream()
                .filter(row -> row.fresh() && Reason.HealthCheckFailed.name().equals(row.reason()))
                .forEach(row -> found.merge(
                        Reason.HealthCheckFailed,
                        row.node() + ": " + row.status().message(),
                        Verdicts::join));
        incidents.forEach(f -> found.merge(f.reason(), f.text(), Verdicts::join));
        plan.warnings().forEach(w -> found.merge(w.reason(), w.message(), Verdicts::join));
        if (found.isEmpty()) {
            return new Verdict(false, Reason.EnoughMembers, counted);
        }
        return new Verdict(true, found.firstKey(), String.join("; ", found.values()));
    }

    static Verdict conflict(VipPlan plan, Election election, List<Incidents.Finding> incidents) {
        TreeMap<Reason, String> found = new TreeMap<>();
        List<String> rivals = election.rivals(plan.request().name());
        if (!rivals.isEmpty()) {
            found.put(Reason.MultipleActive, "Active and confirmed: " + String.join(", ", rivals));
        }
        if (!election.coexists() && !election.foreign().isEmpty()) {
            found.put(
                    Reason.ForeignRouter,
                    "virtual router ID " + plan.virtualRouterID().orElse(0) + " is advertised by "
                            + String.join(", ", election.foreign()));
        }
        for (MemberRow row : election.rows()) {
            // In the words of its incident, which so isn't told twice.
            row.reports().stream()
                    .filter(r -> row.fresh() && Reason.AddressConflict.name().equals(r.reason()))
                    .map(r -> row.node() + (row.families().size() > 1 ? " " + r.family() : "") + ": " + r.message())
                    .forEach(text -> found.merge(Reason.AddressConflict, text, Verdicts::join));
        }
        incidents.forEach(f -> found.merge(f.reason(), f.text(), Verdicts::join));
        if (found.isEmpty()) {
            return new Verdict(false, Reason.NoConflict, "nobody else holds the addresses");
        }
        return new Verdict(true, found.firstKey(), String.join("; ", found.values()));
    }

    private static String join(String left, String right) {
        return left.contains(right) ? left : left + ", " + right;
    }
}
