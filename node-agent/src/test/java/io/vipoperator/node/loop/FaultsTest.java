package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.addresses;
import static io.vipoperator.node.loop.LoopUnderTest.eth0;
import static io.vipoperator.node.loop.LoopUnderTest.key;
import static io.vipoperator.node.loop.LoopUnderTest.nic;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.FaultReason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A fault is one router's: it names its reason, it ends when the reason does, and the others run on. */
class FaultsTest {
    @Test
    void anInterfaceThatIsNotThereFaultsOneRouterAndTheOthersRunOn() {
        LoopUnderTest test = LoopUnderTest.running(
                setup("vip-1", 51, 200, new InterfaceRule.Name("eth9"), addresses(1, 1)), setup(2, 200, 1));
        test.turnAfterMillis(330);

        assertThat(test.report(1).state()).isEqualTo(RouterPhase.FAULT);
        assertThat(test.report(1).faults()).containsExactly(FaultReason.InterfaceNotFound);
        assertThat(test.report(1).message()).isEqualTo("interface eth9 does not exist");
        assertThat(test.report(1).interfaceName()).isEmpty();
        assertThat(test.report(2).state()).isEqualTo(RouterPhase.ACTIVE);
    }

    @Test
    void theLaterOfTwoRoutersWithOneVridIsInFaultUntilTheFirstGoes() {
        RouterSetup first = setup(1, 200, 1);
        RouterSetup second = setup("vip-2", 51, 200, new InterfaceRule.Name("eth0"), addresses(2, 1));
        LoopUnderTest test = LoopUnderTest.running(first, second);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(2).faults()).containsExactly(FaultReason.DuplicateVirtualRouterID);
        assertThat(test.report(2).message()).isEqualTo("VRID 51 on interface eth0 is that of VirtualIP vip-1 already");

        test.apply(second);

