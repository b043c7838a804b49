package io.vipoperator.node.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/** Virtual time: what happens when, always in the same order for the same seed. Keeps the last events for the failure's text. */
final class Schedule {
    private static final int REMEMBERED = 120;

    private record Entry(long atNanos, long sequence, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final Deque<String> timeline = new ArrayDeque<>();
    private long nowNanos;
    private long notes;
    private long fingerprint;
    private long sequence;

    long nowNanos() {
        return nowNanos;
    }

    void after(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    void at(long atNanos, Runnable action) {
        entries.add(new Entry(Math.max(atNanos, nowNanos), sequence++, action));
    }

    /** Runs all that is due until then, and calls the check after each. */
    void runUntil(long untilNanos, Runnable check) {
        while (!entries.isEmpty() && entries.peek().atNanos() <= untilNanos) {
            Entry entry = entries.remove();
            nowNanos = entry.atNanos();
            entry.action().run();
            check.run();
        }
        nowNanos = untilNanos;
    }

    void note(String what) {
        fingerprint = 31 * fingerprint + what.hashCode() + nowNanos;
        notes++;
        if (timeline.size() == REMEMBERED) {
            timeline.remove();
        }
        timeline.add(String.format("%12.6f s  %s", nowNanos / 1e9, what));
    }

    /** Of all that happened. */
    String fingerprint() {
        return notes + " notes, " + sequence + " events until " + nowNanos + ", hash " + fingerprint;
    }

    /** The last events, one a line. */
    String timeline() {
        return String.join("\n", timeline);
    }
}
