package io.vipoperator.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.IncidentReport;
import io.vipoperator.node.loop.LoopCounters;
import io.vipoperator.node.loop.RouterPhase;
import io.vipoperator.node.loop.RouterReport;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.TransitionReason;
import io.vipoperator.node.wire.Rejection;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must happen in situations that have a name, on a segment in virtual time. Intervals are 100 ms unless said. */
class ScenarioTest {
    private static final RouterSetup VIP = Setups.router(0, 2, 100, 100);
    private static final IpAddress ADDRESS = IpAddress.parse("10.0.0.100");

    @Test
    void theBestOfThreeBecomesActiveAndAlone() {
        Simulation segment = running(100, 200, 150);

        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));
        assertThat(report(segment.node(0)).activeAddress()).contains(IpAddress.parse("10.0.0.11"));
        assertThat(segment.node(0).counters().advertisementsSent()).isZero();
    }

    @Test
    void theHeirIsActiveWithinItsSkewTimeWhenTheActiveStops() {
        Simulation segment = running(200, 150, 100);

        segment.node(0).stop();
        double millis = segment.runUntil(() -> segment.node(1).isActive(VIP), 100);

        // (256 - 150) * 100 ms / 256 = 41.4 ms
        assertThat(millis).isBetween(41.4, 43.5);
        // Make before break: the one that stops keeps the addresses until the neighbours know its heir.
        assertThat(segment.node(0).kernel().has(ADDRESS)).isTrue();
        segment.runFor(110);
        assertThat(segment.node(0).kernel().has(ADDRESS)).isFalse();
        assertThat(segment.node(0).isRunning()).isFalse();
        segment.runFor(500);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));
        assertThat(report(segment.node(1)).reason()).isEqualTo(TransitionReason.ActiveResigned);
        assertThat(segment.node(2).counters().transitions(TransitionReason.ActiveResigned))
                .isZero();
    }

    @Test
    void aPowerCutIsNoticedWithinTheActiveDownInterval() {
        Simulation segment = running(200, 150, 100);

        segment.node(0).cutPower();
        double millis = segment.runUntil(() -> segment.node(1).isActive(VIP), 400);

        // 3 * 100 ms + 41.4 ms after the last advertisement, which was at most 100 ms ago.
        assertThat(millis).isBetween(241.0, 343.5);
        segment.runFor(500);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));
    }

    @Test
    void killedAgentsAddressesExpire() {
        Simulation segment = running(200, 100);

        segment.node(0).kill();
        segment.runFor(1_000);
        assertThat(segment.node(1).isActive(VIP)).isTrue();
        assertThat(segment.node(0).kernel().has(ADDRESS)).isTrue();

        segment.runFor(2_200);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));
    }

    @Test
    void restartedAgentStripsWhatItsFormerRunLeftAndPreempts() {
        Simulation segment = running(200, 100);

        segment.node(0).kill();
        segment.runFor(600);
        segment.node(0).start();
        assertThat(segment.node(0).kernel().has(ADDRESS)).isFalse();

        segment.runFor(1_000);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));
    }

    @Test
    void frozenActiveIsReplacedAndYieldsWhenThawed() {
        Simulation segment = running(100, 200, 150);
        segment.node(1).stop();
        segment.runFor(1_000);
        SimNode frozen = segment.onlyActive(VIP);
        assertThat(frozen).isSameAs(segment.node(2));
        segment.node(1).start();
        segment.runFor(50);

        frozen.freeze();
        segment.runFor(3_200);
        assertThat(frozen.kernel().has(ADDRESS)).isFalse();
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));

        frozen.thaw();
        segment.runFor(20);
        assertThat(frozen.isActive(VIP)).isFalse();
        segment.runFor(500);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));
    }

    @Test
    void frozenActiveWithoutBackupsGoesOnAndPutsItsAddressesBack() {
        Simulation segment = running(100);

        segment.node(0).freeze();
        segment.runFor(5_000);
        assertThat(segment.node(0).kernel().has(ADDRESS)).isFalse();
        segment.node(0).thaw();
        segment.runFor(100);

        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));
        assertThat(incident(segment.node(0)).reason()).isEqualTo("LifetimeExpired");
    }

    @Test
    void aFrozenBackupHearsTheActiveBeforeItsOwnDeadline() {
        Simulation segment = running(200, 100);

        segment.node(1).freeze();
        segment.runFor(5_000);
        segment.node(1).thaw();
        segment.runFor(1_000);

        assertThat(segment.node(1).counters().transitions(TransitionReason.ActiveDown))
                .isZero();
        assertThat(segment.node(1).counters().advertisementsSent()).isZero();
    }

    @Test
    void splitBrainHealsToOneActiveAndTheWinnerAnnouncesAgain() {
        Simulation segment = running(200, 100);
        partition(segment, 0, 1);
        segment.runFor(1_000);
        assertThat(segment.actives(VIP)).hasSize(2);
        segment.runFor(20_000);
        long announced = segment.node(0).wire().announcements(ADDRESS);

        segment.segment().heal();
        double millis = segment.runUntil(() -> segment.actives(VIP).size() == 1, 110);

        assertThat(millis).isLessThan(101.0);
        segment.runFor(2_000);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));
        // A burst of five, each a request and a reply.
        assertThat(segment.node(0).wire().announcements(ADDRESS)).isEqualTo(announced + 10);
    }

    @Test
    void aLoserThatHearsTheWinnerFirstSaysALastWordAndTheWinnerAnnouncesAgain() {
        Simulation segment = split();
        long heard = segment.node(0).counters().advertisementsReceived();

        healAfterAnAdvertisementOf(segment, 1);

        announcedOnceMore(segment);
        assertThat(segment.node(0).counters().advertisementsReceived() - heard).isEqualTo(1);
    }

    @Test
    void aWinnerThatHearsTheLoserFirstAnnouncesAgainOnceAlthoughTheLoserSaysALastWord() {
        Simulation segment = split();
        long heard = segment.node(0).counters().advertisementsReceived();

        healAfterAnAdvertisementOf(segment, 0);

        announcedOnceMore(segment);
        assertThat(segment.node(0).counters().advertisementsReceived() - heard).isEqualTo(2);
    }

    /** Both are Active and deaf to each other, and what they announced when they became so is long past. */
    private static Simulation split() {
        Simulation segment = running(200, 100);
        partition(segment, 0, 1);
        segment.runFor(21_000);
        assertThat(segment.actives(VIP)).hasSize(2);
        return segment;
    }

    /** So the next advertisement, and the first that arrives, is the other one's. */
    private static void healAfterAnAdvertisementOf(Simulation segment, int node) {
        LoopCounters counters = segment.node(node).counters();
        long sent = counters.advertisementsSent();
        segment.runUntil(() -> counters.advertisementsSent() > sent, 110);
        segment.segment().heal();
    }

    private static void announcedOnceMore(Simulation segment) {
        long announced = segment.node(0).wire().announcements(ADDRESS);
        segment.runFor(2_000);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));
        assertThat(incident(segment.node(0)).reason()).isEqualTo("SplitBrainHealed");
        assertThat(incident(segment.node(0)).count()).isEqualTo(1);
        // A burst of five, each a request and a reply.
        assertThat(segment.node(0).wire().announcements(ADDRESS)).isEqualTo(announced + 10);
    }

    @Test
    void anOrdinaryPreemptionIsNoSplitBrainAndAnnouncesOnce() {
        Simulation segment = running(200, 100);
        segment.node(0).stop();
        segment.runFor(10_000);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));

        segment.node(0).start();
        segment.runFor(3_000);

        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));
        assertThat(report(segment.node(0)).incident()).isEmpty();
        // A burst of five, each a request and a reply.
        assertThat(segment.node(0).wire().announcements(ADDRESS)).isEqualTo(10);
    }

    @Test
    void ofTwoEqualActivesTheHigherAddressStays() {
        Simulation segment = running(100, 100);
        partition(segment, 0, 1);
        segment.runFor(1_000);
        assertThat(segment.actives(VIP)).hasSize(2);

        segment.segment().heal();
        segment.runFor(500);

        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));
    }

    @Test
    void oneWayLossMakesTwoActivesAndHeals() {
        Simulation segment = running(200, 100);
        segment.segment().cut(0, 1);
        segment.runFor(1_000);
        assertThat(segment.actives(VIP)).containsExactly(segment.node(0), segment.node(1));
        assertThat(incident(segment.node(0)).reason()).isEqualTo("SplitBrainHealed");

        segment.segment().heal();
        segment.runFor(500);

        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));
        assertThat(report(segment.node(0)).reason()).isEqualTo(TransitionReason.ActiveDown);
    }

    @Test
    void aLosingActiveIsAnsweredAtOnceWhenItsIntervalIsShort() {
        // The winner advertises each second: without its answer the loser would go on for so long.
        Simulation segment = new Simulation(2, new SplittableRandom(1));
        segment.node(0).run(List.of(Setups.router(0, 2, 200, 1_000)));
        segment.node(1).run(List.of(Setups.router(0, 2, 100, 10)));
        partition(segment, 0, 1);
        segment.nodes().forEach(SimNode::start);
        segment.runFor(6_000);
        assertThat(segment.actives(VIP)).hasSize(2);

        segment.segment().heal();
        segment.runUntil(() -> segment.actives(VIP).size() == 1, 15);
        segment.runFor(10_000);

        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));
        // It learned the winner's interval from the answer, and so did not rise again.
        assertThat(segment.node(1).counters().transitions(TransitionReason.ActiveDown))
                .isEqualTo(1);
    }

    @Test
    void aBackupLearnsTheActivesIntervalAndWaitsForIt() {
        Simulation segment = new Simulation(2, new SplittableRandom(1));
        segment.node(0).run(List.of(Setups.router(0, 2, 200, 1_000)));
        segment.node(1).run(List.of(Setups.router(0, 2, 100, 50)));
        segment.nodes().forEach(SimNode::start);
        segment.runFor(8_000);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));

        segment.node(0).cutPower();
        segment.runFor(2_000);
        assertThat(segment.actives(VIP)).isEmpty();
        segment.runFor(1_700);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));
    }

    @Test
    void carrierLossOfTheActiveMovesTheAddressesAndCarrierMustStayForTwoSeconds() {
        Simulation segment = running(200, 100);

        segment.node(0).carrier(false);
        segment.runFor(110);
        assertThat(report(segment.node(0)).state()).isEqualTo(RouterPhase.FAULT);
        assertThat(report(segment.node(0)).faults()).containsExactly(FaultReason.InterfaceDown);
        segment.runFor(500);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));

        segment.node(0).carrier(true);
        segment.runFor(1_900);
        assertThat(report(segment.node(0)).state()).isEqualTo(RouterPhase.FAULT);
        segment.runFor(1_000);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));
    }

    @Test
    void aRefusedAddressHandsOverAndIsTriedAgainTenSecondsLater() {
        Simulation segment = running(100, 50);
        segment.node(0).kernel().refuse(true);
        segment.node(0).stop();
        segment.runFor(500);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));
        segment.node(0).start();
        segment.node(0).kernel().refuse(true);
        segment.runFor(1_000);

        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));
        assertThat(report(segment.node(0)).faults()).containsExactly(FaultReason.AddressRefused);
        segment.node(0).kernel().refuse(false);
        segment.runFor(8_000);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(1));
        segment.runFor(3_000);
        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));
    }

    @Test
    void anAddressThatSomebodyRemovesIsPutBackAndAnnouncedAgain() {
        Simulation segment = running(200, 100);
        segment.runFor(10_000);
        long announced = segment.node(0).wire().announcements(ADDRESS);

        segment.node(0).kernel().removedBySomebody(ADDRESS);
        segment.runFor(50);

        assertThat(segment.onlyActive(VIP)).isSameAs(segment.node(0));
        assertThat(incident(segment.node(0)).reason()).isEqualTo("AddressRemovedBySomebody");
        assertThat(segment.node(0).wire().announcements(ADDRESS)).isGreaterThan(announced);
    }

    @Test
    void aRouterThatNobodyRunsHereIsCountedAsForeign() {
        Simulation segment = new Simulation(2, new SplittableRandom(1));
        segment.node(0).run(List.of(VIP));
        segment.node(1).run(List.of(Setups.router(1, 1, 100, 100)));
        segment.nodes().forEach(SimNode::start);
        segment.runFor(2_000);

        assertThat(segment.node(0).counters().rejected(Rejection.FOREIGN_VIRTUAL_ROUTER_ID))
                .isPositive();
        assertThat(segment.node(0).counters().advertisementsReceived()).isZero();
    }

    private static Simulation running(int... priorities) {
        Simulation segment = new Simulation(priorities.length, new SplittableRandom(7));
        for (SimNode node : segment.nodes()) {
            node.run(List.of(Setups.withPriority(VIP, priorities[node.id()])));
        }
        segment.nodes().forEach(SimNode::start);
        segment.runFor(1_500);
        assertThat(segment.onlyActive(VIP).setups().get(0).priority())
                .isEqualTo(Arrays.stream(priorities).max().orElseThrow());
        return segment;
    }

    private static void partition(Simulation segment, int one, int other) {
        segment.segment().cut(one, other);
        segment.segment().cut(other, one);
    }

    private static RouterReport report(SimNode node) {
        return node.report(VIP).orElseThrow();
    }

    private static IncidentReport incident(SimNode node) {
        return report(node).incident().orElseThrow();
    }
}
