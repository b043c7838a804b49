package io.vipoperator.e2e;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Who held an address when, from the changes on each node. Pure.
 *
 * @param changes in any order
 * @param untilMicros since the epoch: what holds then is counted until then
 */
public record HoldingTimes(List<Change> changes, long untilMicros) {

    /** On {@code node} the address is there, or not, from {@code atMicros} (since the epoch) on. */
    public record Change(String node, boolean held, long atMicros) {}

    /** What several held together, the longest time without a break. */
    public record Together(double longestMillis, List<String> nodes) {}

    public HoldingTimes {
        changes = changes.stream()
                .sorted(Comparator.comparingLong(Change::atMicros))
                .toList();
    }

    /** Who holds it at the end. */
    public List<String> holders() {
        TreeSet<String> holders = new TreeSet<>();
        changes.forEach(change -> apply(holders, change));
        return List.copyOf(holders);
    }

    /** The longest time for which two or more nodes had it at once; 0 if that never was. */
    public Together longestTogether() {
        TreeSet<String> holders = new TreeSet<>();
        Together longest = new Together(0, List.of());
        TreeSet<String> involved = new TreeSet<>();
        long since = 0;
        for (Change change : changes) {
            boolean before = holders.size() > 1;
            apply(holders, change);
            if (!before && holders.size() > 1) {
                since = change.atMicros();
                involved.clear();
            }
            if (holders.size() > 1) {
                involved.addAll(holders);
            }
            if (before && holders.size() <= 1) {
                longest = longer(longest, since, change.atMicros(), involved);
            }
        }
        return holders.size() > 1 ? longer(longest, since, untilMicros, involved) : longest;
    }

    /** How often the address came to a node that didn't have it. */
    public long moves() {
        TreeSet<String> holders = new TreeSet<>();
        long moves = 0;
        for (Change change : changes) {
            if (change.held() && !holders.contains(change.node())) {
                moves++;
            }
            apply(holders, change);
        }
        return moves;
    }

    private static Together longer(Together longest, long since, long until, TreeSet<String> nodes) {
        double millis = (until - since) / 1000.0;
        return millis > longest.longestMillis() ? new Together(millis, List.copyOf(nodes)) : longest;
    }

    private static void apply(TreeSet<String> holders, Change change) {
        if (change.held()) {
            holders.add(change.node());
        } else {
            holders.remove(change.node());
        }
    }
}
