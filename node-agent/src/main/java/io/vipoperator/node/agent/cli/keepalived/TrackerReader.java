package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.NamedEffect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what an instance or a group watches. Pure but for the ledger. */
final class TrackerReader {
    private TrackerReader() {}

    /** Out of the block of an instance or a sync group. */
    static Instance.Trackers read(Block block, Map<String, Check> checks) {
        List<NamedEffect> healthChecks = new ArrayList<>();
        List<NamedEffect> interfaces = new ArrayList<>();
        Map<String, Place> places = new HashMap<>();
        for (String kind : List.of("script", "file", "process")) {
            for (Statement line : lines(block, "track_" + kind)) {
                Check check = checks.get(kind + " " + line.name());
                if (check == null) {
                    block.ledger()
                            .notExpressed(
                                    line,
                                    "is not defined: there is no vrrp_" + (kind.equals("script") ? "" : "track_") + kind
                                            + " of that name");
                    continue;
                }
                weight(line, check.weight(), block.ledger()).ifPresent(weight -> {
                    add(healthChecks, new NamedEffect(check.name(), Check.effect(weight)), line, block.ledger());
                    places.put(check.name(), line.place());
                });
            }
        }
        for (Statement line : lines(block, "track_interface")) {
            if (line.name().length() > 15) {
                block.ledger().notExpressed(line, "a NIC's name has at most 15 characters");
                continue;
            }
            weight(line, 0, block.ledger())
                    .ifPresent(weight ->
                            add(interfaces, new NamedEffect(line.name(), Check.effect(weight)), line, block.ledger()));
        }
        return new Instance.Trackers(healthChecks, interfaces, places);
    }

    private static List<Statement> lines(Block block, String option) {
        List<Statement> lines = new ArrayList<>();
        for (Statement one : block.all(option)) {
            block.ledger().expressed(one);
            if (!one.arguments().isEmpty()) {
                Statement inline = new Statement(one.place(), one.arguments(), Optional.empty());
                lines.add(inline);
            }
            lines.addAll(one.inner());
        }
        return lines;
    }

    private static void add(List<NamedEffect> list, NamedEffect tracker, Statement line, Ledger ledger) {
        if (list.stream().anyMatch(one -> one.name().equals(tracker.name()))) {
            ledger.notExpressed(line, "is tracked already");
        } else {
            list.add(tracker);
        }
    }

    /** Empty, and said so, if it counts otherwise than by a weight. */
    private static Optional<Integer> weight(Statement line, int otherwise, Ledger ledger) {
        List<String> words = line.arguments();
        if (words.contains("reverse")) {
            ledger.notExpressed(
                    line, "reverse has no counterpart: write a HealthCheck that fails when the address must go");
            return Optional.empty();
        }
        List<String> relevant =
                words.stream().filter(word -> !word.equals("noreverse")).toList();
        boolean weighted = relevant.size() >= 2 && relevant.get(0).equals("weight");
        Optional<Integer> weight = weighted ? Numbers.whole(relevant.get(1)) : Optional.of(otherwise);
        int understood = weighted ? 2 : 0;
        if (weight.isEmpty() || relevant.size() > understood) {
            ledger.altered(
                    line,
                    "must be a name and \"weight N\": the rest (\""
                            + String.join(" ", relevant.subList(weight.isEmpty() ? 0 : understood, relevant.size()))
                            + "\") is left out");
        } else if (Math.abs(weight.get()) > 253) {
            ledger.altered(line, "a weight of more than 253 means no more than 253");
        } else {
            ledger.expressed(line);
        }
        return Optional.of(weight.orElse(otherwise));
    }
}
