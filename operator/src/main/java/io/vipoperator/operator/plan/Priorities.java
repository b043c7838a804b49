package io.vipoperator.operator.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Ranks as VRRP priorities: 250, 240, 230, … A high priority makes Skew_Time, and so the takeover, short (RFC 9568
 * section 6.1). Explicit ones win: who has none ranks below the least of them. Stateless.
 */
final class Priorities {
    private static final int FIRST = 250;
    private static final int GAP = 10;

    private Priorities() {}

    /** @param ranked the best first, those with an explicit priority before all others */
    static List<Member> of(List<String> ranked, Map<String, Integer> explicit) {
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
