package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.Incident;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.operator.plan.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The incidents of one VirtualIP as the operator has seen them come, by its own clock: the agents' clocks are shown, never
 * compared. One that doesn't change for ten minutes is over. Immutable; a pure function of reports, memory and time.
 *
 * @param seen by node, family and reason
 */
public record Incidents(Map<Key, Seen> seen) {
    static final Incidents NONE = new Incidents(Map.of());
    static final Duration RECENT = Duration.ofMinutes(10);
    /** After an edit has reached the last member, the others' words about its former state may still be on their way. */
    static final Duration SETTLED_AFTER = Duration.ofSeconds(5);

    /** What the agent calls an answer to an Active that lost: of one outside, it means that its VRID is ours. */
    private static final String LOSING_ACTIVE = "SplitBrainHealed";

    private static final Set<Reason> CONFLICTS = EnumSet.of(Reason.AddressConflict, Reason.GroupHalfElsewhere);
    private static final Set<Reason> DEGRADING = EnumSet.of(
            Reason.AuthenticationFailed,
            Reason.FirewallDropsVRRP,
            Reason.MldSnooping,
            Reason.SecondInterfaceInSegment,
            Reason.VersionDiffers,
            Reason.ChecksumFormDiffers,
            Reason.IntervalDiffers,
            Reason.AddressListDiffers,
            Reason.PeerNotConfigured,
            Reason.TtlTooLow);
    /** What members of different generations say of each other. */
    private static final Set<Reason> OF_EDITS = EnumSet.of(
            Reason.AuthenticationFailed,
            Reason.VersionDiffers,
            Reason.ChecksumFormDiffers,
            Reason.IntervalDiffers,
            Reason.AddressListDiffers,
            Reason.PeerNotConfigured);

    /** @param node that reports it */
    public record Key(String node, Family family, String reason) {}

    /**
     * One kind of incident at one node.
     *
     * @param incident the last
     * @param outsider its message names somebody who is no node
     * @param at when the operator saw it change; {@link Instant#MIN} if it is not to be shown
     */
    public record Seen(Incident incident, boolean outsider, Instant at) {
        boolean recent(Instant now) {
            return at.isAfter(now.minus(RECENT));
        }
    }

    public Incidents {
        seen = Map.copyOf(seen);
    }

    /**
     * One turn.
     *
     * @param fresh false at the operator's first look: it can't tell how old an incident is
     * @param settled no edit is on its way, nor has been a moment ago
     */
    Incidents next(List<MemberRow> rows, Outsiders outsiders, boolean fresh, boolean settled, Instant now) {
        Map<Key, Seen> next = new HashMap<>();
        for (MemberRow row : rows) {
            for (RouterStatus report : row.reports()) {
                Incident incident = report.incident();
                if (incident == null || incident.reason() == null) {
                    continue;
                }
                Key key = new Key(row.node(), report.family(), incident.reason());
                Seen before = seen.get(key);
                boolean outsider = outsiders.namedIn(incident.message());
                boolean ofEdit = !settled
                        && !outsider
                        && reason(incident.reason()).filter(OF_EDITS::contains).isPresent();
                boolean same = before != null && before.incident().equals(incident);
                next.put(key, same ? before : new Seen(incident, outsider, fresh && !ofEdit ? now : Instant.MIN));
            }
        }
        seen.forEach((key, before) -> {
            if (before.recent(now)) {
                next.putIfAbsent(key, before);
            }
        });
        return new Incidents(next);
    }

    /** Recent ones that mean Conflict, with what to say of each. */
    List<Finding> conflicts(boolean coexists, boolean bothFamilies, Instant now) {
        return findings(bothFamilies, now).stream()
                .map(f -> f.reason() == null && f.outsider() && !coexists
                        ? new Finding(Reason.ForeignRouter, f.text(), f.outsider())
                        : f)
                .filter(f -> f.reason() == Reason.ForeignRouter || CONFLICTS.contains(f.reason()))
                .toList();
    }

    /** Recent ones that mean Degraded. */
    List<Finding> degrading(boolean bothFamilies, Instant now) {
        return findings(bothFamilies, now).stream()
                .filter(f -> DEGRADING.contains(f.reason()))
                .toList();
    }

    /**
     * What one says.
     *
     * @param reason null where an Active was answered that has lost
     */
    record Finding(Reason reason, String text, boolean outsider) {}

    private List<Finding> findings(boolean bothFamilies, Instant now) {
        return seen.entrySet().stream()
                .filter(e -> e.getValue().recent(now))
                .filter(e -> e.getKey().reason().equals(LOSING_ACTIVE)
                        || reason(e.getKey().reason()).isPresent())
                .sorted(Comparator.comparing(
                                (Map.Entry<Key, Seen> e) -> e.getKey().node())
                        .thenComparing(e -> e.getKey().family())
                        .thenComparing(e -> e.getKey().reason()))
                .map(e -> new Finding(
                        reason(e.getKey().reason()).orElse(null),
                        e.getKey().node() + (bothFamilies ? " " + e.getKey().family() : "") + ": "
                                + e.getValue().incident().message(),
                        e.getValue().outsider()))
                .toList();
    }

    private static Optional<Reason> reason(String word) {
        return Arrays.stream(Reason.values())
                .filter(r -> r.name().equals(word))
                .filter(r -> CONFLICTS.contains(r) || DEGRADING.contains(r))
                .findFirst();
    }

    /** When the next one is over. */
    Optional<Instant> wakeAt(Instant now) {
        return seen.values().stream()
                .filter(s -> s.recent(now))
                .map(s -> s.at().plus(RECENT))
                .min(Comparator.naturalOrder());
    }
}
