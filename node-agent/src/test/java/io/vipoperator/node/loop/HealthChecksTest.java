package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.PEER;
import static io.vipoperator.node.loop.LoopUnderTest.eth0;
import static io.vipoperator.node.loop.LoopUnderTest.inGroup;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.CheckVerdict.Standing;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.TransitionReason;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the verdicts of health checks do to routers. The best of the others has 240; preemption is Never unless said. */
class HealthChecksTest {
    private static final CheckEffect LOWEST = new CheckEffect.Lowest();
    private static final CheckEffect FAULT = new CheckEffect.Fault();

    private static CheckEffect weight(int weight) {
        return new CheckEffect.Weight(weight);
    }

    private static RouterSetup depending(int number, int priority, TrackedCheck... checks) {
        return depending(number, priority, false, 0, checks);
    }

    private static RouterSetup depending(
            int number, int priority, boolean preempt, long delayNanos, TrackedCheck... checks) {
        return setup(number, priority, 1)
                .with(new Candidacy(
                        priority, OptionalInt.of(240), preempt, delayNanos, 0, List.of(), Arrays.asList(checks)));
    }

    private static TrackedCheck check(String name, CheckEffect effect) {
        return new TrackedCheck(name, effect);
    }

    private static CheckVerdict healthy() {
        return new CheckVerdict(Standing.HEALTHY, "GET http://127.0.0.1/healthz: 200", OptionalInt.empty());
    }

    private static CheckVerdict failing() {
        return new CheckVerdict(Standing.FAILING, "GET http://127.0.0.1/healthz: 503", OptionalInt.empty());
    }

    private static CheckVerdict unknown() {
        return new CheckVerdict(Standing.UNKNOWN, "", OptionalInt.empty());
    }

    private static CheckVerdict number(int number) {
        return new CheckVerdict(
                number < 0 ? Standing.FAILING : Standing.HEALTHY, "/run/weight: " + number, OptionalInt.of(number));
    }

    private static void judge(LoopUnderTest test, String name, CheckVerdict verdict) {
        judge(test, Map.of(name, verdict));
    }

    private static void judge(LoopUnderTest test, Map<String, CheckVerdict> verdicts) {
        test.inbox.offer(new Command.Judge(verdicts));
        test.turn();
    }

    private static LoopUnderTest active(RouterSetup setup) {
        LoopUnderTest test = LoopUnderTest.running(setup);
        Map<String, CheckVerdict> all = new LinkedHashMap<>();
        setup.candidacy().healthChecks().forEach(check -> all.put(check.name(), healthy()));
        judge(test, all);
        test.turnAfterMillis(2_000);
        test.turnAfterMillis(400);
        test.held(1, false);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        test.calls.clear();
        return test;
    }

    private static String advertise(int priority) {
        return "advertise 51 priority " + priority + " on 2 from 10.0.0.11 to 224.0.0.18";
    }

    @Test
    void aRouterJoinsOnlyAfterTheFirstVerdictOfEachOfItsChecks() {
        LoopUnderTest test = LoopUnderTest.running(depending(1, 250, check("nginx", LOWEST), check("dns", FAULT)));
        test.turnAfterMillis(5_000);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.INITIALIZE);
        assertThat(test.report(1).message()).isEqualTo("waits for the first verdict of health check nginx, dns");

