package io.vipoperator.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which NIC carries a router, and from which address it speaks. */
class InterfaceSelectionTest {
    private static final IpAddress VIP = IpAddress.parse("192.168.27.160");
    private static final NetworkInterface LO = nic(1, "lo", true, Optional.empty(), "127.0.0.1/8");
    private static final NetworkInterface ETH0 = nic(2, "eth0", false, Optional.of(100), "10.0.0.11/24");
    private static final NetworkInterface ETH1 =
            nic(3, "eth1", false, Optional.of(50), "10.9.0.1/24", "192.168.27.11/24", "192.168.27.12/24");
    private static final NetworkInterface ETH2 = nic(4, "eth2", false, Optional.empty());

    @Test
    void theSubnetOfTheFirstAddressFindsTheInterfaceAndThePrimaryAddressInIt() {
        assertChosen(select(new InterfaceRule.Subnet(), Set.of()), "eth1", "192.168.27.11");
    }

    @Test
    void theLongestPrefixWins() {
        NetworkInterface wide = nic(5, "a0", false, Optional.empty(), "192.168.0.5/16");
        Selection selection =
                InterfaceSelection.select(new InterfaceRule.Subnet(), List.of(VIP), List.of(wide, ETH1), Set.of());
        assertChosen(selection, "eth1", "192.168.27.11");
    }

    @Test
    void aHostAddressIsNoSubnet() {
        NetworkInterface ipvs = nic(5, "kube-ipvs0", false, Optional.empty(), VIP + "/32");
        Selection selection =
                InterfaceSelection.select(new InterfaceRule.Subnet(), List.of(VIP), List.of(ipvs, ETH1), Set.of(VIP));
        assertChosen(selection, "eth1", "192.168.27.11");
    }

    @Test
    void theDefaultRouteOfTheLeastMetricFindsTheInterface() {
        assertChosen(select(new InterfaceRule.DefaultRoute(), Set.of()), "eth1", "192.168.27.11");
    }

    @Test
    void theFirstMatchingNameByAlphabetIsTaken() {
        assertChosen(select(new InterfaceRule.NamePattern(Pattern.compile("eth[0-9]")), Set.of()), "eth0", "10.0.0.11");
        assertUnfit(
                select(new InterfaceRule.NamePattern(Pattern.compile("eth")), Set.of()),
                FaultReason.InterfaceNotFound,
                "no interface has a name that matches 'eth'");
    }

    @Test
    void aVirtualAddressIsNotThePrimaryOneUnlessThereIsNoOther() {
        IpAddress first = IpAddress.parse("192.168.27.11");
        assertChosen(select(new InterfaceRule.Subnet(), Set.of(first)), "eth1", "192.168.27.12");
        assertChosen(select(new InterfaceRule.Name("eth0"), Set.of(IpAddress.parse("10.0.0.11"))), "eth0", "10.0.0.11");
    }

    @Test
    void ofIpv6TheFirstGlobalAddressFindsTheInterfaceAndALinkLocalOneIsTheSource() {
        List<IpAddress> advertised = List.of(IpAddress.parse("fe80::5e:33"), IpAddress.parse("2001:db8:2::9"));
        NetworkInterface eth3 = ipv6(6, "eth3", 10, "2001:db8:1::1/64", "fe80::3/64");
        NetworkInterface eth4 = ipv6(7, "eth4", 20, "2001:db8:2::1/64", "fe80::5e:33/64", "fe80::4/64");
        List<NetworkInterface> all = List.of(LO, ETH1, eth3, eth4);
        Set<IpAddress> virtual = Set.copyOf(advertised);

        assertChosen(
                InterfaceSelection.select(new InterfaceRule.Subnet(), advertised, all, virtual), "eth4", "fe80::4");
        assertChosen(
                InterfaceSelection.select(new InterfaceRule.DefaultRoute(), advertised, all, virtual),
                "eth3",
                "fe80::3");
        assertUnfit(
                InterfaceSelection.select(
                        new InterfaceRule.Name("eth5"),
                        advertised,
                        List.of(ipv6(8, "eth5", 1, "2001:db8:2::5/64")),
                        virtual),
                FaultReason.NoPrimaryAddress,
                "interface eth5 has no IPv6 link-local address that could be the source of advertisements");
    }

