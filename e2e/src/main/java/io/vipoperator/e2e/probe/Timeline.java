package io.vipoperator.e2e.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns the answers, in the order they come, into what the client sees. Time is a parameter: nanoseconds of the monotonic clock, and the
 * offset that makes wall-clock milliseconds of them. Not for several threads at once.
 */
final class Timeline {

    /** Silence that is worth a line before it ends. */
    static final long SILENCE_NANOS = 100_000_000;

    /** What is asked and comes back: {@code sequence} counts the questions from 0. */
    record Answer(long sequence, long sentNanos, String server) {}

    private final long epochMillisAtNanoZero;
    private Optional<Answer> last = Optional.empty();
    private boolean silent;
    private long answered;
    private long gaps;
    private double longestGapMillis;

    Timeline(long nowNanos, long nowMillis) {
        this.epochMillisAtNanoZero = nowMillis - nowNanos / 1_000_000;
    }

    /** One answer came. One that was overtaken by a later one counts as answered and says nothing. */
    List<ProbeEvent> answer(Answer answer) {
        answered++;
        Optional<Answer> before = last;
        if (before.isPresent() && answer.sequence() <= before.get().sequence()) {
            return List.of();
        }
        boolean resumed = silent;
        last = Optional.of(answer);
        silent = false;
        List<ProbeEvent> events = new ArrayList<>();
        before.filter(previous -> answer.sequence() > previous.sequence() + 1)
                .map(previous -> gap(previous, answer))
                .ifPresent(events::add);
        if (resumed || before.isEmpty() || !before.get().server().equals(answer.server()) || !events.isEmpty()) {
            events.add(new ProbeEvent.Answered(answer.server(), millis(answer.sentNanos())));
        }
        return List.copyOf(events);
    }

    private ProbeEvent.Gap gap(Answer before, Answer after) {
        double gapMillis = (after.sentNanos() - before.sentNanos()) / 1e6;
        gaps++;
        longestGapMillis = Math.max(longestGapMillis, gapMillis);
        return new ProbeEvent.Gap(
                gapMillis,
                after.sequence() - before.sequence() - 1,
                before.server(),
                after.server(),
                millis(before.sentNanos()));
    }

    /** How many have come. */
    long answered() {
        return answered;
    }

    /** The number of the question whose answer is waited for. */
    long awaited() {
        return last.map(answer -> answer.sequence() + 1).orElse(0L);
    }

    /** All that has come is told, and the question that is {@link #awaited} was sent at {@code awaitedSentNanos}. */
    Optional<ProbeEvent> idle(long awaitedSentNanos, long nowNanos) {
        Optional<ProbeEvent> event = last.filter(answer -> !silent && nowNanos - awaitedSentNanos > SILENCE_NANOS)
                .map(answer -> new ProbeEvent.Silent(answer.server(), millis(answer.sentNanos())));
        silent = silent || event.isPresent();
        return event;
    }

    ProbeEvent.Ended ended(long sent, long stallNanos) {
        return new ProbeEvent.Ended(sent, answered, gaps, longestGapMillis, stallNanos / 1e6);
    }

    private long millis(long nanos) {
        return epochMillisAtNanoZero + nanos / 1_000_000;
    }
}
