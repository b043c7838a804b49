package io.vipoperator.node.mutation;

import java.util.List;
import java.util.stream.Stream;

/**
 * The mistakes that tests must catch. A row may name any test class of this module, a simulation too; it runs once
 * without any mistake and once with each mistake that names it.
 */
final class PlantedMistakes {
    private static final String RFC = "io.vipoperator.node.vrrp.Rfc9568Section64Test";
    private static final String BEYOND = "io.vipoperator.node.vrrp.BeyondTheRfcTest";
    private static final String YIELDING = "io.vipoperator.node.vrrp.YieldingTest";
    private static final String LATE_BACKUP = "io.vipoperator.node.vrrp.LateBackupTest";
    private static final String PAIRS = "io.vipoperator.node.vrrp.EveryStateAnswersEveryEventTest";
    private static final String INTERVALS = "io.vipoperator.node.vrrp.IntervalsTest";
    private static final String ADDRESS = "io.vipoperator.node.vrrp.IpAddressTest";
    private static final String SCENARIOS = "io.vipoperator.node.sim.ScenarioTest";
    private static final String SEEDS = "io.vipoperator.node.sim.FewSeedsTest";
    private static final String LOOP = "io.vipoperator.node.loop.RouterLoopTest";
    private static final String FAULTS = "io.vipoperator.node.loop.FaultsTest";
    private static final String ARP = "io.vipoperator.node.wire.GratuitousArpTest";