        assertThat(test.report(2).state()).isEqualTo(RouterPhase.BACKUP);
    }

    @Test
    void aRunningRouterKeepsItsVridWhenAnotherIsPutBeforeIt() {
        RouterSetup running = setup(1, 200, 1);
        RouterSetup intruder = setup("vip-2", 51, 200, new InterfaceRule.Name("eth0"), addresses(2, 1));
        LoopUnderTest test = LoopUnderTest.running(running);

        test.apply(intruder, running);

        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        assertThat(test.report(2).faults()).containsExactly(FaultReason.DuplicateVirtualRouterID);
        assertThat(test.calls).isEmpty();
    }

    @Test
    void missingFeaturesAreNamed() {
        RouterSetup plain = setup(1, 200, 1);
        RouterSetup demanding = new RouterSetup(
                plain.key(),
                plain.uid(),
                plain.generation(),
                plain.group(),
                plain.interfaceRule(),
                plain.virtualRouterID(),
                plain.candidacy(),
                plain.dialect(),
                plain.advertised(),
                plain.install(),
                plain.announcement(),
                plain.announcementForm(),
                List.of("VirtualMAC", "HMAC"));

        LoopUnderTest test = LoopUnderTest.running(demanding);

        assertThat(test.report(1).faults()).containsExactly(FaultReason.Unsupported);
        assertThat(test.report(1).message()).isEqualTo("this agent lacks VirtualMAC, HMAC");
    }

    @Test
    void socketsThatCannotBeHadAreAskedForAgainAfterTenSeconds() {
        LoopUnderTest test = new LoopUnderTest();
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0())));
        test.apply(setup(1, 200, 1));
        test.tell(new KernelEvent.ListeningFailed(ETH0, "setsockopt: ENOBUFS"));
        assertThat(test.report(1).faults()).containsExactly(FaultReason.SocketUnavailable);
        assertThat(test.report(1).message()).isEqualTo("no sockets on interface eth0: setsockopt: ENOBUFS");
        test.calls.clear();

        test.turnAfterMillis(9_999);
        assertThat(test.calls).isEmpty();
        test.turnAfterMillis(1);
        assertThat(test.takeCalls()).containsExactly("listen [2]");
        test.tell(new KernelEvent.Listening(ETH0));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
    }

    @Test
    void aRefusedAddressMakesTheActiveResignAndTheRetriesComeLaterEachTime() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.calls.clear();

        refuse(test);
        assertThat(test.takeCalls())
                .containsExactly("advertise 51 priority 0 on 2 from 10.0.0.11 to 224.0.0.18", "release vip-1");
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.FAULT);
        assertThat(test.report(1).faults()).containsExactly(FaultReason.AddressRefused);
        assertThat(test.report(1).message()).isEqualTo("address 10.0.1.1: EPERM");
        assertThat(test.report(1).incident().orElseThrow().reason()).isEqualTo("AddressRefused");
        test.tell(new KernelEvent.Released(key(1)));

        assertThat(test.turn() - test.nowNanos).isEqualTo(10_000_000_000L);
        test.turnAfterMillis(10_000);
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
        test.turnAfterMillis(330);
        refuse(test);
        assertThat(test.turn() - test.nowNanos).isEqualTo(20_000_000_000L);
    }

    @Test
    void anEditOfTheAddressesEndsTheFaultOfARefusedOneAtOnce() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 2));
        test.turnAfterMillis(330);
        refuse(test);
        test.tell(new KernelEvent.Released(key(1)));
        assertThat(test.report(1).faults()).containsExactly(FaultReason.AddressRefused);

        test.apply(setup(1, 150, 2));
        assertThat(test.report(1).faults()).containsExactly(FaultReason.AddressRefused);
        test.apply(setup(1, 150, 1));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
    }

    @Test
    void theNodesOwnAddressIsNeverClaimedAndIsFoundGoneAtOnce() {
        RouterSetup mistaken = setup(
                "vip-1",
                51,
                200,
                new InterfaceRule.Name("eth0"),
                List.of(eth0().addresses().get(0).address()));
        LoopUnderTest test = LoopUnderTest.running(mistaken, setup(2, 200, 1));
        test.turnAfterMillis(330);

        assertThat(test.report(1).faults()).containsExactly(FaultReason.AddressInUseOnNode);
        assertThat(test.report(1).message()).isEqualTo("address 10.0.0.11 is on this node and was not put there by us");
        assertThat(test.calls).noneMatch(call -> call.startsWith("hold vip-1"));
        assertThat(test.report(2).state()).isEqualTo(RouterPhase.ACTIVE);

        test.tell(new KernelEvent.InterfacesChanged(List.of(nic(ETH0, "eth0", true, "10.0.0.21", 1))));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.BACKUP);
    }

    @Test
    void anAddressThatKubeProxyHasEverywhereIsExplained() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), nic(9, "kube-ipvs0", false, "10.0.1.1", 9))));

        assertThat(test.report(1).faults()).containsExactly(FaultReason.AddressInUseOnNode);
        assertThat(test.report(1).message())
                .startsWith("address 10.0.1.1 is on kube-ipvs0: kube-proxy in IPVS mode")
                .contains("ipvs.strictARP: true");
    }

    @Test
    void aNicThatAnswersNoArpForHostAddressesIsToldOnceWithTheLineToSet() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        NetworkInterface deaf = new NetworkInterface(
                ETH0, "eth0", eth0().mac(), 1500, true, false, false, eth0().addresses(), Map.of(), 2, false);
        test.tell(new KernelEvent.InterfacesChanged(List.of(deaf)));
        test.tell(new KernelEvent.InterfacesChanged(List.of(deaf, nic(7, "eth1", true, "10.9.0.1", 3))));

        IncidentReport incident = test.report(1).incident().orElseThrow();
        assertThat(incident.reason()).isEqualTo("ArpIgnore");
        assertThat(incident.count()).isEqualTo(1);
        assertThat(incident.message())
                .isEqualTo("arp_ignore is 2 on eth0, so that this node answers no ARP for host addresses:"
                        + " net.ipv4.conf.all.arp_ignore and net.ipv4.conf.eth0.arp_ignore must be 0 or 1");
    }

    @Test
    void aSecondNicWithAnAddressOfTheSubnetIsToldOnce() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), nic(7, "eth1", true, "10.9.0.1", 3))));
        assertThat(test.report(1).incident()).isEmpty();
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), nic(7, "eth1", true, "10.0.0.21", 3))));
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), nic(7, "eth1", false, "10.0.0.21", 3))));
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0(), nic(7, "eth1", true, "10.0.0.21", 3))));

        IncidentReport incident = test.report(1).incident().orElseThrow();
        assertThat(incident.reason()).isEqualTo("SecondInterfaceInSegment");
        assertThat(incident.count()).isEqualTo(1);
        assertThat(incident.message())
                .isEqualTo(
                        "eth0 and eth1 of this node have addresses of one subnet: neighbours may find the addresses at"
                                + " either; take one NIC out of the segment, join them in a bond, or set"
                                + " net.ipv4.conf.all.arp_ignore=1 and arp_announce=2");
    }

    @Test
    void carrierThatFlapsForLessThanTheDelayMovesNothing() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.calls.clear();

        test.tell(new KernelEvent.InterfacesChanged(List.of(nic(ETH0, "eth0", false, "10.0.0.11", 1))));
        test.turnAfterMillis(99);
        test.tell(new KernelEvent.InterfacesChanged(List.of(eth0())));
        assertThat(test.report(1).state()).isEqualTo(RouterPhase.ACTIVE);
        assertThat(test.takeCalls()).containsExactly("announce 10.0.1.1 on 2");

        test.tell(new KernelEvent.InterfacesChanged(List.of(nic(ETH0, "eth0", false, "10.0.0.11", 1))));
        test.turnAfterMillis(100);
        assertThat(test.report(1).faults()).containsExactly(FaultReason.InterfaceDown);
        assertThat(test.report(1).message()).isEqualTo("interface eth0 is down or has no carrier");
    }

    @Test
    void anAddressThatIsLostIsSaidAndAnnouncedWhenItIsBack() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.calls.clear();

        test.tell(new KernelEvent.Lost(key(1), addresses(1, 1).get(0), true));
        assertThat(test.report(1).addressesHeld()).isFalse();
        assertThat(test.report(1).heldAddresses()).isEmpty();
        assertThat(test.report(1).incident().orElseThrow().reason()).isEqualTo("LifetimeExpired");
        test.nowNanos += 1_000_000;
        test.held(1, true);

        assertThat(test.report(1).addressesHeld()).isTrue();
        assertThat(test.takeCalls()).containsExactly("announce 10.0.1.1 on 2");
    }

    private static void refuse(LoopUnderTest test) {
        test.tell(new KernelEvent.Refused(
                key(1), test.asked(1), addresses(1, 1).get(0), FaultReason.AddressRefused, "EPERM"));
    }
}
