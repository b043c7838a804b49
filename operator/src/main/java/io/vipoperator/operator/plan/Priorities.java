package io.vipoperator.operator.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ranks as VRRP priorities: 250, 240, 230, … A high priority makes Skew_Time, and so the takeover, short (RFC 9568
 * section 6.1). Explicit ones win: who has none ranks below the least of them. Stateless.
 */
final class Priorities {
    private static final int FIRST = 250;
    private static final int GAP = 10;
    /** 255 is the owner's. */
    private static final int HIGHEST = 254;

    private Priorities() {}

    /**
     * The members with their priorities, the best first.
     *
     * @param ranked the best first, those with an explicit priority before all others
     * @param wished is first whatever the explicit priorities say, if it is the first of the ranked
     */
    static List<Member> of(List<String> ranked, Map<String, Integer> explicit, Optional<String> wished) {
        boolean called =
                wished.isPresent() && !ranked.isEmpty() && ranked.get(0).equals(wished.get());
        if (!called || explicit.isEmpty()) {
            return of(ranked, explicit);
        }
        List<Member> members = new ArrayList<>();
        int best = 0;
        for (Member other : of(ranked.subList(1, ranked.size()), explicit)) {
            // Nobody may be as good as the one that is wished for.
            int priority = Math.min(other.priority(), HIGHEST - 1);
            best = Math.max(best, priority);
            members.add(new Member(other.nodeName(), priority));
        }
        int own = explicit.getOrDefault(wished.get(), 0);
        members.add(0, new Member(wished.get(), own > best ? own : Math.min(HIGHEST, best + GAP)));
        return members;
    }

    private static List<Member> of(List<String> ranked, Map<String, Integer> explicit) {
        int lowest = ranked.stream()
                .filter(explicit::containsKey)
                .mapToInt(explicit::get)
                .min()
                .orElse(FIRST + GAP);
        long computed = ranked.stream().filter(n -> !explicit.containsKey(n)).count();
        int gap = (int) Math.max(1, Math.min(GAP, lowest / (computed + 1)));
        List<Member> members = new ArrayList<>();
        int next = lowest - gap;
        for (String node : ranked) {
            Integer asked = explicit.get(node);
            if (asked == null) {
                members.add(new Member(node, Math.max(1, next)));
                next -= gap;
            } else {
                members.add(new Member(node, asked));
            }
        }
        return members;
    }
}
