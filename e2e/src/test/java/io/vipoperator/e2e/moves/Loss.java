package io.vipoperator.e2e.moves;

import io.vipoperator.e2e.probe.Asked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a client lost, and what is not to be blamed on anybody: while a host came late with the answer from its own address, which no move touches, the machine
 * itself stood still. Pure.
 *
 * @param lost questions without an answer, outside of stalls
 * @param excused questions without an answer in stalls
 * @param broken connections that were opened, but ended before the host said who it is
 * @param asked all questions
 * @param stalledMillis how long the machine stood still, all in all
 * @param servers who answered each address, in the order of their first answers
 */
record Loss(
        List<Asked> lost,
        List<Asked> excused,
        List<Asked> broken,
        int asked,
        long stalledMillis,
        Map<String, String> servers) {
    private static final long STALL_NANOS = 5_000_000;

    /** The questions just before it may have been held up by the same stall. */
    private static final long NEIGHBOUR_NANOS = 2_000_000;

    /** A handshake whose first packet was lost goes on after a second. */
    private static final long SLOWEST_CONNECTION_NANOS = 900_000_000;

    private record Stall(long fromNanos, long toNanos) {}

    /** Of what a client saw; the last second is not judged, since answers may be on their way. */
    static Loss of(List<Asked> all) {
        long endNanos = all.stream().mapToLong(Asked::sentNanos).max().orElse(0) - 1_000_000_000L;
        List<Stall> stalls = stalls(all);
        List<Asked> lost = new ArrayList<>();
        List<Asked> excused = new ArrayList<>();
        List<Asked> broken = new ArrayList<>();
        Map<String, String> servers = new HashMap<>();
        int asked = 0;
        for (Asked one : all) {
            if (MoveSegment.OWN_ADDRESSES.contains(one.address()) || one.sentNanos() > endNanos) {
                continue;
            }
            asked++;
            if (isLost(one)) {
                (isIn(stalls, one) ? excused : lost).add(one);
            } else if (one.server() == '?') {
                broken.add(one);
            } else {
                servers.merge(
                        one.address(),
                        String.valueOf(one.server()),
                        (before, now) -> before.endsWith(now) ? before : before + now);
            }
        }
        long stalled = stalls.stream()
                        .mapToLong(one -> one.toNanos() - one.fromNanos())
                        .sum()
                / 1_000_000;
        return new Loss(lost, excused, broken, asked, stalled, servers);
    }

    private static boolean isLost(Asked one) {
        return one.answeredNanos() == 0
                || (one.kind() == Asked.Kind.CONNECTION
                        && one.answeredNanos() - one.sentNanos() > SLOWEST_CONNECTION_NANOS);
    }

    /** A late answer from a host's own address, or none. */
    private static List<Stall> stalls(List<Asked> all) {
        List<Stall> each = new ArrayList<>();
        for (Asked one : all) {
            if (!MoveSegment.OWN_ADDRESSES.contains(one.address())) {
                continue;
            }
            long answered = one.answeredNanos() == 0 ? one.sentNanos() + 1_000_000_000L : one.answeredNanos();
            if (answered - one.sentNanos() >= STALL_NANOS) {
                each.add(new Stall(one.sentNanos() - NEIGHBOUR_NANOS, answered));
            }
        }
        each.sort(Comparator.comparingLong(Stall::fromNanos));
        List<Stall> stalls = new ArrayList<>();
        for (Stall one : each) {
            if (!stalls.isEmpty() && stalls.getLast().toNanos() >= one.fromNanos()) {
                Stall last = stalls.removeLast();
                stalls.add(new Stall(last.fromNanos(), Math.max(last.toNanos(), one.toNanos())));
            } else {
                stalls.add(one);
            }
        }
        return stalls;
    }

    private static boolean isIn(List<Stall> stalls, Asked one) {
        return stalls.stream()
                .anyMatch(stall -> stall.fromNanos() <= one.sentNanos() && one.sentNanos() <= stall.toNanos());
    }

    /** In one line. */
    String figures() {
        return String.format(
                Locale.ROOT,
                "asked %d, lost %d, broken %d, in stalls %d (of %d ms) %s",
                asked,
                lost.size(),
                broken.size(),
                excused.size(),
                stalledMillis,
                servers);
    }

    /** Which were lost, and when, in milliseconds of the monotonic clock. */
    String details() {
        TreeSet<String> lines = new TreeSet<>();
        List<Asked> all = new ArrayList<>(lost);
        all.addAll(broken);
        for (Asked one : all) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%.1f %s %s %s %s%s",
                    one.sentNanos() / 1e6,
                    one.address(),
                    one.kind(),
                    one.failure(),
                    one.answeredNanos() == 0
                            ? "unanswered"
                            : (one.answeredNanos() - one.sentNanos()) / 1_000_000 + " ms",
                    lost.contains(one) ? "" : " (broken)"));
        }
        return String.join("\n", lines.stream().limit(60).toList());
    }
}
