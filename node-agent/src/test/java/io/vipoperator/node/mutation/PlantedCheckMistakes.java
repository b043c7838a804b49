package io.vipoperator.node.mutation;

import static io.vipoperator.node.mutation.PlantedMistakes.mistake;

import java.util.List;

/** Mistakes in health checks: in their arithmetic, in their runner, and in what their verdicts do to routers. */
final class PlantedCheckMistakes {
    private static final String BEYOND = "io.vipoperator.node.vrrp.BeyondTheRfcTest";
    private static final String EFFECTIVE = "io.vipoperator.node.loop.EffectivePriorityTest";
    private static final String CHECKS = "io.vipoperator.node.loop.HealthChecksTest";
    private static final String HYSTERESIS = "io.vipoperator.node.health.HysteresisTest";
    private static final String RUNNING = "io.vipoperator.node.health.ChecksTest";
    private static final String SCHEDULE = "io.vipoperator.node.health.ScheduleTest";

    static final List<PlantedMistake> ALL = List.of(
            mistake(
                    "a router joins before the first verdict of its checks",
                    "loop/Placement.java",
                    "maySpeak && router.awaited().isEmpty()",
                    "maySpeak",
                    CHECKS),
            mistake(
                    "a router that replaces another one waits for a verdict",
                    "loop/Router.java",
                    "return started || predecessor.isPresent()",
                    "return started",
                    CHECKS),
            mistake(
                    "a check whose failure is a fault is none",
                    "loop/RouterFaults.java",
                    "if (check.effect() instanceof CheckEffect.Fault",
                    "if (check.effect() instanceof CheckEffect.Lowest",
                    CHECKS),
            mistake(
                    "the preempt delay counts from the start though the check has just become healthy",
                    "vrrp/Participation.java",
                    "edit.recovered() || (edit.previous().failing() && !config.failing())",
                    "edit.previous().failing() && !config.failing()",
                    CHECKS),
            mistake(
                    "the number in a file is added without its weight",
                    "loop/EffectivePriority.java",
                    "return (long) weight * result.number().getAsInt();",
                    "return result.number().getAsInt();",
                    EFFECTIVE,
                    CHECKS),
            mistake(
                    "a number that falls below the bound hands nothing over",
                    "loop/EffectivePriority.java",
                    "|| (was.value() >= bound && is.value() < bound);",
                    ";",
                    EFFECTIVE),
            mistake(
                    "a failing Backup takes over from a failing one that resigns",
                    "vrrp/Entering.java",
                    "if (!config.failing()) {",
                    "if (config.priority() > 0) {",
                    BEYOND,
                    CHECKS),
            mistake(
                    "one failure is enough",
                    "health/Hysteresis.java",
                    "return inARow + 1 >= threshold ?",
                    "return inARow + 1 >= 1 ?",
                    HYSTERESIS,
                    RUNNING),
            mistake(
                    "failures count although successes lie between them",
                    "health/Hysteresis.java",
                    "case HEALTHY -> success ? of(standing) :",
                    "case HEALTHY -> success ? this :",
                    HYSTERESIS),
            mistake(
                    "nothing is known for ever",
                    "health/Hysteresis.java",
                    "return nowNanos >= unknownUntilNanos ? of(Standing.FAILING) : this;",
                    "return this;",
                    HYSTERESIS),
            mistake(
                    "all checks fire together",
                    "health/Schedule.java",
                    "return Math.floorMod(mixed, belowNanos);",
                    "return 0;",
                    SCHEDULE),
            mistake(
                    "a probe begins beside one that hangs",
                    "health/RunningCheck.java",
                    "if (flight.isEmpty() && prober.isPresent() && nowNanos >= nextNanos) {",
                    "if (prober.isPresent() && nowNanos >= nextNanos) {",
                    RUNNING),
            mistake(
                    "a number below zero is healthy",
                    "health/RunningCheck.java",
                    "return finding.success() && finding.number().orElse(0) >= 0;",
                    "return finding.success();",
                    RUNNING));

    private PlantedCheckMistakes() {}
}