        judge(test, Map.of("nginx", healthy(), "dns", unknown()));
        test.turnAfterMillis(5_000);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.INITIALIZE);
        assertThat(test.report(1).message()).isEqualTo("waits for the first verdict of health check dns");

        judge(test, Map.of("nginx", healthy(), "dns", healthy()));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(1).message()).isEmpty();
    }

    @Test
    void aFaultThatEndsBeforeTheFirstVerdictLetsNobodyIn() {
        LoopUnderTest test = LoopUnderTest.running(depending(1, 250, check("nginx", LOWEST)));
        test.tell(new KernelEvent.InterfacesChanged(List.of(LoopUnderTest.nic(ETH0, "eth0", false, "10.0.0.11", 1))));
        test.turnAfterMillis(200);
        assertThat(test.report(1).faults()).containsExactly(FaultReason.InterfaceDown);
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0())));
        test.turnAfterMillis(2_100);
        test.turnAfterMillis(1_000);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.INITIALIZE);
        assertThat(test.calls).isEmpty();

        judge(test, "nginx", healthy());
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
    }

    @Test
    void whoFailsFromTheBeginningJoinsInTheFailingBand() {
        LoopUnderTest test = LoopUnderTest.running(depending(1, 250, check("nginx", LOWEST)));
        judge(test, "nginx", failing());
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(1).effectivePriority()).isEqualTo(16);
        test.turnAfterMillis(400);
        assertThat(test.takeCalls()).startsWith(advertise(16));
    }

    @Test
    void aVerdictThatIsThereBeforeTheRouterLetsItBeginAtOnce() {
        LoopUnderTest test = LoopUnderTest.running();
        judge(test, "nginx", healthy());
        test.apply(depending(1, 250, check("nginx", LOWEST)));
        test.tell(new KernelEvent.Listening(ETH0));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
    }

    @Test
    void anActiveWhoseCheckFailsHandsOverInTheSameTurnAndSaysWhy() {
        LoopUnderTest test = active(depending(1, 250, check("nginx", LOWEST)));

        judge(test, "nginx", failing());

        assertThat(test.takeCalls()).startsWith(advertise(0), advertise(0), advertise(0));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.YIELDING);
        assertThat(test.report(1).reason()).isEqualTo(TransitionReason.Weakened);
        assertThat(test.report(1).effectivePriority()).isEqualTo(16);
        assertThat(test.report(1).checkFailing()).isTrue();
        assertThat(test.report(1).message()).isEqualTo("nginx: GET http://127.0.0.1/healthz: 503");
    }

    @Test
    void itKeepsTheAddressIfNobodyBetterAnswersAndHandsOverOnce() {
        LoopUnderTest test = active(depending(1, 250, check("nginx", LOWEST)));
        judge(test, "nginx", failing());
        test.turnAfterMillis(400);
        test.held(1, false);
        assertThat(test.report(1).reason()).isEqualTo(TransitionReason.NoSuccessor);
        test.calls.clear();

        judge(test, "nginx", new CheckVerdict(Standing.FAILING, "connection refused", OptionalInt.empty()));
        test.turnAfterMillis(1_000);
        assertThat(test.calls).contains(advertise(16)).doesNotContain(advertise(0));
        assertThat(test.report(1).message()).isEqualTo("nginx: connection refused");

        judge(test, "nginx", healthy());
        assertThat(test.takeCalls()).endsWith(advertise(250));
        assertThat(test.report(1).checkFailing()).isFalse();
    }

    @Test
    void aWeightThatLeavesItAboveTheBestOfTheOthersIsAdvertisedAtOnceAndMovesNothing() {
        LoopUnderTest test = active(depending(1, 250, check("nginx", weight(-10))));
        judge(test, "nginx", failing());
        assertThat(test.takeCalls()).containsExactly(advertise(240));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(1).checkFailing()).isTrue();
    }

    @Test
    void severalEffectsAddUpUntilTheyHandOver() {
        LoopUnderTest test = active(depending(1, 250, check("nginx", weight(-6)), check("dns", weight(-5))));
        judge(test, Map.of("nginx", failing(), "dns", healthy()));
        assertThat(test.takeCalls()).containsExactly(advertise(244));
        judge(test, Map.of("nginx", failing(), "dns", failing()));
        assertThat(test.takeCalls()).startsWith(advertise(0), advertise(0), advertise(0));
        assertThat(test.report(1).effectivePriority()).isEqualTo(239);
        assertThat(test.report(1).message())
                .isEqualTo("nginx: GET http://127.0.0.1/healthz: 503; dns: GET http://127.0.0.1/healthz: 503");
    }

    @Test
    void aCheckWhoseFailureIsAFaultTakesTheRouterOutAndBack() {
        LoopUnderTest test = active(depending(1, 250, check("nginx", FAULT)));

        judge(test, "nginx", failing());
        assertThat(test.takeCalls()).startsWith(advertise(0), advertise(0), advertise(0));
        assertThat(test.report(1).faults()).containsExactly(FaultReason.HealthCheckFailed);
        assertThat(test.report(1).message()).isEqualTo("nginx: GET http://127.0.0.1/healthz: 503");

        test.hear(PEER, 51, 100);
        test.turnAfterMillis(100);
        assertThat(test.takeCalls()).endsWith("release vip-1");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.FAULT);

        judge(test, "nginx", healthy());
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(1).reason()).isEqualTo(TransitionReason.FaultCleared);
    }

    @Test
    void theNumberInAFileIsMultipliedWithTheWeight() {
        LoopUnderTest test = active(depending(1, 250, check("file", weight(-2))));
        judge(test, "file", number(3));
        assertThat(test.takeCalls()).containsExactly(advertise(244));
        judge(test, "file", number(-1));
        assertThat(test.takeCalls()).containsExactly(advertise(252));
        judge(test, "file", number(6));
        assertThat(test.takeCalls()).startsWith(advertise(0), advertise(0), advertise(0));
        assertThat(test.report(1).effectivePriority()).isEqualTo(238);
    }

    @Test
    void theNumberInAFileThatHasNoWeightFailsBelowZero() {
        LoopUnderTest test = active(depending(1, 250, check("file", LOWEST)));
        judge(test, "file", number(7));
        assertThat(test.report(1).effectivePriority()).isEqualTo(250);
        judge(test, "file", number(-1));
        assertThat(test.report(1).effectivePriority()).isEqualTo(16);
    }

    @Test
    void theBetterOneTakesOverFromAFailingActiveWithoutPreemptDelay() {
        LoopUnderTest test = LoopUnderTest.running(depending(1, 250, true, 30_000_000_000L, check("nginx", LOWEST)));
        judge(test, "nginx", healthy());
        for (int i = 0; i < 5; i++) {
            test.hear(PEER, 51, 16);
            test.turnAfterMillis(100);
        }
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(1).reason()).isEqualTo(TransitionReason.PreemptedLesser);
    }

    @Test
    void whoFailsTooTakesNothingFromAnActiveThatHandsOverBecauseItFails() {
        LoopUnderTest test = LoopUnderTest.running(depending(1, 250, true, 0, check("nginx", LOWEST)));
        judge(test, "nginx", failing());
        test.hear(PEER, 51, 240);
        test.hear(PEER, 51, 0);
        test.turnAfterMillis(399);
        // Nobody better has answered it.
        test.hear(PEER, 51, 15);
        for (int i = 0; i < 20; i++) {
            test.turnAfterMillis(100);
            test.hear(PEER, 51, 15);
        }
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.calls).isEmpty();
    }

    @Test
    void thePreemptDelayCountsFromTheMomentAtWhichTheCheckIsHealthyWhateverItsEffect() {
        for (CheckEffect effect : List.of(LOWEST, weight(-30))) {
            LoopUnderTest test = LoopUnderTest.running(depending(1, 250, true, 2_000_000_000L, check("nginx", effect)));
            judge(test, "nginx", healthy());
            judge(test, "nginx", failing());
            follow(test, 30);
            judge(test, "nginx", healthy());

            follow(test, 19);
            assertThat(test.report(1).state()).as(effect.toString()).isEqualTo(RouterPhase.BACKUP);
            follow(test, 6);
            assertThat(test.report(1).state()).as(effect.toString()).isEqualTo(RouterPhase.ACTIVE);
        }
    }

    /** The other one, whose priority is 240, advertises so many times. */
    private static void follow(LoopUnderTest test, int advertisements) {
        for (int i = 0; i < advertisements; i++) {
            test.hear(PEER, 51, 240);
            test.turnAfterMillis(100);
        }
    }

    @Test
    void aCheckThatAnEditAddsMovesNothingBeforeItsVerdict() {
        LoopUnderTest test = active(depending(1, 250, check("nginx", LOWEST)));
        test.apply(depending(1, 250, check("nginx", LOWEST), check("new", FAULT)));
        test.turnAfterMillis(50);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(1).message()).isEmpty();
        assertThat(test.takeCalls()).doesNotContain(advertise(0));

        judge(test, Map.of("nginx", healthy(), "new", failing()));
        assertThat(test.report(1).faults()).containsExactly(FaultReason.HealthCheckFailed);
    }

    @Test
    void anEditThatTakesTheFailingCheckAwayGivesThePriorityBackAtOnce() {
        LoopUnderTest test = active(depending(1, 250, check("nginx", weight(-5))));
        judge(test, "nginx", failing());
        test.calls.clear();
        test.apply(depending(1, 250));
        assertThat(test.takeCalls()).containsExactly(advertise(250));
        assertThat(test.report(1).checkFailing()).isFalse();
    }

    @Test
    void aRouterThatReplacesAnotherOneWaitsForNoVerdict() {
        RouterSetup before = depending(1, 250);
        LoopUnderTest test = active(before);
        RouterSetup after = setup("vip-1", 61, 250, new InterfaceRule.Name("eth0"), LoopUnderTest.addresses(1, 1))
                .with(depending(1, 250, check("new", LOWEST)).candidacy());
        test.apply(after);
        test.turnAfterMillis(400);
        assertThat(test.report(1).setup().virtualRouterID()).isEqualTo(61);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void aGroupHandsOverWholeWhenACheckOfOneFails() {
        LoopUnderTest test = LoopUnderTest.running(
                inGroup(depending(1, 250, check("nginx", LOWEST)), "web"), inGroup(depending(2, 250), "web"));
        test.turnAfterMillis(2_000);
        assertThat(test.report(2).state()).isNotEqualTo(RouterPhase.ACTIVE);
        judge(test, "nginx", healthy());
        test.turnAfterMillis(400);
        test.turnAfterMillis(400);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(2).state()).isEqualTo(RouterPhase.ACTIVE);

        judge(test, "nginx", failing());
        assertThat(test.report(1).reason()).isEqualTo(TransitionReason.Weakened);
        assertThat(test.report(2).reason()).isEqualTo(TransitionReason.GroupLeft);
    }

    @Test
    void aVerdictOfAnotherCheckTouchesNoRouter() {
        LoopUnderTest test = active(depending(1, 250, check("nginx", LOWEST)));
        int reports = test.reports.size();
        judge(test, Map.of("nginx", healthy(), "other", failing()));
        assertThat(test.reports).hasSize(reports);
    }
}
