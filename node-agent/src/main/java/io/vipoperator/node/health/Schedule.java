package io.vipoperator.node.health;

/**
 * When a check probes. Each has its own place in the interval, by its name, so that a hundred checks don't fire together and
 * none wanders. While nothing is known of a check its probes follow each other as fast as their timeout allows. Pure.
 */
final class Schedule {
    /** The first probes of all checks of a node spread over so long, and over no more than a timeout. */
    private static final long FIRST_SPREAD_NANOS = 200_000_000L;

    /** The same where the verdict is known already. */
    private static final long KNOWN_SPREAD_NANOS = 1_000_000_000L;

    private Schedule() {}

    /** When the first probe starts of a check that is run from now on. */
    static long firstNanos(CheckSetup setup, Standing standing, long nowNanos) {
        long spreadNanos = standing == Standing.UNKNOWN
                ? Math.min(FIRST_SPREAD_NANOS, setup.timeoutNanos())
                : Math.min(KNOWN_SPREAD_NANOS, setup.intervalNanos());
        return nowNanos + place(setup.name(), spreadNanos);
    }

    /** When the next probe starts after one that has started then. */
    static long nextNanos(CheckSetup setup, Standing standing, long startedNanos) {
        if (standing == Standing.UNKNOWN) {
            return startedNanos + setup.timeoutNanos();
        }
        // A probe that started late is followed by the one after the next: two at short distance tell nothing.
        long earliestNanos = startedNanos + setup.intervalNanos() / 2 + 1;
        return earliestNanos
                + Math.floorMod(place(setup.name(), setup.intervalNanos()) - earliestNanos, setup.intervalNanos());
    }

    /** From 0 up to that, always the same for the same name; names that are alike are far apart. */
    private static long place(String name, long belowNanos) {
        long mixed = name.hashCode() * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        mixed ^= mixed >>> 32;
        return Math.floorMod(mixed, belowNanos);
    }
}