    /** In the packages vrrp and loop. */
    private static final List<PlantedMistake> PROTOCOL = List.of(
            mistake(
                    "Skew_Time is lost",
                    "vrrp/Intervals.java",
                    "return (256 - priority) * (version == 2 ? NANOS_PER_SECOND : activeIntervalNanos) / 256;",
                    "return 0;",
                    INTERVALS,
                    RFC,
                    SCENARIOS,
                    SEEDS),
            mistake(
                    "Skew_Time is divided before it is multiplied",
                    "vrrp/Intervals.java",
                    "(256 - priority) * (version == 2 ? NANOS_PER_SECOND : activeIntervalNanos) / 256",
                    "(256 - priority) / 256 * (version == 2 ? NANOS_PER_SECOND : activeIntervalNanos)",
                    INTERVALS),
            mistake(
                    "priority 0 is ignored by a Backup",
                    "vrrp/BackupSteps.java",
                    "if (advertisement.priority() == 0) {",
                    "if (advertisement.priority() == -1) {",
                    RFC,
                    SCENARIOS,
                    SEEDS),
            mistake(
                    "the tie-break is inverted",
                    "vrrp/ActiveSteps.java",
                    "source.compareTo(config.primaryAddress()) > 0",
                    "source.compareTo(config.primaryAddress()) < 0",
                    RFC,
                    SCENARIOS),
            mistake(
                    "addresses are compared as signed octets",
                    "vrrp/IpAddress.java",
                    "Arrays.compareUnsigned(octets, other.octets)",
                    "Arrays.compare(octets, other.octets)",
                    ADDRESS,
                    RFC),
            mistake(
                    "the learned interval is ignored",
                    "vrrp/BackupSteps.java",
                    "config, advertisement.intervalNanos(), source, backup.participation(), nowNanos",
                    "config, config.intervalNanos(), source, backup.participation(), nowNanos",
                    RFC,
                    SCENARIOS),
            mistake(
                    "Preempt_Mode is inverted",
                    "vrrp/BackupSteps.java",
                    "if (!config.preempt() || config.failing()) {",
                    "if (config.preempt() || config.failing()) {",
                    RFC),
            mistake(
                    "the preempt delay is ignored",
                    "vrrp/BackupSteps.java",
                    "eligibleSinceNanos() + config.preemptDelayNanos()",
                    "eligibleSinceNanos()",
                    BEYOND),
            mistake(
                    "a discarded advertisement restarts the timer",
                    "vrrp/BackupSteps.java",
                    "backup.withActiveDownAt(state.activeDownAtNanos(), TransitionReason.PreemptedLesser, source)",
                    "Entering.listening(config, config.intervalNanos(), source, backup.participation(), nowNanos)",
                    RFC),
            mistake(
                    "a Backup that wakes late takes over at once",
                    "vrrp/BackupSteps.java",
                    "return !state.overslept()",
                    "return false && !state.overslept()",
                    LATE_BACKUP),
            mistake(
                    "a Backup that always wakes late never takes over",
                    "vrrp/BackupSteps.java",
                    "return !state.overslept()",
                    "return true",
                    LATE_BACKUP),
            mistake(
                    "a losing advertisement isn't answered",
                    "vrrp/ActiveSteps.java",
                    "return losingHeard(config, state.with(participation), heard.source(), observed, nowNanos);",
                    "return stay(state.with(participation));",
                    RFC,
                    SCENARIOS),
            mistake(
                    "answers aren't paced",
                    "vrrp/Intervals.java",
                    "return Math.max(MINIMUM_ANSWER_PACE_NANOS, intervalNanos / 10);",
                    "return 0;",
                    INTERVALS,
                    BEYOND),
            mistake(
                    "addresses are announced before they are held",
                    "vrrp/Entering.java",
                    "new Effect.ClaimAddresses(),",
                    "new Effect.ClaimAddresses(), new Effect.Announce(),",
                    RFC,
                    PAIRS),
            mistake(
                    "the addresses are kept for ever when a better Active is heard",
                    "vrrp/YieldingSteps.java",
                    "List<Effect> leaving = List.of(new Effect.ReleaseAddresses());",
                    "List<Effect> leaving = List.of();",
                    RFC,
                    YIELDING,
                    PAIRS,
                    SCENARIOS,
                    SEEDS),
            mistake(
                    "an Active yields silently",
                    "vrrp/ActiveSteps.java",
                    "backup, TransitionReason.BetterActiveHeard, List.of(lastWord(config)), observed, nowNanos",
                    "backup, TransitionReason.BetterActiveHeard, List.of(), observed, nowNanos",
                    RFC,
                    BEYOND,
                    SCENARIOS),
            mistake(
                    "the last word of a preempted Active passes for a split brain",
                    "vrrp/Entering.java",
                    "nowNanos + Intervals.lastWordNanos(config.intervalNanos()),",
                    "Long.MIN_VALUE,",
                    BEYOND,
                    SCENARIOS),
            mistake(
                    "a stopped Active doesn't resign",
                    "vrrp/Entering.java",
                    "List.of(RESIGN, RESIGN, RESIGN, new Effect.Report(reason))",
                    "List.of(new Effect.Report(reason))",
                    RFC,
                    YIELDING,
                    SCENARIOS,
                    SEEDS),
            mistake(
                    "a resignation is said once, and may be lost",
                    "vrrp/Entering.java",
                    "List.of(RESIGN, RESIGN, RESIGN, new Effect.Report(reason))",
                    "List.of(RESIGN, new Effect.Report(reason))",
                    RFC,
                    YIELDING),
            mistake(
                    "an Active that must leave at once doesn't resign",
                    "vrrp/ActiveSteps.java",
                    "List.of(new Effect.Advertise(0), new Effect.ReleaseAddresses())",
                    "List.of(new Effect.ReleaseAddresses())",
                    BEYOND,
                    YIELDING),
            mistake(
                    "an Active that woke up late goes on as if nothing had happened",
                    "vrrp/ActiveSteps.java",
                    "|| !state.participation().peerHeard()) {",
                    "|| state.participation().peerHeard()) {",
                    BEYOND),
            mistake(
                    "an edited priority restarts a Backup's timer",
                    "vrrp/BackupSteps.java",
                    "state.activeDownAtNanos() + shiftNanos,",
                    "nowNanos + timerNanos(state.cause(), config, interval),",
                    BEYOND),
            mistake(
                    "an observer becomes Active",
                    "vrrp/BackupSteps.java",
                    "if (config.priority() == 0) {",
                    "if (config.priority() < 0) {",
                    BEYOND,
                    PAIRS),
            mistake(
                    "a Fault is left while reasons remain",
                    "vrrp/IdleSteps.java",
                    "if (!reasons.isEmpty()) {",
                    "if (reasons.size() > 1) {",
                    BEYOND),
            mistake(
                    "the tie-break is missing",
                    "vrrp/ActiveSteps.java",
                    "source.compareTo(config.primaryAddress()) > 0",
                    "source.compareTo(source) > 0",
                    SCENARIOS),
            mistake(
                    "the lateness of turns adds up in Adver_Timer",
                    "vrrp/ActiveSteps.java",
                    "nowNanos - dueNanos < config.intervalNanos() ? dueNanos : nowNanos",
                    "nowNanos",
                    RFC),
            mistake(
                    "an Active makes up for advertisements that it left out",
                    "vrrp/ActiveSteps.java",
                    "nowNanos - dueNanos < config.intervalNanos() ? dueNanos : nowNanos",
                    "dueNanos",
                    RFC),
            mistake(
                    "an Active that yields forgets the winner's interval",
                    "vrrp/ActiveSteps.java",
                    "advertisement.intervalNanos(),",
                    "config.intervalNanos(),",
                    SCENARIOS),
            mistake(
                    "an Active that must leave at once keeps its addresses",
                    "vrrp/ActiveSteps.java",
                    "List.of(new Effect.Advertise(0), new Effect.ReleaseAddresses())",
                    "List.of(new Effect.Advertise(0))",
                    BEYOND,
                    PAIRS,
                    SCENARIOS),
            mistake(
                    "deadlines fire before packets are heard",
                    "loop/RouterLoop.java",
                    "boolean morePackets = drainPackets();",
                    "due.fire(nowNanos); boolean morePackets = drainPackets();",
                    LOOP),
            mistake(
                    "what the kernel said before a release is believed after it",
                    "loop/Claims.java",
                    "return claim.plan().isPresent() && claim.unansweredReleases() == 0;",
                    "return claim.plan().isPresent();",
                    LOOP),
            mistake(
                    "the answer to an edited plan is believed",
                    "loop/Claims.java",
                    "plan(router).filter(answered::equals).isPresent()",
                    "plan(router).isPresent()",
                    LOOP),
            mistake(
                    "a refused address is never tried again",
                    "loop/Refusal.java",
                    "return holds ? atNanos + delayNanos : Long.MAX_VALUE;",
                    "return Long.MAX_VALUE;",
                    FAULTS,
                    SCENARIOS),
            mistake(
                    "a router starts before it can hear",
                    "loop/Placement.java",
                    "|| equipped;",
                    "|| !router.started;",
                    LOOP),
            mistake(
                    "carrier counts as soon as it returns",
                    "loop/CarrierGate.java",
                    "RETURN_DELAY_NANOS = 2_000_000_000L;",
                    "RETURN_DELAY_NANOS = 0L;",
                    LOOP,
                    SCENARIOS),
            mistake(
                    "announcements aren't sent in portions",
                    "loop/Announcer.java",
                    "MOST_FRAMES = 50;",
                    "MOST_FRAMES = 5_000;",
                    LOOP),
            mistake(
                    "a duplicate VRID pushes out the router that runs",
                    "loop/Links.java",
                    "if (router.started && router.duplicateOf.isEmpty()) {",
                    "if (router.started && router.duplicateOf.isPresent()) {",
                    FAULTS),
            mistake(
                    "a gratuitous reply names no target that Linux believes",
                    "wire/GratuitousArp.java",
                    "return ArpFrame.broadcast(ArpFrame.REPLY, mac, address, mac, address);",
                    "return ArpFrame.broadcast(ArpFrame.REPLY, mac, address, MacAddress.BROADCAST, address);",
                    ARP));

    static final List<PlantedMistake> ALL = Stream.of(PROTOCOL, PlantedWireMistakes.ALL, MistakesAboutNeighbours.ALL)
            .flatMap(List::stream)
            .toList();

    private PlantedMistakes() {}

    static PlantedMistake mistake(String name, String sourceFile, String right, String wrong, String... testClasses) {
        return new PlantedMistake(name, sourceFile, right, wrong, List.of(testClasses));
    }
}
