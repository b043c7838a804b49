package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static io.vipoperator.node.agent.StateTexts.SOUND_IPV6;
import static io.vipoperator.node.agent.StateTexts.refusedWith;
import static io.vipoperator.node.agent.StateTexts.router;
import static io.vipoperator.node.agent.StateTexts.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a router is, where, and with which addresses. */
class RouterReaderTest {
    @Test
    void aRouterThatOnlyElectsInstallsNothing() {
        RouterSetup router = sound(
                        "routers: [{" + SOUND + ", addressMode: ElectOnly, excludedAddresses: [10.0.0.9/24]}]")
                .routers()
                .get(0);

        assertThat(router.install().addresses()).isEmpty();
        assertThat(router.advertised()).containsExactly(IpAddress.parse("10.0.0.160"));
    }

    @Test
    void anIPv6RouterAdvertisesAndInstallsTheLinkLocalAddressOfItsVridFirst() {
        RouterSetup router = router(SOUND_IPV6, "excludedAddresses: ['2001:db8::2/64']");

        assertThat(router.key()).isEqualTo(new RouterKey("web", Family.IPV6));
        assertThat(router.advertised()).containsExactly(address("fe80::5e:33"), address("2001:db8::1"));
        assertThat(router.install().addresses())
                .containsExactly(
                        new AddressWithPrefix(address("fe80::5e:33"), 64),
                        new AddressWithPrefix(address("2001:db8::1"), 64),
                        new AddressWithPrefix(address("2001:db8::2"), 64));
        assertThat(router.missingFeatures()).isEmpty();
    }

    @Test
    void theGeneratedAddressHoldsTheVridInHexadecimal() {
        assertThat(router(SOUND_IPV6, "virtualRouterID: 255").advertised().get(0))
                .isEqualTo(address("fe80::5e:ff"));
        assertThat(router(SOUND_IPV6, "virtualRouterID: 1").advertised().get(0)).isEqualTo(address("fe80::5e:1"));
    }

    @Test
    void unicastChangesNothingAboutTheLinkLocalAddress() {
        assertThat(router(SOUND_IPV6, "transport: {type: Unicast, peers: [{address: 'fe80::2'}]}")
                        .advertised())
                .containsExactly(address("fe80::5e:33"), address("2001:db8::1"));
    }

    @Test
    void linkLocalNoneAdvertisesWhatIsListed() {
        RouterSetup router = router(SOUND_IPV6, "linkLocal: None");

        assertThat(router.advertised()).containsExactly(address("2001:db8::1"));
        assertThat(router.install().addresses()).containsExactly(new AddressWithPrefix(address("2001:db8::1"), 64));
    }

    @Test
    void aListedLinkLocalAddressIsPutFirstAndNoneIsGenerated() {
        RouterSetup router = router(SOUND_IPV6, "addresses: ['2001:db8::1/64', 'febf::9/10', 'fe80::8/64']");

        assertThat(router.advertised()).containsExactly(address("febf::9"), address("2001:db8::1"), address("fe80::8"));
    }

    @Test
    void theGeneratedAddressStandsOnceThoughItIsExcludedToo() {
        assertThat(router(SOUND_IPV6, "excludedAddresses: ['fe80::5e:33/128', '2001:db8::2/64']")
                        .install()
                        .addresses())
                .containsExactly(
                        new AddressWithPrefix(address("fe80::5e:33"), 64),
                        new AddressWithPrefix(address("2001:db8::1"), 64),
                        new AddressWithPrefix(address("2001:db8::2"), 64));
    }

    @Test
    void anIPv4RouterHasNoLinkLocalAddress() {
        assertThat(router(SOUND, "linkLocal: Generate").advertised()).containsExactly(address("10.0.0.160"));
    }

    @Test
    void beside254AddressesThereIsRoomForAGeneratedOneAndBeside255ThereIsNot() {
        assertThat(router(SOUND_IPV6, addresses(254)).advertised()).hasSize(255);
        assertThat(refusedWith(SOUND_IPV6, addresses(255)))
                .isEqualTo(
                        "routers[0].addresses: must be at most 254 addresses beside the one that linkLocal Generate adds");
        assertThat(refusedWith(SOUND_IPV6, addresses(256)))
                .isEqualTo("routers[0].addresses: must be 1 to 255 addresses, not 256");
        assertThat(router(SOUND_IPV6, addresses(255) + ", linkLocal: None").advertised())
                .hasSize(255);
    }

    @Test
    void theLabelIsForIPv4Alone() {
        assertThat(router(SOUND, "addressLabel: 'eth0:vip'").install().label()).isEqualTo(Optional.of("eth0:vip"));
        assertThat(router(SOUND_IPV6, "addressLabel: 'eth0:vip'").install().label())
                .isEmpty();
    }

