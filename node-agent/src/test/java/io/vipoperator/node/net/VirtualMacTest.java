package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.GratuitousArp;
import io.vipoperator.node.wire.MacAddress;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Macvlans of virtual MACs on real links: what a client on the same switch learns, and what is left on the node. */
class VirtualMacTest {
    private static final RouterKey A = new RouterKey("a", Family.IPV4);
    private static final RouterKey A6 = new RouterKey("a", Family.IPV6);
    private static final MacAddress MAC = new MacAddress(0x00005e000133L);
    private static final MacAddress MAC6 = new MacAddress(0x00005e000233L);

    private TestNamespace bridge;
    private TestNamespace client;
    private Node one;
    private Node two;

    /** A host on the switch, with an agent's netlink thread. */
    private static final class Node implements AutoCloseable {
        private final TestNamespace namespace = new TestNamespace();
        private final int nic;
        private Rig rig;

        private Node(TestNamespace bridge, int number) {
            namespace.exec("sysctl", "-qw", "net.ipv6.conf.default.accept_ra=0");
            attach(namespace, bridge, number);
            nic = namespace.indexOf("eth0");
            rig = new Rig(namespace);
            rig.netlink.listenOn(Set.of(nic));
            rig.expect(KernelEvent.Listening.class);
        }

        private int device(RouterKey router, MacAddress mac) {
            int before = rig.all(KernelEvent.DeviceReady.class).size();
            rig.netlink.virtualMac(router, nic, mac);
            return rig.expect(KernelEvent.DeviceReady.class, before + 1).deviceIndex();
        }

        private String conf(String value) {
            return namespace.exec("cat", "/proc/sys/net/ipv4/conf/" + value).strip();
        }

        @Override
        public void close() {
            rig.close();
            namespace.close();
        }
    }

    private static void attach(TestNamespace namespace, TestNamespace bridge, int number) {
        namespace.ip("link add eth0 address 02:00:00:00:00:0" + number + " type veth peer name port" + number
                + " netns " + bridge.name());
        bridge.ip("link set port" + number + " master br0 up");
        namespace.ip("link set eth0 addrgenmode none");
        namespace.ip("link set eth0 up");
        namespace.ip("addr add 192.0.2." + number + "/24 dev eth0");
        namespace.ip("addr add fe80::" + number + "/64 dev eth0 nodad");
        namespace.ip("addr add 2001:db8::" + number + "/64 dev eth0 nodad");
    }

    @BeforeEach
    void twoNodesAndAClientOnASwitch() {
        bridge = new TestNamespace();
        bridge.ip("link add br0 type bridge");
        bridge.ip("link set br0 up");
        client = new TestNamespace();
        attach(client, bridge, 3);
        one = new Node(bridge, 1);
        two = new Node(bridge, 2);
    }

    @AfterEach
    void nothingIsLeft() {
        one.close();
        two.close();
        client.close();
        bridge.close();
    }

    private boolean isAnswered(String address) throws Exception {
        return client.call(() -> {
            try (var socket = new DatagramSocket()) {
                socket.setSoTimeout(500);
                socket.connect(InetAddress.getByName(address), 7);
                socket.send(new DatagramPacket(new byte[1], 1));
                socket.receive(new DatagramPacket(new byte[1], 1));
                return false;
            } catch (PortUnreachableException e) {
                // Nobody listens there, says the node that has the address.
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            }
        });
    }

    private String neighbour(String address) {
        return client.ip("neigh show " + address);
    }

