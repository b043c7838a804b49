package io.vipoperator.e2e.bench;

/**
 * One probe and its fate.
 *
 * @param sentNanos {@link System#nanoTime} of its sending
 * @param answeredNanos of its answer; 0 where none came
 * @param answeredBy the number of the host that answered; 0 where none did
 */
record Probe(long sentNanos, long answeredNanos, int answeredBy) {
    /** An answer that took longer was queued somewhere: the client's user did not get it in time. */
    private static final long LATE_NANOS = 100_000_000;

    boolean isAnswered() {
        return answeredBy != 0 && answeredNanos - sentNanos <= LATE_NANOS;
    }
}
