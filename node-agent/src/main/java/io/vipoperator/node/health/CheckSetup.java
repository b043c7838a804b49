package io.vipoperator.node.health;

/**
 * One check that this node shall run, complete.
 *
 * @param name no two checks share it
 * @param uid of the HealthCheck, empty outside Kubernetes
 * @param generation of the HealthCheck
 * @param intervalNanos from start to start
 * @param timeoutNanos of one probe, not more than the interval
 * @param healthyThreshold 1..100 successes in a row
 * @param unhealthyThreshold 1..100 failures in a row
 * @param initial before the first verdict
 * @param probe what is probed
 */
public record CheckSetup(
        String name,
        String uid,
        long generation,
        long intervalNanos,
        long timeoutNanos,
        int healthyThreshold,
        int unhealthyThreshold,
        Standing initial,
        Probe probe) {
    /** The same with another target. */
    public CheckSetup with(Probe other) {
        return new CheckSetup(
                name,
                uid,
                generation,
                intervalNanos,
                timeoutNanos,
                healthyThreshold,
                unhealthyThreshold,
                initial,
                other);
    }
}