    @Test
    void aClientKnowsTheVirtualMacAndNoOtherBeforeAndAfterFailover() throws Exception {
        int first = one.device(A, MAC);
        int second = two.device(A, MAC);
        one.rig.hold("a", first, "192.0.2.9/24");
        for (int i = 0; i < 5; i++) {
            client.ip("neigh flush all");
            one.namespace.ip("neigh flush all");
            assertThat(isAnswered("192.0.2.9")).isTrue();
            assertThat(neighbour("192.0.2.9")).contains("lladdr 00:00:5e:00:01:33");
        }

        one.rig.netlink.release(A);
        one.rig.expect(KernelEvent.Released.class);
        assertThat(one.rig.shows("192.0.2.9/32")).isFalse();
        two.rig.hold("a", second, "192.0.2.9/24");
        two.rig.sockets.sendFrame(two.nic, GratuitousArp.request(MAC, IpAddress.parse("192.0.2.9")));
        // The address moves, its MAC stays.
        await().atMost(Duration.ofSeconds(3)).until(() -> isAnswered("192.0.2.9"));
        assertThat(neighbour("192.0.2.9")).contains("lladdr 00:00:5e:00:01:33");
        client.ip("neigh flush all");
        two.namespace.ip("neigh flush all");
        assertThat(isAnswered("192.0.2.9")).isTrue();
        assertThat(neighbour("192.0.2.9")).contains("lladdr 00:00:5e:00:01:33");
        assertThat(isAnswered("192.0.2.1")).isTrue();
        assertThat(neighbour("192.0.2.1")).contains("lladdr 02:00:00:00:00:01");
    }

    @Test
    void overIpv6AClientKnowsTheVirtualMacToo() throws Exception {
        int first = one.device(A6, MAC6);
        one.rig.holdIpv6("a", first, "fe80::5e:33/64", "2001:db8::9/64");
        for (int i = 0; i < 3; i++) {
            client.ip("-6 neigh flush all");
            one.namespace.ip("-6 neigh flush all");
            assertThat(isAnswered("2001:db8::9")).isTrue();
            assertThat(neighbour("2001:db8::9")).contains("lladdr 00:00:5e:00:02:33");
        }
        assertThat(one.namespace.ip("-6 -o addr show dev vip6-51-" + one.nic).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("/128"));
    }

    @Test
    void advertisementsComeFromTheVirtualMacAndArriveAlsoWherePeersHaveTheSame() throws Exception {
        byte[] message = HexFormat.of().parseHex("3133c80100643feb");
        int first = one.device(A, MAC);
        int second = two.device(A, MAC);
        int first6 = one.device(A6, MAC6);
        int second6 = two.device(A6, MAC6);
        // Both are up: as when two are Active.
        one.rig.hold("a", first, "192.0.2.9/24");
        two.rig.hold("a", second, "192.0.2.9/24");
        one.rig.holdIpv6("a", first6, "2001:db8::9/64");
        two.rig.holdIpv6("a", second6, "2001:db8::9/64");
        try (var tap = two.namespace.call(() -> new FrameTap(two.nic))) {
            one.rig.sockets.sendAdvertisement(
                    first, IpAddress.parse("192.0.2.1"), IpAddress.parse("224.0.0.18"), message);
            assertThat(HexFormat.of().formatHex(tap.next(0x0800), 0, 14))
                    .isEqualTo("01005e000012" + "00005e000133" + "0800");
            one.rig.sockets.sendAdvertisement(first6, IpAddress.parse("fe80::1"), IpAddress.parse("ff02::12"), message);
            assertThat(HexFormat.of().formatHex(tap.next(0x86dd, 112), 0, 14))
                    .isEqualTo("333300000012" + "00005e000233" + "86dd");
        }
        var ears = new Ears();
        ears.takeUntil(two.rig, ears.ipv4);
        ears.takeUntil(two.rig, ears.ipv6);
        assertThat(ears.ipv4).singleElement().asString().endsWith("c0000201e00000123133c80100643feb");
        assertThat(ears.ipv6).containsExactly(two.nic + " fe80::1 ff02::12 255 3133c80100643feb");
    }

