package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.LoopUnderTest.ETH0;
import static io.vipoperator.node.loop.LoopUnderTest.eth0;
import static io.vipoperator.node.loop.LoopUnderTest.setup;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.AnnouncementPlan;
import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.VirtualRouter;
import io.vipoperator.node.wire.ChecksumForm;
import io.vipoperator.node.wire.GratuitousArp;
import io.vipoperator.node.wire.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Announcements as frames: which, when, and at which pace. */
class AnnouncerTest {
    private static final MacAddress MAC = new MacAddress(1);
    private static final IpAddress IPV4 = IpAddress.parse("10.0.1.1");
    private static final IpAddress IPV6 = IpAddress.parse("2001:db8::10");

    private final List<byte[]> frames = new ArrayList<>();
    private final Links links = new Links();
    private final LoopCounters counters = new LoopCounters();
    private final Announcer announcer = new Announcer(links, new FrameWire(), counters);

    private final class FrameWire implements Wire {
        @Override
        public void sendAdvertisement(int interfaceIndex, IpAddress source, IpAddress destination, byte[] message) {}

        @Override
        public void sendFrame(int interfaceIndex, byte[] frame) {
            assertThat(interfaceIndex).isEqualTo(ETH0);
            frames.add(frame);
        }

        @Override
        public int receive(Receiver receiver) {
            return 0;
        }
    }

    /** Active on eth0, with its addresses held. */
    private static Router active(Family family, List<IpAddress> addresses, AnnouncementForm form) {
        Router router = new Router(
                new RouterSetup(
                        new RouterKey("vip-1", family),
                        "uid",
                        1,
                        "vip-1",
                        new InterfaceRule.Name("eth0"),
                        51,
                        Candidacy.of(255, true, 0, 0),
                        Dialect.multicast(100_000_000L, ChecksumForm.PSEUDO_HEADER),
                        addresses,
                        new InstallPlan(
                                addresses.stream()
                                        .map(one -> new AddressWithPrefix(one, 8 * family.octets()))
                                        .toList(),
                                false,
                                true,
                                Optional.empty()),
                        new AnnouncementPlan(1, 0, 0, 0),
                        form,
                        List.of()),
                new Changes(),
                new Verdicts(),
                0);
        router.interfaceIndex = ETH0;
        router.state = VirtualRouter.step(router.config, router.state, new Event.Startup(), 0)
                .next();
        router.heldAll();
        return router;
    }

    @Test
    void requestReplyOrBoth() {
        links.replace(List.of(eth0()));
        for (AnnouncementForm form : AnnouncementForm.values()) {
            announcer.announce(active(Family.IPV4, List.of(IPV4), form));
        }
        announcer.send(0);

        assertThat(frames)
                .containsExactly(
                        GratuitousArp.request(MAC, IPV4),
                        GratuitousArp.reply(MAC, IPV4),
                        GratuitousArp.request(MAC, IPV4),
                        GratuitousArp.reply(MAC, IPV4));
        assertThat(counters.announcementsSent()).isEqualTo(4);
    }

    @Test
    void aNeighborAdvertisementSaysWhetherTheNicForwards() {
        Router router = active(Family.IPV6, List.of(IPV6), AnnouncementForm.BOTH);
        links.replace(List.of(eth0()));
        announcer.announce(router);
        announcer.send(0);
        links.replace(List.of(forwarding(eth0())));
        announcer.announce(router);
        announcer.send(1_000_000);

        // Override alone, then with Router.
        assertThat(frames).extracting(frame -> frame[58] & 0xff).containsExactly(0x20, 0xa0);
    }

    @Test
    void aNicSendsFiftyFramesInAMillisecondAndNoMore() {
        links.replace(List.of(eth0()));
        announcer.announce(active(Family.IPV4, LoopUnderTest.addresses(1, 120), AnnouncementForm.REQUEST));

        announcer.send(0);
        assertThat(frames).hasSize(50);
        announcer.send(999_999);
        assertThat(frames).hasSize(50);
        assertThat(announcer.deadlineNanos()).isEqualTo(1_000_000);
        announcer.send(1_000_000);
        announcer.send(2_000_000);
        assertThat(frames).hasSize(120);
        assertThat(announcer.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsNotHeldOrWhoIsNotActiveAnyMoreIsNotAnnounced() {
        links.replace(List.of(eth0()));
        Router lost = active(Family.IPV4, List.of(IPV4), AnnouncementForm.REQUEST);
        Router resigned = active(Family.IPV4, List.of(IPV4), AnnouncementForm.REQUEST);
        announcer.announce(lost);
        announcer.announce(resigned);
        lost.heldNothing();
        resigned.state = VirtualRouter.initial();

        announcer.send(0);

        assertThat(frames).isEmpty();
    }

    @Test
    void anotherMtuIsAnnouncedAsAnotherMacIs() {
        LoopUnderTest test = LoopUnderTest.running(setup(1, 200, 1));
        test.turnAfterMillis(330);
        test.held(1, false);
        test.turnAfterMillis(2);
        test.calls.clear();
        NetworkInterface nic = eth0();

        test.tell(new KernelEvent.InterfacesChanged(List.of(new NetworkInterface(
                nic.index(),
                nic.name(),
                nic.mac(),
                9000,
                nic.running(),
                nic.loopback(),
                nic.noArp(),
                nic.addresses(),
                nic.defaultRoutes(),
                nic.arpIgnore(),
                nic.forwardsIpv6()))));

        assertThat(test.takeCalls()).containsExactly("announce 10.0.1.1 on 2");
    }

    private static NetworkInterface forwarding(NetworkInterface nic) {
        return new NetworkInterface(
                nic.index(),
                nic.name(),
                nic.mac(),
                nic.mtuBytes(),
                nic.running(),
                nic.loopback(),
                nic.noArp(),
                nic.addresses(),
                nic.defaultRoutes(),
                nic.arpIgnore(),
                true);
    }
}
