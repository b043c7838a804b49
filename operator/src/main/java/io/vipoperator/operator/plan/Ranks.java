package io.vipoperator.operator.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who is first, second, third. First places are kept as recorded and then spread: over nodes that may hold the same
 * VirtualIPs they differ by at most one, and no more move than that takes. Confined to one plan.
 */
final class Ranks {
    private final Map<String, Load> used;
    private final Map<String, Integer> firstPlaces = new HashMap<>();
    private final Map<String, String> tops = new TreeMap<>();

    /** @param used what refused VirtualIPs go on to use, by node */
    Ranks(Map<String, Load> used) {
        this.used = new HashMap<>(used);
    }

    /** Members by VirtualIP, the best first; an empty list where no eligible node has room. */
    Map<String, List<Member>> assign(List<Contender> contenders) {
        List<Contender> ordered =
                contenders.stream().sorted(Comparator.comparing(Contender::vip)).toList();
        // Members that are there already have their room, whoever comes first by name.
        ordered.forEach(contender -> contender.recorded().keySet().forEach(node -> occupy(contender, node)));
        keep(ordered);
        place(ordered);
        level(ordered);
        Map<String, List<Member>> members = new HashMap<>();
        for (Contender contender : ordered) {
            members.put(contender.vip(), Priorities.of(members(contender), contender.explicit(), contender.wished()));
        }
        return members;
    }

    private void keep(List<Contender> ordered) {
        for (Contender contender : ordered) {
            contender.topCandidates().stream()
                    .filter(contender.recorded()::containsKey)
                    .min(keeps(contender))
                    .ifPresent(node -> crown(contender, node));
        }
    }

    /** A single member is the Active, whoever ranks first: to keep another would move the addresses for nothing. */
    private static Comparator<String> keeps(Contender contender) {
        Comparator<String> order = contender.order();
        return contender.maxMembers() == 1
                ? Comparator.comparing((String n) -> !contender.active().contains(n))
                        .thenComparing(order)
                : order;
    }

    private void place(List<Contender> ordered) {
        for (Contender contender : ordered) {
            if (!tops.containsKey(contender.vip())) {
                leastLoaded(contender).ifPresent(node -> crown(contender, node));
            }
        }
    }

    /** The widest gaps first: else a node that gave one away would need another back. */
    private void level(List<Contender> ordered) {
        int widest = ordered.stream().mapToInt(this::gap).max().orElse(0);
        // A move pays only from a node with at least two more.
        while (widest >= 2) {
            for (Contender contender : ordered) {
                if (gap(contender) >= widest) {
                    crown(contender, leastLoaded(contender).orElseThrow());
                }
            }
            widest = ordered.stream().mapToInt(this::gap).max().orElse(0);
        }
    }

    private int gap(Contender contender) {
        String top = tops.get(contender.vip());
        return top == null
                ? 0
                : leastLoaded(contender)
                        .map(least -> firsts(top) - firsts(least))
                        .orElse(0);
    }

    private Optional<String> leastLoaded(Contender contender) {
        return contender.topCandidates().stream()
                .filter(node -> hasRoom(contender, node))
                .min(Comparator.comparing((String node) -> contender.away().contains(node))
                        .thenComparingInt(this::firsts)
                        .thenComparing(contender.order()));
    }

    private void crown(Contender contender, String node) {
        String before = tops.put(contender.vip(), node);
        if (before != null) {
            firstPlaces.merge(before, -1, Integer::sum);
            if (!contender.recorded().containsKey(before)) {
                used.merge(before, contender.load(), (all, one) -> all.minus(one));
            }
        }
        firstPlaces.merge(node, 1, Integer::sum);
        seat(contender, node);
    }

    private void seat(Contender contender, String node) {
        if (!contender.recorded().containsKey(node)) {
            occupy(contender, node);
        }
    }

    private void occupy(Contender contender, String node) {
        used.merge(node, contender.load(), Load::plus);
    }

    private int firsts(String node) {
        return firstPlaces.getOrDefault(node, 0);
    }

    private List<String> members(Contender contender) {
        String top = tops.get(contender.vip());
        List<String> members = new ArrayList<>();
        if (top != null) {
            members.add(top);
        }
        contender.eligible().stream()
                .filter(node -> !node.equals(top))
                .sorted(contender.order())
                .filter(node -> hasRoom(contender, node))
                .limit(contender.maxMembers() - members.size())
                .forEach(members::add);
        keepActive(contender, members);
        members.stream().filter(node -> !node.equals(top)).forEach(node -> seat(contender, node));
        return members;
    }

    /** Where members are more than places, the Active has the last of them rather than none, but never the first. */
    private static void keepActive(Contender contender, List<String> members) {
        boolean dropped = !contender.active().isEmpty() && members.stream().noneMatch(contender.active()::contains);
        if (dropped && members.size() > 1) {
            contender.active().stream()
                    .filter(contender.eligible()::contains)
                    .min(contender.order())
                    .ifPresent(active -> members.set(members.size() - 1, active));
        }
    }

    private boolean hasRoom(Contender contender, String node) {
        return contender.recorded().containsKey(node)
                || used.getOrDefault(node, Load.NONE).plus(contender.load()).fits();
    }
}
