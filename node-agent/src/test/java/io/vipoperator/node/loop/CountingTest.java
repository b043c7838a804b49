package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.LoopUnderTest.PEER;
import static io.vipoperator.node.loop.LoopUnderTest.key;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.TransitionReason;
import org.junit.jupiter.api.Test;

/** What is counted of each router, and how long takeovers last. */
class CountingTest {
    @Test
    void eachRouterCountsWhatItSentAndHeard() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 2), setup(2, 200, 1));

        test.hear(PEER, 52, 201);
        test.hear(PEER, 52, 201);
        test.turnAfterMillis(329);
        test.held(1, false);
        test.turnAfterMillis(100);
        test.hear(PEER, 52, 0);

        RouterTally first = tally(test, 1);
        assertThat(first.advertisementsSent()).isEqualTo(2);
        assertThat(first.advertisementsReceived()).isZero();
        assertThat(first.resignationsSent()).isZero();
        assertThat(first.announcementsSent()).isEqualTo(2);
        RouterTally second = tally(test, 2);
        assertThat(second.advertisementsReceived()).isEqualTo(3);
        assertThat(second.resignationsReceived()).isEqualTo(1);
        assertThat(test.counters.advertisementsReceived()).isEqualTo(3);
    }

    @Test
    void becomingAndCeasingToBeActiveAreCountedWithTheirReason() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        assertThat(tally(test, 1).reasonsToBeActive()).isEmpty();

        test.turnAfterMillis(330);
        test.held(1, false);
        test.hear(PEER, 51, 201);
        test.hear(PEER, 51, 0);
        test.turnAfterMillis(1_000);

        RouterTally tally = tally(test, 1);
        assertThat(tally.reasonsToBeActive())
                .containsExactlyInAnyOrder(TransitionReason.ActiveDown, TransitionReason.ActiveResigned);
        assertThat(tally.becameActive(TransitionReason.ActiveDown)).isEqualTo(1);
        assertThat(tally.becameActive(TransitionReason.ActiveResigned)).isEqualTo(1);
        assertThat(tally.becameActive(TransitionReason.Owner)).isZero();
        assertThat(tally.reasonsToLeave()).containsExactly(TransitionReason.BetterActiveHeard);
        assertThat(tally.leftActive(TransitionReason.BetterActiveHeard)).isEqualTo(1);
    }

    @Test
    void anAddressThatSomebodyTookOffIsCountedAndSoIsTheIncident() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.held(1, false);

        test.tell(new KernelEvent.Lost(key(1), IpAddress.parse("10.0.1.1"), false));
        test.tell(new KernelEvent.Lost(key(1), IpAddress.parse("10.0.1.1"), true));

        RouterTally tally = tally(test, 1);
        assertThat(tally.addressesLost()).isEqualTo(2);
        assertThat(tally.incidents("AddressRemovedBySomebody")).isEqualTo(1);
        assertThat(tally.incidents("LifetimeExpired")).isEqualTo(1);
        assertThat(tally.incidentReasons()).containsExactlyInAnyOrder("AddressRemovedBySomebody", "LifetimeExpired");
    }

    @Test
    void aTakeoverLastsFromTheDeadlineUntilTheKernelHoldsTheAddresses() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));

        // Due after 321.875 ms; the loop wakes 8.125 ms late, and the kernel needs 7 ms.
        test.turnAfterMillis(330);
        assertThat(test.counters.takeovers().takeovers()).isZero();
        test.nowNanos += 7_000_000L;
        test.held(1, false);

        TakeoverDurations takeovers = test.counters.takeovers();
        assertThat(takeovers.takeovers()).isEqualTo(1);
        assertThat(takeovers.maxNanos()).isEqualTo(15_125_000L);
        assertThat(takeovers.sumNanos()).isEqualTo(15_125_000L);
        // 10 and 20 ms.
        assertThat(takeovers.atMost(3)).isZero();
        assertThat(takeovers.atMost(4)).isEqualTo(1);
        assertThat(takeovers.atMost(9)).isEqualTo(1);
    }

    @Test
    void addressesThatAreHeldOnceMoreAreNoTakeover() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.held(1, false);

        test.tell(new KernelEvent.Lost(key(1), IpAddress.parse("10.0.1.1"), false));
        test.nowNanos += 50_000_000L;
        test.held(1, true);

        assertThat(test.counters.takeovers().takeovers()).isEqualTo(1);
        assertThat(test.counters.takeovers().maxNanos()).isEqualTo(8_125_000L);
    }

    @Test
    void aTakeoverThatWasGivenUpDoesNotCount() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);

        test.hear(PEER, 51, 201);
        test.held(1, false);

        assertThat(test.counters.takeovers().takeovers()).isZero();
    }

    @Test
    void aRouterThatOnlyElectsTakesOverWithoutTheKernel() {
        RouterSetup electing = setup(1, 200, 1);
        LoopUnderTest test = LoopUnderTest.running(new RouterSetup(
                electing.key(),
                electing.uid(),
                electing.generation(),
                electing.group(),
                electing.interfaceRule(),
                electing.virtualRouterID(),
                electing.candidacy(),
                electing.dialect(),
                electing.advertised(),
                new InstallPlan(java.util.List.of(), false, true, java.util.Optional.empty()),
                electing.announcement(),
                electing.announcementForm(),
                electing.missingFeatures()));

        test.turnAfterMillis(330);

        assertThat(test.counters.takeovers().maxNanos()).isEqualTo(8_125_000L);
    }

    @Test
    void theTallyOfAStoppedRouterGoesWithIt() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1), setup(2, 200, 1));

        test.apply(setup(2, 200, 1));
        test.turnAfterMillis(10_000);

        assertThat(test.counters.tallies().of(key(1))).isEmpty();
        assertThat(test.counters.tallies().of(key(2))).isPresent();
    }

    @Test
    void theWorstLatenessOfLateIsTakenOnce() {
        LoopCounters counters = new LoopCounters();
        counters.countLateness(3_000_000L);
        counters.countLateness(9_000_000L);
        counters.countLateness(1_000_000L);

        assertThat(counters.takeRecentLatenessMaxNanos()).isEqualTo(9_000_000L);
        assertThat(counters.takeRecentLatenessMaxNanos()).isZero();
        assertThat(counters.latenessMaxNanos()).isEqualTo(9_000_000L);
    }

    private static RouterTally tally(LoopUnderTest test, int number) {
        return test.counters.tallies().of(key(number)).orElseThrow();
    }
}
