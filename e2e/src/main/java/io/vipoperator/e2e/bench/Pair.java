package io.vipoperator.e2e.bench;

import java.time.Duration;
import java.util.List;

/** One product on both hosts: the preferred host one and its Backup, host two. Owned by the benchmark's main thread. */
final class Pair implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    /** After the start both sides have the same time to come to rest. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final RouterSetup setup;
    private final Speaker one;
    private final Speaker two;

    private Pair(Speaker.Kind kind, RouterSetup setup) {
        this.setup = setup;
        one = kind.on(Segment.ONE, setup.withPriority(RouterSetup.ACTIVE_PRIORITY));
        two = kind.on(Segment.TWO, setup.withPriority(RouterSetup.BACKUP_PRIORITY));
    }

    /** Starts host one, and host two when one takes part; returns when both have settled. */
    static Pair startPreferredFirst(Speaker.Kind kind, RouterSetup setup) {
        Pair pair = new Pair(kind, setup);
        try {
            pair.one.start();
            awaitListening(pair.one);
            Wait.during(SETTLE.plus(pair.downInterval()));
            pair.two.start();
            awaitListening(pair.two);
            Wait.during(SETTLE);
            return pair;
        } catch (RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    /** Starts both and returns when both take part and have settled. */
    static Pair start(Speaker.Kind kind, RouterSetup setup) {
        Pair pair = new Pair(kind, setup);
        try {
            pair.one.start();
            pair.two.start();
            awaitListening(pair.one);
            awaitListening(pair.two);
            Wait.during(SETTLE.plus(pair.downInterval()));
            return pair;
        } catch (RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    static void awaitListening(Speaker speaker) {
        if (!Wait.until(START_LIMIT, speaker::isListening)) {
            throw new IllegalStateException("a speaker did not join VRRP's group within " + START_LIMIT);
        }
    }

    /** Returns when host one has been Active for a while, undisturbed. */
    void awaitOneActive(Prober prober) {
        Duration limit = START_LIMIT.plus(downInterval());
        Duration hold =
                Duration.ofMillis(300 + (2L * setup.intervalsMilliseconds().getLast()));
        if (!Wait.untilSteady(limit, hold, () -> prober.isAnsweredBy(Segment.ONE))) {
            throw new IllegalStateException(
                    "host one did not hold " + RouterSetup.address(setup.firstVirtualRouterID()) + " within " + limit);
        }
    }

    RouterSetup setup() {
        return setup;
    }

    Speaker one() {
        return one;
    }

    Speaker two() {
        return two;
    }

    private Duration downInterval() {
        return Duration.ofMillis(setup.withPriority(RouterSetup.BACKUP_PRIORITY).activeDownIntervalMilliseconds());
    }

    @Override
    public void close() {
        // Killed, so that the end of a measurement can't fail; what the kernel still holds goes with the addresses
        // below.
        for (Speaker speaker : List.of(two, one)) {
            speaker.kill();
        }
        Segment.removeVirtualAddresses(setup.nics());
    }
}
