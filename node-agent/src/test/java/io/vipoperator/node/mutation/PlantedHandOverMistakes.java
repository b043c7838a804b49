package io.vipoperator.node.mutation;

import static io.vipoperator.node.mutation.PlantedMistakes.mistake;

import java.util.List;

/** Mistakes in handing over, in effective priorities, in groups, in version 2's timers, and in edits at run time. */
final class PlantedHandOverMistakes {
    private static final String RFC3768 = "io.vipoperator.node.vrrp.Rfc3768Section64Test";
    private static final String BEYOND = "io.vipoperator.node.vrrp.BeyondTheRfcTest";
    private static final String INTERVALS = "io.vipoperator.node.vrrp.IntervalsTest";
    private static final String YIELDING = "io.vipoperator.node.vrrp.YieldingTest";
    private static final String GROUPED = "io.vipoperator.node.vrrp.GroupedRouterTest";
    private static final String EFFECTIVE = "io.vipoperator.node.loop.EffectivePriorityTest";
    private static final String HAND_OVER = "io.vipoperator.node.loop.HandOverTest";
    private static final String RUN_TIME = "io.vipoperator.node.loop.RunTimeChangesTest";
    private static final String GROUPS = "io.vipoperator.node.loop.GroupsTest";
    private static final String LOOP = "io.vipoperator.node.loop.RouterLoopTest";

    static final List<PlantedMistake> ALL = List.of(
            mistake(
                    "version 2 counts Skew_Time from the interval",
                    "vrrp/Intervals.java",
                    "version == 2 ? NANOS_PER_SECOND : activeIntervalNanos",
                    "activeIntervalNanos",
                    INTERVALS,
                    RFC3768),
            mistake(
                    "version 2 learns the interval",
                    "vrrp/Entering.java",
                    "config.version() == 2 ? config.intervalNanos() : activeIntervalNanos",
                    "activeIntervalNanos",
                    RFC3768),
            mistake(
                    "the addresses go at the successor's first advertisement",
                    "vrrp/Intervals.java",
                    "LINGER_NANOS = 100_000_000L;",
                    "LINGER_NANOS = 1L;",
                    YIELDING,
                    LOOP),
            mistake(
                    "each advertisement of the successor prolongs the hand-over",
                    "vrrp/YieldingSteps.java",
                    "state.answered() ? state.with(next) : state.answeredUntil(",
                    "state.answeredUntil(",
                    YIELDING),
            mistake(
                    "a stop waits for ever for a successor with a long interval",
                    "vrrp/Intervals.java",
                    "Math.min(handOverNanos, LONGEST_STOP_NANOS)",
                    "handOverNanos",
                    INTERVALS,
                    YIELDING),
            mistake(
                    "a weakened Active gives the addresses up although nobody answers",
                    "vrrp/YieldingSteps.java",
                    "case FOLLOW -> true;",
                    "case FOLLOW -> false;",
                    YIELDING,
                    HAND_OVER,
                    GROUPS),
            mistake(
                    "a stopped Active goes on if nobody answers",
                    "vrrp/YieldingSteps.java",
                    "case STOP -> false;",
                    "case STOP -> true;",
                    YIELDING,
                    LOOP),
            mistake(
                    "who is alone in losing its address gives up",
                    "vrrp/YieldingSteps.java",
                    "state.faults().equals(Set.of(FaultReason.AddressRemoved))",
                    "state.faults().isEmpty()",
                    YIELDING,
                    HAND_OVER),
            mistake(
                    "a group is in Fault at once with a member whose address is removed",
                    "loop/Groups.java",
                    "fault != FaultReason.AddressRemoved || !router.isHolding()",
                    "!fault.name().isEmpty()",
                    GROUPS),
            mistake(
                    "all addresses go with the first one that is announced elsewhere",
                    "vrrp/YieldingSteps.java",
                    "return next.handedOver().containsAll(config.installed())",
                    "return !next.handedOver().isEmpty()",
                    YIELDING),
            mistake(
                    "a failing router preempts",
                    "vrrp/BackupSteps.java",
                    "if (!config.preempt() || config.failing()) {",
                    "if (!config.preempt()) {",
                    YIELDING,
                    BEYOND),
            mistake(
                    "the preempt delay protects a failing Active",
                    "vrrp/BackupSteps.java",
                    "return activeFails || nowNanos",
                    "return (activeFails && config.failing()) || nowNanos",
                    BEYOND),
            mistake(
                    "a router becomes Active without its group",
                    "vrrp/BackupSteps.java",
                    "? stay(Entering.ready(config, state, nowNanos))",
                    "? Entering.active(config, state.participation(), state.cause(), nowNanos)",
                    GROUPED,
                    GROUPS),
            mistake(
                    "a tie is decided for each router of a group alone",
                    "vrrp/ActiveSteps.java",
                    "&& config.group() != GroupRole.FURTHER",
                    "",
                    GROUPED,
                    GROUPS),
            mistake(
                    "a group becomes Active with a half",
                    "loop/GroupDecision.java",
                    "member.standing() == Standing.OTHER",
                    "member.standing() == null",
                    GROUPS),
            mistake(
                    "who leaves a group leaves the others behind",
                    "loop/GroupDecision.java",
                    "if (group.stream().noneMatch(Member::hasLeft)) {",
                    "if (!group.isEmpty()) {",
                    GROUPS),
            mistake(
                    "a new router with a fault takes a live group down",
                    "loop/GroupDecision.java",
                    "(member.hasJoined() || !live)",
                    "(member.hasJoined() || live)",
                    GROUPS),
            mistake(
                    "a second failure hands over once more",
                    "loop/EffectivePriority.java",
                    "(!was.weakened() && is.weakened())",
                    "is.weakened()",
                    EFFECTIVE),
            mistake(
                    "a failing check moves nothing off a node of priority 1",
                    "loop/EffectivePriority.java",
                    "boolean fell = lowest || value",
                    "boolean fell = value",
                    EFFECTIVE),
            mistake(
                    "the failing band doesn't keep the order",
                    "loop/EffectivePriority.java",
                    "(HIGHEST - base) / STEP",
                    "(HIGHEST - base) / 17",
                    EFFECTIVE,
                    GROUPS),
            mistake(
                    "a check takes the owner's priority",
                    "loop/EffectivePriority.java",
                    "base == OWNER || base == OBSERVER",
                    "base == OBSERVER",
                    EFFECTIVE),
            mistake(
                    "any fall hands over, however good the others are",
                    "loop/EffectivePriority.java",
                    "value < candidacy.yieldBelow().orElse(OWNER)",
                    "value < OWNER",
                    EFFECTIVE,
                    HAND_OVER),
            mistake(
                    "a tracked interface counts as lost at once",
                    "loop/Trackers.java",
                    "before == null ? CarrierGate.first(running)",
                    "before == null || !running ? CarrierGate.first(running)",
                    HAND_OVER),
            mistake(
                    "a replaced router takes the addresses along",
                    "loop/Stepper.java",
                    "router.predecessor.ifPresent(former -> former.ownsClaim = false);",
                    "",
                    RUN_TIME),
            mistake(
                    "a replaced router doesn't hand over to a better one under the new VRID",
                    "loop/Routers.java",
                    "(old.isActive() && followsABetterOne(router))",
                    "false",
                    RUN_TIME));

    private PlantedHandOverMistakes() {}
}
