package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.RouterConfig;
import java.util.List;

/**
 * What checks and trackers leave of a router's base priority. They never change 255, the owner's, and 0, an observer's. Pure.
 *
 * @param value 0..255, as advertised
 * @param failing in the failing band, 1..16
 * @param weakened brought so low that an Active hands over
 */
record EffectivePriority(int value, boolean failing, boolean weakened) {
    private static final int OWNER = 255;
    private static final int OBSERVER = 0;
    /** The operator gives priorities from here down, at least ten apart. */
    private static final int HIGHEST = 250;

    private static final int STEP = 10;

    /** The priority under these results. */
    static EffectivePriority of(Candidacy candidacy, List<CheckResult> results) {
        int base = candidacy.priority();
        if (base == OWNER || base == OBSERVER) {
            return new EffectivePriority(base, false, false);
        }
        boolean lowest = results.stream().anyMatch(one -> one.failing() && one.effect() instanceof CheckEffect.Lowest);
        int healthy = base;
        int now = base;
        for (CheckResult result : results) {
            if (result.effect() instanceof CheckEffect.Weight(int weight)) {
                healthy += Math.max(weight, 0);
                now += counts(weight, result.failing()) ? weight : 0;
            }
        }
        int value = lowest ? lowest(base) : clamped(now);
        boolean fell = value < clamped(healthy);
        boolean failing = lowest || (fell && value <= RouterConfig.HIGHEST_FAILING);
        return new EffectivePriority(
                value, failing, fell && value < candidacy.yieldBelow().orElse(OWNER));
    }

    /** Whether the results have just become such that an Active hands over, and no edit of the candidacy did it. */
    static boolean weakens(Candidacy candidacy, List<CheckResult> before, List<CheckResult> now) {
        return !of(candidacy, before).weakened() && of(candidacy, now).weakened();
    }

    /**
     * The base priority's place in the failing band: 16 - (250 - base) / 10, at least 1 and at most 16. At most 16 members
     * with the operator's priorities (250, 240, ... 100) keep their order and never tie. Priorities of a file that are less than
     * ten apart, or below 100, may: then the address decides, as ever.
     */
    static int lowest(int base) {
        int place = RouterConfig.HIGHEST_FAILING - (HIGHEST - base) / STEP;
        return Math.max(1, Math.min(RouterConfig.HIGHEST_FAILING, place));
    }

    /** Keepalived's way: a positive weight is a bonus of the healthy, a negative one a malus of the failing. */
    private static boolean counts(int weight, boolean failing) {
        return weight > 0 ? !failing : failing;
    }

    private static int clamped(int priority) {
        return Math.max(1, Math.min(254, priority));
    }
}