    @Test
    void aGroupAndAVirtualIPOfOneNameAreTwoDecisions() {
        assertThat(router(SOUND, "group: web").group()).isEqualTo("group/web");
        assertThat(router(SOUND, "uid: a").group()).isEqualTo("vip/web");
        assertThat(router(SOUND_IPV6, "uid: a").group()).isEqualTo("vip/web");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    virtualRouterID: 0        | virtualRouterID: 0 must be 1 to 255
                    virtualRouterID: 256      | virtualRouterID: 256 must be 1 to 255
                    virtualRouterID: null     | virtualRouterID: must be 1 to 255
                    virtualRouterID: 5.5      | virtualRouterID: 5.5 must be a whole number
                    virtualRouterID: abc      | virtualRouterID: "abc" must be a whole number
                    priority: 256             | priority: 256 must be 0 to 255
                    priority: -1              | priority: -1 must be 0 to 255
                    virtualIP: Web            | virtualIP: "Web" must be at most 253 lower case letters, digits, '-' and '.', with a letter or digit at both ends
                    virtualIP: null           | virtualIP: must be the name of a VirtualIP
                    virtualIP: [a]            | virtualIP: ["a"] must be a string
                    family: null              | family: must be IPv4 or IPv6
                    addresses: []             | addresses: must be 1 to 255 addresses, not 0
                    addresses: null           | addresses: must be 1 to 255 addresses, not 0
                    addresses: 10.0.0.1/24    | addresses: "10.0.0.1/24" must be a list
                    addresses: [10.0.0.300/24] | addresses[0]: "10.0.0.300/24" must be an IPv4 address in CIDR notation
                    addresses: [10.0.0.1]     | addresses[0]: "10.0.0.1" must be an IPv4 address in CIDR notation
                    addresses: [10.0.0.1/33]  | addresses[0]: "10.0.0.1/33" must be an IPv4 address in CIDR notation
                    addresses: [10.0.0.1/0]   | addresses[0]: "10.0.0.1/0" must be an IPv4 address in CIDR notation
                    addresses: ["2001:db8::1/64"] | addresses[0]: "2001:db8::1/64" must be an IPv4 address in CIDR notation
                    addresses: [10.0.0.1/24, 10.0.0.1/32] | addresses[1]: "10.0.0.1/32" must not stand twice: routers[0].addresses[0] is the same address
                    addresses: [224.0.0.18/24] | addresses[0]: "224.0.0.18/24" must be the address of a host: not multicast, loopback, 0.0.0.0 or 255.255.255.255
                    addresses: [127.0.0.1/8]  | addresses[0]: "127.0.0.1/8" must be the address of a host: not multicast, loopback, 0.0.0.0 or 255.255.255.255
                    excludedAddresses: [10.0.0.160/24] | excludedAddresses[0]: "10.0.0.160/24" must not stand twice: routers[0].addresses[0] is the same address
                    addressLabel: "eth0 vip"  | addressLabel: "eth0 vip" must be 1 to 15 characters without spaces
                    addressLabel: "eth0:muchtoolong" | addressLabel: "eth0:muchtoolong" must be 1 to 15 characters without spaces
                    advertisementIntervalMilliseconds: 15 | advertisementIntervalMilliseconds: 15 must be 10 to 40950 in steps of 10
                    advertisementIntervalMilliseconds: 40960 | advertisementIntervalMilliseconds: 40960 must be 10 to 40950 in steps of 10
                    preemption: {delaySeconds: 1001} | preemption.delaySeconds: 1001 must be 0 to 1000
                    preemption: Always        | preemption: "Always" must be an object
                    startupDelaySeconds: 301  | startupDelaySeconds: 301 must be 0 to 300
                    announcement: {count: 0}  | announcement.count: 0 must be 1 to 100
                    announcement: {refreshSeconds: -1} | announcement.refreshSeconds: -1 must be 0 to 86400
                    interface: {type: Name}   | interface.name: must be the name of a NIC
                    interface: {type: Name, name: a/b} | interface.name: "a/b" must be 1 to 15 characters without spaces, '/' and ':'
                    interface: {name: eth0}   | interface.name: "eth0" must be absent unless interface.type is Name
                    interface: {type: Pattern, pattern: "eth["} | interface.pattern: "eth[" must be a regular expression: Unclosed character class
                    addresses: ["fe80::1/64"] | addresses[0]: "fe80::1/64" must be an IPv4 address in CIDR notation
                    group: Web                | group: "Web" must be 1 to 63 lower case letters, digits and '-', with a letter or digit at both ends
                    group: ""                 | group: "" must be 1 to 63 lower case letters, digits and '-', with a letter or digit at both ends
                    group: a.b                | group: "a.b" must be 1 to 63 lower case letters, digits and '-', with a letter or digit at both ends
                    prority: 5                | prority: is not a known field; known are KNOWN
                    """)
    void aBadValueIsNamedWithItsFieldItsValueAndTheRule(String field, String expected) {
        assertThat(refusedWith(SOUND, field))
                .isEqualTo("routers[0]."
                        + expected.replace(
                                "KNOWN",
                                "addressLabel, addressMode, addresses, advertisementIntervalMilliseconds, announcement,"
                                        + " authentication, checksum, deadManSwitch, excludedAddresses, family, generation,"
                                        + " group, healthChecks, interface, linkLocal, preemption, prefixRoute, priority,"
                                        + " requires, startupDelaySeconds, trackInterfaces, transport, uid, version,"
                                        + " virtualIP, virtualMAC, virtualRouterID, yieldBelow"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    addresses: ["ff02::12/64"] | addresses[0]: "ff02::12/64" must be the address of a host: not multicast, loopback, 0.0.0.0 or 255.255.255.255
                    addresses: ["::1/128"]     | addresses[0]: "::1/128" must be the address of a host: not multicast, loopback, 0.0.0.0 or 255.255.255.255
                    addresses: [10.0.0.1/24]   | addresses[0]: "10.0.0.1/24" must be an IPv6 address in CIDR notation
                    addresses: ["2001:db8::1/129"] | addresses[0]: "2001:db8::1/129" must be an IPv6 address in CIDR notation
                    version: V2                | version: "V2" must be V3 with IPv6: VRRP version 2 has no IPv6
                    """)
    void aBadValueOfAnIPv6RouterIsNamedToo(String field, String expected) {
        assertThat(refusedWith(SOUND_IPV6, field)).isEqualTo("routers[0]." + expected);
    }

    private static String addresses(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "'2001:db8::" + Integer.toHexString(i) + "/64'")
                .collect(Collectors.joining(", ", "addresses: [", "]"));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text);
    }
}
