package io.vipoperator.operator.status;

import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.NodeRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Freshness without heartbeats: an agent is asked only in doubt, by a number in its spec that it echoes. Who doesn't
 * within three seconds is not believed until it does. A pure function of fleet, memory and time.
 */
public final class Freshness {
    /** A live agent echoes within one second. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);
    /** While a doubt lasts, an answer is believed for so long. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    /** An agent that is restarted, or a Node that misses some heartbeats, is back by then. */
    static final Duration LOST_AFTER = Duration.ofSeconds(60);

    private Freshness() {}

    /**
     * What is remembered from turn to turn.
     *
     * @param started false before the first step
     * @param probes by node
     */
    public record Memory(boolean started, Map<String, Probe> probes) {
        /** Nothing is known yet: every agent that runs something will be asked. */
        public static final Memory INITIAL = new Memory(false, Map.of());

        public Memory {
            probes = Map.copyOf(probes);
        }
    }

    /**
     * What follows.
     *
     * @param memory for the next step
     * @param ask nodes whose reportRequest is to be raised
     * @param trust by node
     * @param lost nodes whose places others may take: silent, and Node or agent's pod not Ready, for a minute
     * @param wakeAt when the next step is due even if nothing happens
     */
    public record Step(
            Memory memory, Set<String> ask, Map<String, Trust> trust, Set<String> lost, Optional<Instant> wakeAt) {}

    /** One step. */
    public static Step step(Memory memory, Fleet fleet, Instant now) {
        Set<String> staleBefore = new HashSet<>();
        for (NodeRecord record : fleet.nodeStates()) {
            Probe seen = see(memory.probes().get(record.name()), record, now);
            if (stale(seen, now)) {
                staleBefore.add(record.name());
            }
        }
        Map<String, Set<Doubt>> doubts = Doubts.in(fleet, staleBefore);
        Map<String, Probe> probes = new HashMap<>();
        Map<String, Trust> trust = new HashMap<>();
        Set<String> ask = new TreeSet<>();
        Set<String> lost = new TreeSet<>();
        Optional<Instant> wakeAt = Optional.empty();
        for (NodeRecord record : fleet.nodeStates()) {
            Set<Doubt> current = new HashSet<>(doubts.getOrDefault(record.name(), Set.of()));
            Probe before = memory.probes().get(record.name());
            if (!memory.started() && Doubts.concerns(record)) {
                current.add(new Doubt(Doubt.Kind.OPERATOR_STARTED, ""));
            }
            Probe probe = remember(see(before, record, now), current, now);
            boolean asked = wantsAnswer(probe, now);
            if (asked) {
                ask.add(record.name());
            }
            probes.put(record.name(), probe);
            trust.put(record.name(), new Trust(stale(probe, now), probe.confirmed()));
            Optional<Instant> lostAt = lostAt(probe, now);
            if (lostAt.filter(at -> !now.isBefore(at)).isPresent()) {
                lost.add(record.name());
            } else {
                wakeAt = earliest(wakeAt, lostAt);
            }
            wakeAt = earliest(wakeAt, wakeAt(probe, now));
        }
        return new Step(new Memory(true, probes), ask, trust, lost, wakeAt);
    }

    /** Silence alone isn't loss: an agent that can't reach the API server goes on electing. Neither is a Node that isn't Ready. */
    private static Optional<Instant> lostAt(Probe probe, Instant now) {
        if (!stale(probe, now)) {
            return Optional.empty();
        }
        return probe.doubts().entrySet().stream()
                .filter(doubt -> switch (doubt.getKey().kind()) {
                    case NODE_NOT_READY, AGENT_NOT_READY -> true;
                    case OPERATOR_STARTED, SECOND_ACTIVE, CONTRADICTED, SILENT_AFTER_EDIT -> false;
                })
                .map(doubt -> doubt.getValue().plus(LOST_AFTER))
                .min(Instant::compareTo);
    }

    /** Takes in the numbers of request and echo. */
    private static Probe see(Probe before, NodeRecord record, Instant now) {
        boolean answered = record.reportEcho() >= record.reportRequest();
        if (before == null || before.request() != record.reportRequest()) {
            // A request of a former operator counts from now: it is unknown when it was made.
            return new Probe(
                    before == null ? Map.of() : before.doubts(),
                    record.reportRequest(),
                    before == null && answered ? Instant.MIN : now,
                    answered ? now : null,
                    before == null ? Set.of() : before.confirmed());
        }
        Instant answeredAt = before.answeredAt() != null ? before.answeredAt() : answered ? now : null;
        return new Probe(before.doubts(), before.request(), before.raisedAt(), answeredAt, before.confirmed());
    }

    private static Probe remember(Probe seen, Set<Doubt> doubts, Instant now) {
        Map<Doubt, Instant> since = new HashMap<>();
        doubts.forEach(doubt -> since.put(doubt, seen.doubts().getOrDefault(doubt, now)));
        seen.doubts().forEach((doubt, at) -> {
            // The start is a doubt until it was asked about.
            if (doubt.kind() == Doubt.Kind.OPERATOR_STARTED && !seen.raisedAt().isAfter(at)) {
                since.putIfAbsent(doubt, at);
            }
        });
        Set<String> confirmed = new HashSet<>();
        since.forEach((doubt, at) -> {
            // A question that came into sight together with the doubt may be older than it.
            boolean answeredSince = seen.answeredAt() != null && seen.raisedAt().isAfter(at);
            boolean before = seen.confirmed().contains(doubt.subject()) && !stale(seen, now);
            if (doubt.kind() == Doubt.Kind.SECOND_ACTIVE && (answeredSince || before)) {
                confirmed.add(doubt.subject());
            }
        });
        return new Probe(since, seen.request(), seen.raisedAt(), seen.answeredAt(), confirmed);
    }

    private static boolean wantsAnswer(Probe probe, Instant now) {
        if (stale(probe, now)) {
            return false;
        }
        return probe.doubts().entrySet().stream()
                .anyMatch(doubt -> !due(probe, doubt).isAfter(now));
    }

    /** When a doubt makes the operator ask: once it has lasted, and again while it lasts. */
    private static Instant due(Probe probe, Map.Entry<Doubt, Instant> doubt) {
        Instant since = doubt.getValue();
        if (!probe.raisedAt().isAfter(since)) {
            return since.plus(doubt.getKey().kind().patience());
        }
        return probe.answeredAt() == null ? Instant.MAX : probe.answeredAt().plus(ASK_AGAIN);
    }

    private static boolean stale(Probe probe, Instant now) {
        return probe.answeredAt() == null && !now.isBefore(probe.raisedAt().plus(ANSWER_WITHIN));
    }

    private static Optional<Instant> wakeAt(Probe probe, Instant now) {
        if (stale(probe, now)) {
            return Optional.empty();
        }
        Optional<Instant> next =
                probe.answeredAt() == null ? Optional.of(probe.raisedAt().plus(ANSWER_WITHIN)) : Optional.empty();
        for (Map.Entry<Doubt, Instant> doubt : probe.doubts().entrySet()) {
            Instant due = due(probe, doubt);
            if (due.isAfter(now) && due.isBefore(Instant.MAX)) {
                next = earliest(next, Optional.of(due));
            }
        }
        return next;
    }

    private static Optional<Instant> earliest(Optional<Instant> left, Optional<Instant> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.isEmpty() ? right : left;
        }
        return left.get().isBefore(right.get()) ? left : right;
    }
}
