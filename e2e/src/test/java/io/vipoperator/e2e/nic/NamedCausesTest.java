package io.vipoperator.e2e.nic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What on a host or in a switch keeps a VirtualIP from working is named, with what to do. Needs root. */
class NamedCausesTest {

    private static Hosts hosts;
    private static AgentHost left;
    private static AgentHost right;
    private static Wiretap wire;

    @BeforeAll
    static void start() {
        hosts = Hosts.start();
        left = hosts.left;
        right = hosts.right;
        wire = hosts.wire;
    }

    @AfterAll
    static void stop() {
        hosts.close();
    }

    @Test
    void aFirewallThatDropsVrrpIsNamedWithTheLineThatHelps() {
        Vip vip = Vip.of(151);
        hosts.settle(vip);

        right.run("nft", "add table inet filter");
        right.run("nft", "add chain inet filter input { type filter hook input priority 0; policy accept; }");
        right.run("nft", "add rule inet filter input meta l4proto 112 drop");
        try {
            assertThat(right.awaitIncident(vip, "FirewallDropsVRRP"))
                    .startsWith(
                            "advertisements of " + left.address() + " (" + left.mac()
                                    + ") reach eth0 but not this agent: a firewall of this node drops protocol 112; let it pass with:"
                                    + " nft insert rule inet filter input ip protocol vrrp accept; or with firewalld: firewall-cmd"
                                    + " --permanent --add-rich-rule='rule protocol value=\"vrrp\" accept' && firewall-cmd --reload");
            // That is what it leads to.
            right.awaitState(vip, "Active");

            right.run("nft", "insert rule inet filter input ip protocol vrrp accept");

            right.awaitState(vip, "Backup");
            right.awaitHolds(vip, false);
            assertThat(left.installed(vip)).contains("10.78.0.151/32");
        } finally {
            right.run("nft", "delete table inet filter");
        }
    }

    @Test
    void theLineForIpv6HelpsToo() {
        Vip vip = Vip.of(152).over6("2001:db8:78::152");
        addGlobalAddresses();
        hosts.settle(vip);

        right.run("nft", "add table inet filter");
        right.run("nft", "add chain inet filter input { type filter hook input priority 0; policy accept; }");
        right.run("nft", "add rule inet filter input meta l4proto 112 drop");
        try {
            assertThat(right.awaitIncident(vip, "FirewallDropsVRRP"))
                    .contains("nft insert rule inet filter input ip6 nexthdr 112 accept;");
            right.awaitState(vip, "Active");

            right.run("nft", "insert rule inet filter input ip6 nexthdr 112 accept");

            right.awaitState(vip, "Backup");
            right.awaitHolds(vip, false);
        } finally {
            right.run("nft", "delete table inet filter");
        }
    }

    private static void addGlobalAddresses() {
        left.run("ip", "address", "replace", "2001:db8:78::11/64", "dev", "eth0", "nodad");
        right.run("ip", "address", "replace", "2001:db8:78::12/64", "dev", "eth0", "nodad");
    }

    @Test
    void aSwitchThatSnoopsMldWithoutAQuerierIsNamed() {
        Vip four = Vip.of(153);
        Vip six = four.over6("2001:db8:78::153");
        addGlobalAddresses();
        left.runs(four.withPriority(200), six.withPriority(200));
        left.awaitStates(four, List.of("Active", "Active"));
        right.runs(four.withPriority(100), six.withPriority(100));
        right.awaitStates(four, List.of("Backup", "Backup"));

        // It has heard no report for ff02::12, and floods to nobody that group of which it believes to know all
        // listeners.
        hosts.segment.onSwitch("bash", "-e", "-c", """
                nft add rule bridge faults forward oifname right ip6 daddr ff02::12 drop
                """);
        try {
            assertThat(right.awaitIncident(six, "MldSnooping"))
                    .isEqualToIgnoringCase(left.address() + " (" + left.mac()
                            + ") is heard over IPv4 but not over IPv6 on eth0: a switch snoops MLD without a querier and keeps"
                            + " ff02::12 back; switch a querier on or the snooping off (Linux bridge: mcast_querier 1 or"
                            + " mcast_snooping 0), or look at the peer's own firewall");
        } finally {
            hosts.segment.healVrrp();
        }
        right.awaitStates(four, List.of("Backup", "Backup"));
        right.awaitHolds(six, false);
    }

    @Test
    void aSecondNicInTheSegmentIsNamed() {
        Vip vip = Vip.of(154).with("interface: {type: Name, name: eth0}");
        hosts.settle(vip);

        hosts.segment.plugIn("left", "left2", "eth1");
        left.run("ip", "address", "add", "10.78.1.11/24", "dev", "eth1");
        left.run("ip", "link", "set", "eth1", "up");
        try {
            // Its NICs are heard where it has routers.
            left.runs(vip.withPriority(200), Vip.of(157).with("interface: {type: Name, name: eth1}"));
            assertThat(left.awaitIncident(vip, "SecondInterfaceInSegment"))
                    .startsWith("advertisements that this node sends from " + left.address()
                            + " on eth0 arrive on its eth1: both are in one segment")
                    .contains("net.ipv4.conf.all.arp_ignore=1 and arp_announce=2");
            assertThat(left.installed(vip)).contains("eth0", "10.78.0.154/32");
        } finally {
            left.run("ip", "link", "delete", "eth1");
        }
    }

    @Test
    void anAddressOnKubeIpvs0IsNotClaimedAndTheReasonIsNamed() {
        Vip vip = Vip.of(155);
        right.runs();
        // kube-proxy's is a dummy device, which this kernel may lack: the name is what tells.
        left.run("ip", "link", "add", "kube-ipvs0", "type", "bridge");
        left.run("ip", "address", "add", "10.78.0.155/32", "dev", "kube-ipvs0");
        long begun = Wiretap.nowMicros();
        try {
            left.runs(vip);

            assertThat(left.awaitFault(vip, "AddressInUseOnNode"))
                    .startsWith(
                            "address 10.78.0.155 is on kube-ipvs0: kube-proxy in IPVS mode puts each Service's address on"
                                    + " every node")
                    .contains("ipvs.strictARP: true");
            assertThat(left.installed(vip)).contains("kube-ipvs0").doesNotContain("eth0");
            assertThat(wire.framesSince(begun, frame -> frame.isAdvertisement(155)))
                    .isEmpty();
        } finally {
            left.run("ip", "link", "delete", "kube-ipvs0");
        }
        left.awaitState(vip, "Active");
        left.awaitHolds(vip, true);
    }

    @Test
    void anArpIgnoreAboveOneIsNamed() {
        Vip vip = Vip.of(156);
        right.runs();
        left.terminate();
        left.write(List.of(vip));
        left.run("bash", "-c", "echo 2 > /proc/sys/net/ipv4/conf/all/arp_ignore");
        left.launch();
        try {
            left.awaitReady();

            assertThat(left.awaitIncident(vip, "ArpIgnore"))
                    .isEqualTo("arp_ignore is 2 on eth0, so that this node answers no ARP for host addresses:"
                            + " net.ipv4.conf.all.arp_ignore and net.ipv4.conf.eth0.arp_ignore must be 0 or 1");
        } finally {
            left.run("bash", "-c", "echo 0 > /proc/sys/net/ipv4/conf/all/arp_ignore");
        }
    }
}
