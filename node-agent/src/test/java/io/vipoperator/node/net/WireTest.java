package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.SendFailedException;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two NICs on one cable: what one sends, and what the other hears and a tap on it sees. */
class WireTest {
    private static final IpAddress GROUP = IpAddress.parse("224.0.0.18");
    private static final IpAddress PRIMARY = IpAddress.parse("192.0.2.1");
    private static final byte[] MESSAGE = HexFormat.of().parseHex("3133c8010064b9aac0000264");

    private TestNamespace left;
    private TestNamespace right;
    private int leftNic;
    private int rightNic;
    private Rig sender;
    private Rig receiver;

    @BeforeEach
    void aCable() {
        left = new TestNamespace();
        right = new TestNamespace();
        left.ip("link add eth0 type veth peer name eth0 netns " + right.name());
        left.nic("eth1");
        for (var namespace : List.of(left, right)) {
            namespace.ip("link set eth0 up");
        }
        left.ip("addr add 192.0.2.1/24 dev eth0");
        right.ip("addr add 192.0.2.2/24 dev eth0");
        leftNic = left.indexOf("eth0");
        rightNic = right.indexOf("eth0");
        sender = new Rig(left);
        receiver = new Rig(right);
        sender.netlink.listenOn(Set.of(leftNic));
        sender.expect(KernelEvent.Listening.class);
    }

    @AfterEach
    void nothingIsLeft() {
        sender.close();
        receiver.close();
        left.close();
        right.close();
    }

    @Test
    void anAdvertisementOnTheWireHasTtl255Cs6AndThePrimaryAddressAlsoWhileAddressesAreHeld() throws Exception {
        sender.hold("a", leftNic, "192.0.2.9/24", "192.0.2.10/24");
        try (var tap = right.call(() -> new FrameTap(rightNic))) {
            sender.sockets.sendAdvertisement(leftNic, PRIMARY, GROUP, MESSAGE);
            byte[] frame = tap.next(0x0800);

            // Group's MAC, IPv4.
            assertThat(HexFormat.of().formatHex(frame, 0, 6)).isEqualTo("01005e000012");
            // TOS, then TTL and protocol, source, destination.
            assertThat(HexFormat.of().formatHex(frame, 14, 16)).isEqualTo("45c0");
            assertThat(HexFormat.of().formatHex(frame, 22, 24)).isEqualTo("ff70");
            assertThat(HexFormat.of().formatHex(frame, 26, 34)).isEqualTo("c0000201e0000012");
            assertThat(HexFormat.of().formatHex(frame, 34, 46)).isEqualTo("3133c8010064b9aac0000264");

            sender.sockets.sendAdvertisement(leftNic, PRIMARY, IpAddress.parse("192.0.2.2"), MESSAGE);
            byte[] unicast = tap.next(0x0800);
            assertThat(HexFormat.of().formatHex(unicast, 14, 16)).isEqualTo("45c0");
            assertThat(HexFormat.of().formatHex(unicast, 22, 24)).isEqualTo("ff70");
            assertThat(HexFormat.of().formatHex(unicast, 26, 34)).isEqualTo("c0000201c0000202");
        }
    }

    @Test
    void whoListensHearsTheWholePacketAndTheSenderDoesNotHearItself() throws Exception {
        receiver.netlink.listenOn(Set.of(rightNic));
        receiver.expect(KernelEvent.Listening.class);
        sender.sockets.sendAdvertisement(leftNic, PRIMARY, GROUP, MESSAGE);
        receiver.waiter.await(System.nanoTime() + 5_000_000_000L);

        var heard = new ArrayList<String>();
        assertThat(receiver.sockets.receive((Ipv4Receiver) (nic, buffer, length) ->
                        heard.add(nic + " " + HexFormat.of().formatHex(buffer, 12, length))))
                .isEqualTo(1);
        assertThat(heard).containsExactly(rightNic + " c0000201e00000123133c8010064b9aac0000264");
        assertThat(sender.sockets.receive((Ipv4Receiver) (nic, buffer, length) -> {}))
                .isZero();
    }

    @Test
    void theGroupIsJoinedOnThatNicOnlyAndLeftAgain() {
        assertThat(left.ip("maddr show dev eth0")).contains("224.0.0.18");
        assertThat(left.ip("maddr show dev eth1")).doesNotContain("224.0.0.18");
        assertThat(left.ip("maddr show dev lo")).doesNotContain("224.0.0.18");

        sender.netlink.listenOn(Set.of(left.indexOf("eth1")));
        sender.expect(KernelEvent.Listening.class, 2);
        await().untilAsserted(() -> {
            assertThat(left.ip("maddr show dev eth0")).doesNotContain("224.0.0.18");
            assertThat(left.ip("maddr show dev eth1")).contains("224.0.0.18");
        });
        assertThatThrownBy(() -> sender.sockets.sendAdvertisement(leftNic, PRIMARY, GROUP, MESSAGE))
                .isInstanceOf(SendFailedException.class)
                .hasMessage("NIC " + leftNic + " isn't listened on");
    }

    @Test
    void aFrameGoesOutAsItIs() throws Exception {
        byte[] frame = HexFormat.of()
                .parseHex("ffffffffffff020000000001" + "0806" + "0001080006040001020000000001c0000209"
                        + "ffffffffffffc0000209" + "000000000000000000000000000000000000");
        try (var tap = right.call(() -> new FrameTap(rightNic))) {
            sender.sockets.sendFrame(leftNic, frame);
            assertThat(tap.next(0x0806)).isEqualTo(frame);
        }
    }

    @Test
    void whatTheKernelRefusesToSendIsNamed() {
        assertThatThrownBy(
                        () -> sender.sockets.sendAdvertisement(leftNic, IpAddress.parse("203.0.113.1"), GROUP, MESSAGE))
                .isInstanceOf(SendFailedException.class)
                .hasMessageStartingWith("sendmsg: E")
                .hasMessageEndingWith("on NIC " + leftNic);
        left.ip("link set eth0 down");
        assertThatThrownBy(() -> sender.sockets.sendFrame(leftNic, new byte[60]))
                .isInstanceOf(SendFailedException.class)
                .hasMessage("sendto: ENETDOWN on NIC " + leftNic);
    }

    @Test
    void aNicThatIsNotThereCanNotBeListenedOn() {
        sender.netlink.listenOn(Set.of(leftNic, 4711));
        var failed = sender.expect(KernelEvent.ListeningFailed.class);
        assertThat(failed.interfaceIndex()).isEqualTo(4711);
        assertThat(failed.message()).isEqualTo("NIC 4711: bind(AF_PACKET): ENODEV");
    }
}
