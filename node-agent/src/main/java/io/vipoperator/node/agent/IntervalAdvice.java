package io.vipoperator.node.agent;

import io.vipoperator.node.loop.RouterPhase;
import io.vipoperator.node.loop.RouterReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which routers have a shorter advertisement interval than this node can keep, and which one it could. A loop that is late by more
 * than a third of Active_Down_Interval (RFC 9568 section 6.1) is one hiccup of the network away from a failover that nobody
 * needed. The advised interval is twice as long as the loop was ever late, so that a third of what follows from it is twice that,
 * too. Pure.
 */
final class IntervalAdvice {
    private static final long CENTISECOND_NANOS = 10_000_000L;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int LONGEST_CENTISECONDS = 4095;
    private static final int LONGEST_SECONDS = 255;
    /** The message is for people: who has hundreds of routers learns enough from the first. */
    private static final int MOST_NAMED = 5;

    private IntervalAdvice() {}

    /**
     * What to say.
     *
     * @param routers of this node
     * @param worstLatenessNanos of the loop in the last hour
     * @return one sentence for each router, empty if there is none to advise
     */
    static String of(List<RouterReport> routers, long worstLatenessNanos) {
        List<String> sentences = new ArrayList<>();
        int more = 0;
        for (RouterReport router : routers) {
            Optional<String> sentence = of(router, worstLatenessNanos);
            if (sentence.isPresent() && sentences.size() < MOST_NAMED) {
                sentences.add(sentence.get());
            } else if (sentence.isPresent()) {
                more++;
            }
        }
        if (more > 0) {
            sentences.add("and " + more + " more routers");
        }
        return String.join("; ", sentences);
    }

    /** The interval in nanoseconds that would do for a loop that is so late; one that the version can say. */
    static long advisedNanos(int version, long worstLatenessNanos) {
        return version == 2
                ? Math.clamp(steps(2 * worstLatenessNanos, SECOND_NANOS), 1, LONGEST_SECONDS) * SECOND_NANOS
                : Math.clamp(steps(2 * worstLatenessNanos, CENTISECOND_NANOS), 1, LONGEST_CENTISECONDS)
                        * CENTISECOND_NANOS;
    }

    private static Optional<String> of(RouterReport router, long worstLatenessNanos) {
        long intervalNanos = router.setup().intervalNanos();
        long downNanos = downNanos(router.effectivePriority(), intervalNanos);
        long advisedNanos = advisedNanos(router.setup().dialect().version(), worstLatenessNanos);
        if (router.state() == RouterPhase.FAULT
                || worstLatenessNanos <= downNanos / 3
                || advisedNanos <= intervalNanos) {
            return Optional.empty();
        }
        return Optional.of(router.setup().key() + ": an interval of " + millis(intervalNanos)
                + " ms is too short for this node, whose loop was late by " + millis(worstLatenessNanos)
                + " ms in the last hour, more than a third of the " + millis(downNanos)
                + " ms after which a Backup takes over; an advertisementIntervalMilliseconds of " + millis(advisedNanos)
                + " would do");
    }

    /** Active_Down_Interval, whose skew of version 2 differs by less than what matters here. */
    private static long downNanos(int priority, long intervalNanos) {
        return 3 * intervalNanos + (256 - priority) * intervalNanos / 256;
    }

    private static long steps(long nanos, long stepNanos) {
        return Math.ceilDiv(nanos, stepNanos);
    }

    private static long millis(long nanos) {
        return Math.ceilDiv(nanos, 1_000_000L);
    }
}
