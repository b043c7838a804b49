package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.ETH1;
import static io.vipoperator.node.loop.LoopUnderTest.PEER;
import static io.vipoperator.node.loop.LoopUnderTest.addresses;
import static io.vipoperator.node.loop.LoopUnderTest.eth0;
import static io.vipoperator.node.loop.LoopUnderTest.key;
import static io.vipoperator.node.loop.LoopUnderTest.nic;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.TransitionReason;
import io.vipoperator.node.wire.ChecksumForm;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What makes an Active hand over, and what doesn't. eth1 is tracked; the best of the others has 240. */
class HandOverTest {
    private static final NetworkInterface ETH1_UP = nic(ETH1, "eth1", true, "10.9.0.11", 2);
    private static final NetworkInterface ETH1_DOWN = nic(ETH1, "eth1", false, "10.9.0.11", 2);

    private static RouterSetup tracking(int priority, OptionalInt yieldBelow, CheckEffect effect) {
        return setup(1, priority, 1)
                .with(new Candidacy(priority, yieldBelow, false, 0, 0, List.of(new TrackedInterface("eth1", effect))));
    }

    private static LoopUnderTest active(RouterSetup setup) {
        LoopUnderTest test = LoopUnderTest.running(setup);
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), ETH1_UP)));
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

    private static void lose(LoopUnderTest test) {
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), ETH1_DOWN)));
        test.calls.clear();
        test.turnAfterMillis(100);
    }

    @Test
    void aTrackedInterfaceThatIsLostForAMomentMovesNothing() {
        LoopUnderTest test = active(tracking(250, OptionalInt.of(240), new CheckEffect.Lowest()));
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), ETH1_DOWN)));
        test.turnAfterMillis(99);
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), ETH1_UP)));
        test.turnAfterMillis(1_000);
        assertThat(test.calls).doesNotContain(advertise(0));
        assertThat(test.report(1).effectivePriority()).isEqualTo(250);
    }

    @Test
    void oneThatIsLostHandsOverInEveryPreemptionModeAndItStaysIfNobodyAnswers() {
        LoopUnderTest test = active(tracking(250, OptionalInt.of(240), new CheckEffect.Lowest()));

        lose(test);
        assertThat(test.takeCalls()).startsWith(advertise(0), advertise(0), advertise(0));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.YIELDING);
        assertThat(test.report(1).reason()).isEqualTo(TransitionReason.Weakened);
        assertThat(test.report(1).effectivePriority()).isEqualTo(16);

        test.calls.clear();
        test.turnAfterMillis(400);
        assertThat(test.takeCalls()).containsExactly(advertise(16), "hold vip-1 on 2 [10.0.1.1/32]");
        assertThat(test.report(1).reason()).isEqualTo(TransitionReason.NoSuccessor);
    }

    @Test
    void itHandsOverOncePerChange() {
        LoopUnderTest test = active(tracking(250, OptionalInt.of(240), new CheckEffect.Lowest()));
        lose(test);
        test.turnAfterMillis(400);
        test.held(1, false);
        test.calls.clear();

        test.apply(tracking(250, OptionalInt.of(230), new CheckEffect.Lowest()));
        test.turnAfterMillis(1_000);
        assertThat(test.calls).doesNotContain(advertise(0));

        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), ETH1_UP)));
        test.turnAfterMillis(2_000);
        assertThat(test.report(1).effectivePriority()).isEqualTo(250);
        lose(test);
        assertThat(test.takeCalls()).startsWith(advertise(0), advertise(0), advertise(0));
    }

    @Test
    void aFallThatStaysAboveTheBestOfTheOthersIsOnlyAdvertised() {
        LoopUnderTest test = active(tracking(250, OptionalInt.of(240), new CheckEffect.Weight(-10)));
        lose(test);
        assertThat(test.calls).contains(advertise(240)).doesNotContain(advertise(0));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void withoutABestOfTheOthersAnyFallHandsOver() {
        LoopUnderTest test = active(tracking(250, OptionalInt.empty(), new CheckEffect.Weight(-1)));
        lose(test);
        assertThat(test.takeCalls()).startsWith(advertise(0), advertise(0), advertise(0));
    }

    @Test
    void anEditOfTheBasePriorityHandsNothingOver() {
        LoopUnderTest test = active(tracking(250, OptionalInt.of(240), new CheckEffect.Lowest()));
        test.apply(tracking(100, OptionalInt.of(240), new CheckEffect.Lowest()));
        assertThat(test.takeCalls()).containsExactly(advertise(100));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void oneWhoseLossIsAFaultHandsOverAndIsNamed() {
        LoopUnderTest test = active(tracking(250, OptionalInt.of(240), new CheckEffect.Fault()));
        lose(test);
        assertThat(test.takeCalls()).startsWith(advertise(0), advertise(0), advertise(0));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.YIELDING);
        assertThat(test.report(1).faults()).containsExactly(FaultReason.TrackedInterfaceDown);
        assertThat(test.report(1).message())
                .isEqualTo("tracked interface eth1 is down, has no carrier or does not exist");

        test.hear(PEER, 51, 100);
        test.turnAfterMillis(100);
        assertThat(test.takeCalls()).endsWith("release vip-1");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.FAULT);
    }

    @Test
    void anInterfaceThatDoesNotExistIsLost() {
        LoopUnderTest test = LoopUnderTest.running(tracking(250, OptionalInt.of(240), new CheckEffect.Fault()));
        assertThat(test.report(1).faults()).containsExactly(FaultReason.TrackedInterfaceDown);
    }

    @Test
    void anAddressThatIsRemovedAgainAndAgainIsHandedOverOrTriedOnce() {
        LoopUnderTest test = active(tracking(250, OptionalInt.of(240), new CheckEffect.Lowest()));
        test.tell(new KernelEvent.Refused(
                key(1), test.asked(1), addresses(1, 1).get(0), FaultReason.AddressRemoved, "removed 6 times"));
        assertThat(test.takeCalls())
                .containsExactly(advertise(0), advertise(0), advertise(0), "hold vip-1 on 2 [10.0.1.1/32]");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.YIELDING);
        assertThat(test.report(1).addressesHeld()).isFalse();

        test.turnAfterMillis(400);
        assertThat(test.takeCalls()).containsExactly(advertise(250), "hold vip-1 on 2 [10.0.1.1/32]");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.report(1).faults()).isEmpty();
    }

    @Test
    void unicastWithoutAPeerIsAFaultAndNeverMulticast() {
        RouterSetup setup = setup(1, 200, 1)
                .with(new Dialect(
                        3,
                        100_000_000L,
                        ChecksumForm.PSEUDO_HEADER,
                        new Transport.Unicast(Optional.empty(), List.of()),
                        new Authentication.None(),
                        false));
        LoopUnderTest test = LoopUnderTest.running(setup);
        test.turnAfterMillis(1_000);
        assertThat(test.report(1).faults()).containsExactly(FaultReason.NoPeers);
        assertThat(test.calls).isEmpty();
    }

    @Test
    void aKeyThatHasNotArrivedIsAFault() {
        RouterSetup setup = setup(1, 200, 1)
                .with(new Dialect(
                        3,
                        100_000_000L,
                        ChecksumForm.PSEUDO_HEADER,
                        Transport.Multicast.fromPrimary(),
                        new Authentication.KeyMissing("key 1 has not arrived"),
                        false));
        LoopUnderTest test = LoopUnderTest.running(setup);
        assertThat(test.report(1).faults()).containsExactly(FaultReason.KeyMissing);
        assertThat(test.report(1).message()).isEqualTo("key 1 has not arrived");
    }

    @Test
    void aFixedSourceMustBeOnTheInterface() {
        LoopUnderTest test = LoopUnderTest.running(from("10.0.0.77"));
        assertThat(test.report(1).faults()).containsExactly(FaultReason.NoPrimaryAddress);
        assertThat(test.report(1).message()).isEqualTo("source address 10.0.0.77 is not on interface eth0");
        test.apply(from("10.0.0.11"));
        test.tell(new KernelEvent.Listening(ETH0));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
    }

    private static RouterSetup from(String source) {
        return setup(1, 200, 1)
                .with(new Dialect(
                        3,
                        100_000_000L,
                        ChecksumForm.PSEUDO_HEADER,
                        new Transport.Multicast(Optional.of(IpAddress.parse(source))),
                        new Authentication.None(),
                        false));
    }

    @Test
    void aStopAsksNoMoreOfAnInterfaceThatIsLostMeanwhile() {
        LoopUnderTest test = active(tracking(250, OptionalInt.of(240), new CheckEffect.Lowest()));
        test.inbox.offer(new Command.Stop());
        test.turn();
        test.calls.clear();
        test.tell(new KernelEvent.InterfacesChanged(List.of(nic(ETH0, "eth0", false, "10.0.0.11", 1), ETH1_UP)));
        test.turnAfterMillis(100);
        assertThat(test.takeCalls()).contains("release vip-1");
        test.tell(new KernelEvent.Released(key(1)));
        assertThat(test.loop.ended()).isTrue();
    }
}