    @Test
    void unicastComesFromTheSubnetOrFromTheFixedSourceWhichMustBeThere() {
        List<IpAddress> advertised = List.of(IpAddress.parse("2001:db8:2::9"));
        List<NetworkInterface> all = List.of(ipv6(6, "eth3", 10, "fe80::3/64", "2001:db8:1::1/64", "2001:db8:2::1/64"));
        InterfaceRule rule = new InterfaceRule.Subnet();
        Transport unicast = new Transport.Unicast(Optional.empty(), List.of());
        assertChosen(InterfaceSelection.select(rule, unicast, advertised, all, Set.of()), "eth3", "2001:db8:2::1");

        Transport fixed = new Transport.Unicast(Optional.of(IpAddress.parse("2001:db8:1::1")), List.of());
        assertChosen(InterfaceSelection.select(rule, fixed, advertised, all, Set.of()), "eth3", "2001:db8:1::1");
        Transport gone = new Transport.Unicast(Optional.of(IpAddress.parse("2001:db8:1::7")), List.of());
        assertUnfit(
                InterfaceSelection.select(rule, gone, advertised, all, Set.of()),
                FaultReason.NoPrimaryAddress,
                "source address 2001:db8:1::7 is not on interface eth3");
    }

    private static NetworkInterface ipv6(int index, String name, int metric, String... addresses) {
        NetworkInterface like = nic(index, name, false, Optional.empty(), addresses);
        return new NetworkInterface(
                index,
                name,
                like.mac(),
                1500,
                true,
                false,
                false,
                like.addresses(),
                Map.of(Family.IPV6, metric),
                0,
                false);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertUnfit(
                select(new InterfaceRule.Name("eth9"), Set.of()),
                FaultReason.InterfaceNotFound,
                "interface eth9 does not exist");
        assertUnfit(
                select(new InterfaceRule.Name("lo"), Set.of()),
                FaultReason.InterfaceNotFound,
                "interface lo does not exist");
        assertUnfit(
                select(new InterfaceRule.Name("eth2"), Set.of()),
                FaultReason.NoPrimaryAddress,
                "interface eth2 has no IPv4 address that could be the source of advertisements");
        assertUnfit(
                InterfaceSelection.select(new InterfaceRule.Subnet(), List.of(VIP), List.of(LO, ETH0), Set.of()),
                FaultReason.InterfaceNotFound,
                "no interface has a subnet that holds 192.168.27.160");
    }

    @Test
    void subnetsEndAtTheirPrefix() {
        AddressWithPrefix subnet = new AddressWithPrefix(IpAddress.parse("10.0.0.129"), 25);
        assertThat(InterfaceSelection.holds(subnet, IpAddress.parse("10.0.0.200")))
                .isTrue();
        assertThat(InterfaceSelection.holds(subnet, IpAddress.parse("10.0.0.127")))
                .isFalse();
        assertThat(InterfaceSelection.holds(subnet, IpAddress.parse("::1"))).isFalse();
        assertThat(InterfaceSelection.holds(new AddressWithPrefix(VIP, 0), IpAddress.parse("1.2.3.4")))
                .isTrue();
        assertThat(InterfaceSelection.holds(new AddressWithPrefix(VIP, 32), VIP))
                .isTrue();
    }

    private static Selection select(InterfaceRule rule, Set<IpAddress> virtual) {
        return InterfaceSelection.select(rule, List.of(VIP), List.of(LO, ETH2, ETH1, ETH0), virtual);
    }

    private static void assertChosen(Selection selection, String name, String primaryAddress) {
        assertThat(selection).isInstanceOfSatisfying(Selection.Chosen.class, chosen -> {
            assertThat(chosen.nic().name()).isEqualTo(name);
            assertThat(chosen.primaryAddress()).isEqualTo(IpAddress.parse(primaryAddress));
        });
    }

    private static void assertUnfit(Selection selection, FaultReason reason, String message) {
        assertThat(selection).isEqualTo(new Selection.Unfit(reason, message));
    }

    private static NetworkInterface nic(
            int index, String name, boolean loopback, Optional<Integer> defaultRoute, String... addresses) {
        List<AddressWithPrefix> parsed = Stream.of(addresses)
                .map(text -> text.split("/", 2))
                .map(parts -> new AddressWithPrefix(IpAddress.parse(parts[0]), Integer.parseInt(parts[1])))
                .toList();
        return new NetworkInterface(
                index, name, Optional.of(new MacAddress(index)), 1500, true, loopback, false, parsed, defaultRoute);
    }
}
