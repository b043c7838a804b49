package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.MemberStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.operator.plan.Reason;
import io.vipoperator.operator.plan.Values;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One node's part in an election, with how far its word counts. Two families are two virtual routers and one row: it is
 * what the lesser of them is.
 *
 * @param node the node
 * @param priority as planned; empty for a node that is to leave and still holds the addresses
 * @param families that it shall run, or still runs
 * @param reports the last of each family, IPv4 first; empty if it has never reported
 * @param trust in the reports
 */
record MemberRow(
        String node, Optional<Integer> priority, List<Family> families, List<RouterStatus> reports, Trust trust) {
    MemberRow {
        reports = reports.stream()
                .filter(r -> families.contains(r.family()))
                .sorted(Comparator.comparing(RouterStatus::family))
                .toList();
    }

    boolean fresh() {
        return !reports.isEmpty() && !trust.stale();
    }

    boolean saysActive() {
        return state() == RouterState.Active;
    }

    boolean active() {
        return fresh() && saysActive();
    }

    /** One family alone is no whole Active, and may be one too many. */
    boolean active(Family family) {
        return fresh() && reports.stream().anyMatch(r -> r.family() == family && r.state() == RouterState.Active);
    }

    boolean backup() {
        return fresh() && state() == RouterState.Backup;
    }

    boolean confirmed(String vip) {
        return trust.confirmed().contains(vip);
    }

    boolean runs(long generation) {
        return !reports.isEmpty()
                && reports.size() == families.size()
                && reports.stream().allMatch(r -> Values.orZero(r.appliedGeneration()) >= generation);
    }

    boolean holdsAll() {
        return reports.stream()
                .flatMap(r -> Values.orEmpty(r.addresses()).stream())
                .map(AddressStatus::state)
                .allMatch("Held"::equals);
    }

    /** Of the lesser router; Unknown without a report. */
    RouterState state() {
        if (reports.isEmpty()) {
            return RouterState.Unknown;
        }
        RouterState least = lesser().state();
        boolean partial = reports.size() < families.size();
        return partial && rank(least) > rank(RouterState.Initialize) ? RouterState.Initialize : least;
    }

    /** RFC 3339, when the whole row entered its state; may be null. */
    String since() {
        return reports.stream()
                .filter(r -> r.state() == lesser().state())
                .map(RouterStatus::since)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Of the lesser router; may be null. */
    String reason() {
        return lesser().reason();
    }

    private RouterStatus lesser() {
        return reports.stream()
                .min(Comparator.comparingInt(r -> rank(r.state())))
                .orElseThrow();
    }

    /** From what keeps the whole from being Active the most. */
    private static int rank(RouterState state) {
        return switch (state) {
            case Fault -> 0;
            case Unknown, Unrecognized -> 1;
            case Initialize -> 2;
            case Backup -> 3;
            case Yielding -> 4;
            case Active -> 5;
        };
    }

    MemberStatus status() {
        if (reports.isEmpty()) {
            return row(RouterState.Unknown, null, null, null, Reason.MembersSilent.name(), "no report yet");
        }
        String nic = reports.stream()
                .map(RouterStatus::interfaceName)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (trust.stale()) {
            return row(
                    RouterState.Unknown,
                    nic,
                    null,
                    null,
                    Reason.ReportStale.name(),
                    "last reported " + state() + ", did not answer within 3 s");
        }
        Integer effective = reports.stream()
                .map(RouterStatus::effectivePriority)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return row(state(), nic, effective, since(), reason(), message());
    }

    /** Names the family where only one has something to say, or both differ. */
    private String message() {
        if (families.size() < 2) {
            return lesser().message();
        }
        boolean differ = reports.size() < families.size()
                || reports.stream().map(RouterStatus::state).distinct().count() > 1;
        String text = families.stream()
                .map(family -> reports.stream()
                        .filter(r -> r.family() == family)
                        .findFirst()
                        .map(r -> said(r, differ))
                        .orElse(family + ": no report yet"))
                .filter(said -> !said.isEmpty())
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? null : text;
    }

    private static String said(RouterStatus report, boolean state) {
        String message = report.message() == null ? "" : report.message();
        if (!state) {
            return message.isEmpty() ? "" : report.family() + ": " + message;
        }
        return report.family() + ": " + report.state() + (message.isEmpty() ? "" : ", " + message);
    }

    private MemberStatus row(
            RouterState state, String nic, Integer effective, String since, String reason, String message) {
        return new MemberStatus(
                node, nic, state, priority.orElse(null), effective, since, reason, Texts.bounded(message, Texts.ROW));
    }
}
