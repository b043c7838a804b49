package io.vipoperator.node.loop;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a router stands for election: what the operator or a file asks for, before anything that the node finds out.
 *
 * @param priority base priority, 0..255; 255 is the owner, 0 an observer
 * @param yieldBelow the best base priority among the other members: an Active that checks or trackers bring below it hands
 *     over. Empty in a file: any fall that they cause counts
 * @param preempt Preempt_Mode
 * @param preemptDelayNanos from becoming eligible until a living, lesser Active may be preempted; 0 or more
 * @param startupDelayNanos after the start and after carrier returns nothing is claimed for so long; 0 or more
 * @param trackedInterfaces further NICs that matter, no name twice
 * @param healthChecks of this node that matter, no name twice
 */
public record Candidacy(
        int priority,
        OptionalInt yieldBelow,
        boolean preempt,
        long preemptDelayNanos,
        long startupDelayNanos,
        List<TrackedInterface> trackedInterfaces,
        List<TrackedCheck> healthChecks) {
    public Candidacy {
        trackedInterfaces = List.copyOf(trackedInterfaces);
        healthChecks = List.copyOf(healthChecks);
    }

    /** Without checks. */
    public Candidacy(
            int priority,
            OptionalInt yieldBelow,
            boolean preempt,
            long preemptDelayNanos,
            long startupDelayNanos,
            List<TrackedInterface> trackedInterfaces) {
        this(priority, yieldBelow, preempt, preemptDelayNanos, startupDelayNanos, trackedInterfaces, List.of());
    }

    /** Without checks and trackers. */
    public static Candidacy of(int priority, boolean preempt, long preemptDelayNanos, long startupDelayNanos) {
        return new Candidacy(priority, OptionalInt.empty(), preempt, preemptDelayNanos, startupDelayNanos, List.of());
    }

    /** The same with another base priority. */
    public Candidacy withPriority(int newPriority) {
        return new Candidacy(
                newPriority,
                yieldBelow,
                preempt,
                preemptDelayNanos,
                startupDelayNanos,
                trackedInterfaces,
                healthChecks);
    }

    /** The same with other checks. */
    public Candidacy withHealthChecks(List<TrackedCheck> newHealthChecks) {
        return new Candidacy(
                priority,
                yieldBelow,
                preempt,
                preemptDelayNanos,
                startupDelayNanos,
                trackedInterfaces,
                newHealthChecks);
    }

    /** Whether one of these checks matters. */
    boolean dependsOn(Set<String> checks) {
        return healthChecks.stream().anyMatch(check -> checks.contains(check.name()));
    }
}
