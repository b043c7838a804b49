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
    /** The operator gives priorities from 254 or less down, at least ten apart. */
    private static final int HIGHEST = 254;

    private static final int STEP = 10;

    /** The priority under these results. */
    static EffectivePriority of(Candidacy candidacy, List<CheckResult> results) {
        int base = candidacy.priority();
        if (base == OWNER || base == OBSERVER) {
            return new EffectivePriority(base, false, false);
        }
        boolean lowest = results.stream().anyMatch(one -> one.failing() && one.effect() instanceof CheckEffect.Lowest);
        long healthy = base;
        long now = base;
        for (CheckResult result : results) {
            if (result.effect() instanceof CheckEffect.Weight(int weight)) {
                long counted = counted(weight, result);
                healthy += Math.max(result.number().isPresent() ? counted : weight, 0);
                now += counted;
            }
        }
        int value = lowest ? lowest(base) : clamped(now);
        // A base priority of 1 can't fall, and yet whoever is sound is better.
        boolean fell = lowest || value < clamped(healthy);
        boolean failing = fell && (lowest || value <= RouterConfig.HIGHEST_FAILING);
        return new EffectivePriority(
                value, failing, fell && value < candidacy.yieldBelow().orElse(OWNER));
    }

    /**
     * Whether the results have just become such that an Active hands over, and no edit of the candidacy did it. The number in
     * a file has no best value that it falls from: one that brings the priority from there up to below the bound does it, too.
     */
    static boolean weakens(Candidacy candidacy, List<CheckResult> before, List<CheckResult> now) {
        EffectivePriority was = of(candidacy, before);
        EffectivePriority is = of(candidacy, now);
        int bound = candidacy.yieldBelow().orElse(OWNER);
        return (!was.weakened() && is.weakened()) || (was.value() >= bound && is.value() < bound);
    }

    /** Whether fewer fail than before, and that raises the priority: from now on the preempt delay counts. */
    static boolean recovers(Candidacy candidacy, List<CheckResult> before, List<CheckResult> now) {
        return failing(now) < failing(before)
                && of(candidacy, now).value() > of(candidacy, before).value();
    }

    /**
     * The base priority's place in the failing band: 16 - (254 - base) / 10, at least 1 and at most 16. At most 16 members
     * with the operator's priorities (250, 240, ... 100, or 254, 244, ...) keep their order and never tie. Priorities of a
     * file that are less than ten apart, or below 100, may: then the address decides, as ever.
     */
    static int lowest(int base) {
        int place = RouterConfig.HIGHEST_FAILING - (HIGHEST - base) / STEP;
        return Math.max(1, Math.min(RouterConfig.HIGHEST_FAILING, place));
    }

    /**
     * Keepalived's way: a positive weight is a bonus of the healthy, a negative one a malus of the failing, and the number in a
     * file is multiplied with it. A file that is missing or holds no number is a failure like any other.
     */
    private static long counted(int weight, CheckResult result) {
        if (result.number().isPresent()) {
            return (long) weight * result.number().getAsInt();
        }
        boolean counts = weight > 0 ? !result.failing() : result.failing();
        return counts ? weight : 0;
    }

    private static long failing(List<CheckResult> results) {
        return results.stream().filter(CheckResult::failing).count();
    }

    private static int clamped(long priority) {
        return (int) Math.max(1, Math.min(254, priority));
    }
}
