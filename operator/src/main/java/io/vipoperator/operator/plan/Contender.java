package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.NodePreference;
import io.vipoperator.api.v1alpha1.NodePriority;
import io.vipoperator.api.v1alpha1.NodeRules;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One election as the ranks see it: who may take part, who is wished for, who does already. Immutable.
 *
 * @param vip the VirtualIP's name
 * @param eligible nodes, by name
 * @param maxMembers 1..16
 * @param explicit priorities of nodes, 1..254
 * @param wishes sums of the weights of matching preferences
 * @param recorded planned priorities of the nodes that are members now
 * @param away eligible nodes that are not to be chosen while others can be
 * @param active members of now that hold the addresses; one in all common cases
 */
record Contender(
        String vip,
        List<String> eligible,
        int maxMembers,
        Map<String, Integer> explicit,
        Map<String, Integer> wishes,
        Map<String, Integer> recorded,
        Set<String> away,
        Set<String> active) {

    static Contender of(VipRequest vip, List<String> eligible, Presence presence, Programmed programmed) {
        Map<String, Integer> explicit = new HashMap<>();
        Map<String, Integer> wishes = new HashMap<>();
        Map<String, Integer> recorded = new HashMap<>();
        Set<String> away = new TreeSet<>();
        NodeRules rules = vip.spec().nodes();
        for (String name : eligible) {
            programmed.priority(vip.name(), name).ifPresent(p -> recorded.put(name, p));
            if (presence.away(name, recorded.containsKey(name))) {
                away.add(name);
            }
            FleetNode node = presence.node(name);
            if (rules == null) {
                continue;
            }
            explicitPriority(rules, name, node).ifPresent(p -> explicit.put(name, p));
            if (node != null) {
                wishes.put(name, weight(rules, node));
            }
        }
        Set<String> active = new TreeSet<>(presence.actives(vip.name()));
        active.retainAll(recorded.keySet());
        return new Contender(vip.name(), eligible, vip.maxMembers(), explicit, wishes, recorded, away, active)
                .withoutReplaceable();
    }

    /** Who is away keeps place and rank for as long as nobody who is there could have the place, members before others. */
    private Contender withoutReplaceable() {
        int present = eligible.size() - away.size();
        List<String> replaceable = away.stream()
                .sorted(Comparator.comparing((String n) -> !recorded.containsKey(n))
                        .thenComparing(order()))
                .skip(Math.max(0, maxMembers - present))
                .toList();
        List<String> rest =
                eligible.stream().filter(n -> !replaceable.contains(n)).toList();
        Map<String, Integer> stay = new HashMap<>(recorded);
        replaceable.forEach(stay::remove);
        return new Contender(vip, rest, maxMembers, explicit, wishes, stay, away, active);
    }

    private static Optional<Integer> explicitPriority(NodeRules rules, String name, FleetNode node) {
        return Values.orEmpty(rules.priorities()).stream()
                .filter(p -> p.nodeName() != null
                        ? p.nodeName().equals(name)
                        : node != null && Selectors.matches(p.selector(), node.labels()))
                .map(NodePriority::priority)
                .findFirst();
    }

    private static int weight(NodeRules rules, FleetNode node) {
        return Values.orEmpty(rules.preferences()).stream()
                .filter(p -> Selectors.matches(p.selector(), node.labels()))
                .mapToInt(NodePreference::weight)
                .sum();
    }

    /** An explicit priority beats a wish, a wish beats the record, the record beats chance; chance is a fixed hash. */
    Comparator<String> order() {
        return standing()
                .thenComparing(Comparator.comparingInt((String n) -> recorded.getOrDefault(n, 0))
                        .reversed())
                .thenComparingInt(n -> mix(vip + "/" + n))
                .thenComparing(Comparator.naturalOrder());
    }

    /** What the spec says of a node; equal for nodes between which the planner is free to choose. */
    Comparator<String> standing() {
        return Comparator.comparingInt((String n) -> explicit.getOrDefault(n, 0))
                .thenComparingInt(n -> wishes.getOrDefault(n, 0))
                .reversed();
    }

    /** Nodes that the spec allows to be first. */
    List<String> topCandidates() {
        Comparator<String> standing = standing();
        String best = eligible.stream().min(standing).orElseThrow();
        return eligible.stream().filter(n -> standing.compare(n, best) == 0).toList();
    }

    /** Spreads similar names over the whole range. */
    private static int mix(String text) {
        int hash = text.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 15)) * 0x85EBCA6B;
    }
}