    @Test
    void theDeviceIsNoNicOfTheNodeAndIsUpOnlyWhileItHasAddresses() {
        int first = one.device(A, MAC);
        String name = "vip4-51-" + one.nic;
        assertThat(one.namespace.ip("-d link show dev " + name))
                .contains("state DOWN")
                .contains("macvlan mode bridge")
                .contains("link/ether 00:00:5e:00:01:33")
                .contains("alias virtual MAC of vip-agent; the NIC had arp_ignore=0 arp_announce=0");
        one.rig.hold("a", first, "192.0.2.9/24");
        assertThat(one.namespace.ip("link show dev " + name)).contains(",UP");
        assertThat(one.namespace.ip("-6 addr show dev " + name)).isEmpty();
        one.rig.netlink.release(A);
        one.rig.expect(KernelEvent.Released.class);
        await().until(() -> !one.namespace.ip("link show dev " + name).contains(",UP"));

        one.namespace.ip("addr add 192.0.2.77/24 dev eth0");
        await().untilAsserted(() -> assertThat(one.rig
                        .all(KernelEvent.InterfacesChanged.class)
                        .getLast()
                        .interfaces()
                        .getLast()
                        .addresses())
                .containsAll(Rig.parse("192.0.2.77/24")));
        assertThat(one.rig.all(KernelEvent.InterfacesChanged.class))
                .allMatch(told ->
                        told.interfaces().stream().noneMatch(nic -> nic.name().equals(name)));
    }

    @Test
    void itsValuesAreSetAndTheNicsOwnAreGivenBackWhenTheLastDeviceGoes() {
        int first = one.device(A, MAC);
        one.device(new RouterKey("b", Family.IPV4), new MacAddress(0x00005e000134L));
        String name = "vip4-51-" + one.nic;
        assertThat(one.conf(name + "/arp_ignore")).isEqualTo("1");
        assertThat(one.conf(name + "/rp_filter")).isEqualTo("0");
        assertThat(one.conf(name + "/promote_secondaries")).isEqualTo("1");
        assertThat(one.conf("eth0/arp_ignore")).isEqualTo("1");
        assertThat(one.conf("eth0/arp_announce")).isEqualTo("2");
        assertThat(one.conf("all/arp_ignore")).isEqualTo("0");
        one.rig.hold("a", first, "192.0.2.9/24");

        one.rig.netlink.noVirtualMac(A);
        one.rig.netlink.release(A);
        one.rig.expect(KernelEvent.Released.class);
        await().until(() -> !one.namespace.ip("link").contains(name));
        assertThat(one.conf("eth0/arp_ignore")).isEqualTo("1");
        one.rig.netlink.noVirtualMac(new RouterKey("b", Family.IPV4));
        await().untilAsserted(() -> {
            assertThat(one.namespace.ip("link")).doesNotContain("vip4-");
            assertThat(one.conf("eth0/arp_ignore")).isEqualTo("0");
            assertThat(one.conf("eth0/arp_announce")).isEqualTo("0");
        });
    }

    @Test
    void itIsRemovedAtExitAndALeftOneAtTheNextStartAndNobodyElses() {
        one.namespace.ip("link add mine link eth0 address 00:00:5e:00:01:44 type macvlan mode bridge");
        int first = one.device(A, MAC);
        one.rig.hold("a", first, "192.0.2.9/24");
        one.rig.close();
        String afterExit = one.namespace.ip("link");
        one.namespace.ip("link add left link eth0 address 00:00:5e:00:01:33 group " + Macvlan.GROUP
                + " type macvlan mode bridge");
        one.namespace.exec(
                "sh",
                "-c",
                "ip link set left alias 'virtual MAC of vip-agent; the NIC had arp_ignore=0 arp_announce=1'");
        one.namespace.exec("sysctl", "-qw", "net.ipv4.conf.eth0.arp_ignore=1", "net.ipv4.conf.eth0.arp_announce=2");
        one.rig = new Rig(one.namespace);

        assertThat(afterExit).doesNotContain("vip4-").contains("mine@");
        assertThat(one.namespace.ip("link")).doesNotContain("left@").contains("mine@");
        assertThat(one.conf("eth0/arp_ignore")).isEqualTo("0");
        assertThat(one.conf("eth0/arp_announce")).isEqualTo("1");
    }

