package io.vipoperator.operator.write;

/** Where the planner says that a HealthCheck's status is to be written. */
public interface CheckWakeups {
    /** Must not block. */
    void checkDiffers(String healthCheck);
}
