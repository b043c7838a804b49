package io.vipoperator.node.loop;

import io.vipoperator.node.loop.CheckVerdict.Standing;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the checks of this node say now; all routers look at the same. The loop's thread only. */
final class Verdicts {
    private Map<String, CheckVerdict> byName = Map.of();

    /** These count from now on, and no others. Returns the names of the checks that say something else than before. */
    Set<String> replace(Map<String, CheckVerdict> latest) {
        Set<String> changed = new HashSet<>(byName.keySet());
        changed.addAll(latest.keySet());
        changed.removeIf(name -> of(name).equals(latest.getOrDefault(name, CheckVerdict.UNKNOWN)));
        byName = Map.copyOf(latest);
        return changed;
    }

    CheckVerdict of(String name) {
        return byName.getOrDefault(name, CheckVerdict.UNKNOWN);
    }

    /** How those of a router stand. One without a verdict doesn't fail: an edit that adds a check moves nothing. */
    List<CheckResult> results(List<TrackedCheck> checks) {
        return checks.stream()
                .map(check -> {
                    CheckVerdict verdict = of(check.name());
                    return new CheckResult(check.effect(), verdict.failing(), verdict.number());
                })
                .toList();
    }

    /** Those that fail, in a sentence each. */
    List<String> failures(List<TrackedCheck> checks) {
        return checks.stream()
                .filter(check -> of(check.name()).failing())
                .map(this::sentence)
                .toList();
    }

    /** What is said of a check that fails. */
    String sentence(TrackedCheck check) {
        return check.name() + ": " + of(check.name()).message();
    }

    /** The names of those that have no verdict yet. */
    List<String> unknown(List<TrackedCheck> checks) {
        return checks.stream()
                .map(TrackedCheck::name)
                .filter(name -> of(name).standing() == Standing.UNKNOWN)
                .toList();
    }
}