    @Test
    void oneThatSomebodyRemovesIsMadeAgainWithItsAddresses() throws Exception {
        int first = one.device(A, MAC);
        one.rig.hold("a", first, "192.0.2.9/24");
        one.namespace.ip("link del vip4-51-" + one.nic);

        var again = one.rig.expect(KernelEvent.DeviceReady.class, 2);
        assertThat(again.deviceIndex()).isNotEqualTo(first);
        assertThat(one.rig.expect(KernelEvent.Held.class, 2).again()).isTrue();
        assertThat(one.rig.all(KernelEvent.Refused.class)).isEmpty();
        client.ip("neigh flush all");
        assertThat(isAnswered("192.0.2.9")).isTrue();
        assertThat(neighbour("192.0.2.9")).contains("lladdr 00:00:5e:00:01:33");
    }

    @Test
    void onANicThatWasMadeAnewThereIsANewOne() {
        one.device(A, MAC);
        one.namespace.ip("link del eth0");
        await().untilAsserted(() -> assertThat(one.namespace.ip("link")).doesNotContain("vip4-"));
        attach(one.namespace, bridge, 1);
        int nic = one.namespace.indexOf("eth0");
        one.rig.netlink.virtualMac(A, nic, MAC);
        assertThat(one.rig.expect(KernelEvent.DeviceReady.class, 2).interfaceIndex())
                .isEqualTo(nic);
        assertThat(one.conf("eth0/arp_ignore")).isEqualTo("1");
    }

    @Test
    void aHostWideSettingThatForbidsItIsNamedWithTheLineToSet() {
        refusedUnder("net.ipv4.conf.all.rp_filter=1", "set net.ipv4.conf.all.rp_filter = 0 on this node", 1);
        refusedUnder("net.ipv4.conf.all.arp_filter=1", "set net.ipv4.conf.all.arp_filter = 0 on this node", 2);
        refusedUnder("net.ipv4.conf.all.arp_ignore=2", "set net.ipv4.conf.all.arp_ignore = 1 on this node", 3);
        one.namespace.exec("sysctl", "-qw", "net.ipv6.conf.default.accept_ra=1");
        one.rig.netlink.virtualMac(A6, one.nic, MAC6);
        assertThat(one.rig.expect(KernelEvent.DeviceRefused.class, 4).message())
                .contains("set net.ipv6.conf.default.accept_ra = 0 on this node");
        assertThat(one.namespace.ip("link")).doesNotContain("vip4-").doesNotContain("vip6-");
        one.device(A, MAC);
    }

    private void refusedUnder(String setting, String message, int count) {
        one.namespace.exec("sysctl", "-qw", setting);
        one.rig.netlink.virtualMac(A, one.nic, MAC);
        var refused = one.rig.expect(KernelEvent.DeviceRefused.class, count);
        assertThat(refused.reason()).isEqualTo(FaultReason.SysctlRequired);
        assertThat(refused.message())
                .startsWith("macvlan vip4-51-" + one.nic + " on eth0: ")
                .contains(message);
        one.namespace.exec("sysctl", "-qw", setting.substring(0, setting.length() - 1) + "0");
    }

    @Test
    void whatTheKernelRefusesIsNamed() {
        one.namespace.ip("link add br1 type bridge");
        one.namespace.nic("eth1");
        one.namespace.ip("link set eth1 master br1");
        one.rig.netlink.virtualMac(A, one.namespace.indexOf("eth1"), MAC);
        var refused = one.rig.expect(KernelEvent.DeviceRefused.class);
        assertThat(refused.reason()).isEqualTo(FaultReason.VirtualMACRefused);
        assertThat(refused.message()).contains("on eth1: the kernel says EBUSY");
    }
}
