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
import java.util.function.ToIntFunction;

/**
 * One election as the ranks see it: who may take part, who is wished for, who does already. Immutable.
 *
 * @param vip the VirtualIP's name, or its group's
 * @param load on each member
 * @param eligible nodes, by name
 * @param maxMembers 1..16
 * @param explicit priorities of nodes, 1..254
 * @param preferred sums of the weights of matching preferences
 * @param recorded planned priorities of the nodes that are members now
 * @param away eligible nodes that are not to be chosen while others can be
 * @param active members of now that hold the addresses; one in all common cases
 * @param wished the node that shall be first, while it is there
 */
record Contender(
        String vip,
        Load load,
        List<String> eligible,
        int maxMembers,
        Map<String, Integer> explicit,
        Map<String, Integer> preferred,
        Map<String, Integer> recorded,
        Set<String> away,
        Set<String> active,
        Optional<String> wished) {

    /**
     * @param party the VirtualIPs of the election, who sets its terms first
     * @param checkBytes by a check's name
     */
    static Contender of(
            String name,
            List<VipRequest> party,
            List<String> eligible,
            Presence presence,
            Programmed programmed,
            ToIntFunction<String> checkBytes) {
        VipRequest vip = party.get(0);
        Load load = party.stream().map(member -> Load.of(member, checkBytes)).reduce(Load.NONE, Load::plus);
        Map<String, Integer> explicit = new HashMap<>();
        Map<String, Integer> preferred = new HashMap<>();
        Map<String, Integer> recorded = new HashMap<>();
        Set<String> away = new TreeSet<>();
        NodeRules rules = vip.spec().nodes();
        for (String node : eligible) {
            programmed.priority(vip.name(), node).ifPresent(p -> recorded.put(node, p));
            if (presence.away(node, recorded.containsKey(node))) {
                away.add(node);
            }
            FleetNode seen = presence.node(node);
            if (rules == null) {
                continue;
            }
            explicitPriority(rules, node, seen).ifPresent(p -> explicit.put(node, p));
            if (seen != null) {
                preferred.put(node, weight(rules, seen));
            }
        }
        Set<String> active = new TreeSet<>(presence.actives(vip.name()));
        active.retainAll(recorded.keySet());
        Optional<String> wished = Groups.wish(party).map(Wish::nodeName);
        return new Contender(
                        name, load, eligible, vip.maxMembers(), explicit, preferred, recorded, away, active, wished)
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
        Optional<String> there = wished.filter(n -> rest.contains(n) && !away.contains(n));
        return new Contender(vip, load, rest, maxMembers, explicit, preferred, stay, away, active, there);
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

    /** An explicit priority beats a preference, a preference beats the record, the record beats chance; chance is a fixed hash. */
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
                .thenComparingInt(n -> preferred.getOrDefault(n, 0))
                .reversed();
    }

    /** Nodes that the spec allows to be first. */
    List<String> topCandidates() {
        if (wished.isPresent()) {
            return List.of(wished.get());
        }
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
