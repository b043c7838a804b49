package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.AnnouncementForm;
import io.vipoperator.node.loop.Candidacy;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.Dialect;
import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.InterfaceRule;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.vrrp.AnnouncementPlan;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.ChecksumForm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeStateReaderTest {
    private static final String SOUND =
            "virtualIP: web, family: IPv4, virtualRouterID: 51, priority: 100, addresses: [10.0.0.160/24]";

    @Test
    void absentFieldsHaveTheDefaultsOfTheSchemaAndNoPreemptionDelay() {
        DesiredState state = sound("routers: [{" + SOUND + "}]");

        AddressWithPrefix address = new AddressWithPrefix(IpAddress.parse("10.0.0.160"), 24);
        assertThat(state)
                .isEqualTo(new DesiredState(
                        7,
                        0,
                        List.of(new RouterSetup(
                                new RouterKey("web", Family.IPV4),
                                "",
                                0,
                                "web",
                                new InterfaceRule.Subnet(),
                                51,
                                Candidacy.of(100, true, 0, 0),
                                Dialect.multicast(100_000_000L, ChecksumForm.PSEUDO_HEADER),
                                List.of(IpAddress.parse("10.0.0.160")),
                                new InstallPlan(List.of(address), false, true, Optional.empty()),
                                new AnnouncementPlan(5, 200_000_000L, 5_000_000_000L, 60_000_000_000L),
                                AnnouncementForm.BOTH,
                                List.of()))));
    }

    @Test
    void everyFieldOfAWholeObjectIsRead() {
        DesiredState state = sound("""
                apiVersion: vip-operator.io/v1alpha1
                kind: VirtualIPNodeState
                metadata: {name: node-1, generation: 9, uid: ignored}
                spec:
                  reportRequest: 17
                  routers:
                  - virtualIP: web
                    uid: 11-22
                    generation: 3
                    family: IPv4
                    virtualRouterID: 255
                    interface: {type: Name, name: eth1}
                    priority: 255
                    yieldBelow: 240
                    addresses: [10.0.0.160/24, 10.0.0.161/32]
                    excludedAddresses: [10.0.0.162/24]
                    addressMode: Install
                    prefixRoute: Enabled
                    deadManSwitch: Disabled
                    addressLabel: eth1:vip
                    version: V3
                    advertisementIntervalMilliseconds: 40950
                    preemption: {mode: Never, delaySeconds: 30}
                    startupDelaySeconds: 300
                    transport: {type: Multicast}
                    linkLocal: Generate
                    authentication: {type: None}
                    checksum: MessageOnly
                    virtualMAC: Disabled
                    announcement: {count: 1, intervalMilliseconds: 1, repeatAfterSeconds: 0, refreshSeconds: 0, form: Reply}
                    trackInterfaces: []
                    healthChecks: []
                    requires: [V3, IPv4]
                status: {observedGeneration: 4}
                """);

        assertThat(state.generation()).isEqualTo(9);
        assertThat(state.reportRequest()).isEqualTo(17);
        assertThat(state.routers())
                .containsExactly(new RouterSetup(
                        new RouterKey("web", Family.IPV4),
                        "11-22",
                        3,
                        "web",
                        new InterfaceRule.Name("eth1"),
                        255,
                        Candidacy.of(255, false, 30_000_000_000L, 300_000_000_000L),
                        Dialect.multicast(40_950_000_000L, ChecksumForm.MESSAGE_ONLY),
                        List.of(IpAddress.parse("10.0.0.160"), IpAddress.parse("10.0.0.161")),
                        new InstallPlan(
                                List.of(
                                        new AddressWithPrefix(IpAddress.parse("10.0.0.160"), 24),
                                        new AddressWithPrefix(IpAddress.parse("10.0.0.161"), 32),
                                        new AddressWithPrefix(IpAddress.parse("10.0.0.162"), 24)),
                                true,
                                false,
                                Optional.of("eth1:vip")),
                        new AnnouncementPlan(1, 1_000_000L, 0, 0),
                        AnnouncementForm.REPLY,
                        List.of()));
    }

    @Test
    void jsonIsReadToo() {
        assertThat(sound("{\"routers\": [], \"reportRequest\": 4}")).isEqualTo(new DesiredState(7, 4, List.of()));
    }

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
    void twoRoutersWithOneVirtualRouterIDAreTheLoopsConcern() {
        assertThat(sound("routers: [{" + SOUND + "}, {" + SOUND.replace("web", "other") + "}]")
                        .routers())
                .hasSize(2);
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
                    prority: 5                | prority: is not a known field; known are KNOWN
                    """)
    void aBadValueIsNamedWithItsFieldItsValueAndTheRule(String field, String expected) {
        String name = field.substring(0, field.indexOf(':'));
        String others = SOUND.replaceAll(name + ": (\\[[^]]*]|[^,]+)(, )?", "");

        String message = refused("routers: [{" + field + ", " + others.replaceAll(", $", "") + "}]");

        assertThat(message)
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
                    ``                        | document: must be a VirtualIPNodeState or the spec of one
                    hello                     | document: must be a VirtualIPNodeState or the spec of one
                    {}                        | routers: must be a list; [] runs none
                    routers: {}               | routers: {} must be a list
                    routers: [1]              | routers[0]: 1 must be an object
                    routers: [~]              | routers[0]: must not be empty
                    {routers: [], reportRequest: x} | reportRequest: "x" must be a whole number
                    {apiVersion: v1, kind: Pod, spec: {routers: []}} | apiVersion: "v1" must be vip-operator.io/v1alpha1; kind: "Pod" must be VirtualIPNodeState
                    {apiVersion: vip-operator.io/v1alpha1, kind: VirtualIPNodeState} | spec: must be an object
                    {apiVersion: vip-operator.io/v1alpha1, kind: VirtualIPNodeState, spec: {}} | spec.routers: must be a list; [] runs none
                    """)
    void aDocumentOfAWrongFormIsRefused(String text, String expected) {
        assertThat(refused(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"routers: [", "{\"routers\": [}", "routers: []\nrouters: []\n", "\u0000"})
    void whatIsNotYamlIsRefused(String text) {
        assertThat(refused(text)).startsWith("document: must be YAML or JSON: ");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        String message = refused("""
                routers:
                - {virtualIP: web, family: IPv4, virtualRouterID: 0, priority: ten, addresses: [10.0.0.160/24]}
                - {virtualIP: web, family: IPv4, virtualRouterID: 5, priority: 10, addresses: [10.0.0.300/24]}
                """);

        assertThat(message)
                .isEqualTo(
                        "routers[0].priority: \"ten\" must be a whole number; routers[0].virtualRouterID: 0 must be 1 to 255;"
                                + " routers[1].addresses[0]: \"10.0.0.300/24\" must be an IPv4 address in CIDR notation;"
                                + " routers[1].virtualIP: \"web\" must not have a second router of the same family:"
                                + " routers[0] is one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    version: V2                                  | version V2
                    transport: {type: Unicast}                   | transport.type Unicast
                    transport: {sourceAddress: 10.0.0.1}         | transport.sourceAddress
                    authentication: {type: HMAC}                 | authentication.type HMAC
                    virtualMAC: Enabled                          | virtualMAC Enabled
                    group: web                                   | group
                    trackInterfaces: [{name: bond1}]             | trackInterfaces
                    healthChecks: [{name: nginx}]                | healthChecks
                    requires: [IPv4, Teleport]                   | requires Teleport
                    """)
    void whatThisVersionLacksIsSaidForThatRouterAndTheOthersRun(String field, String missing) {
        DesiredState state = sound("routers: [{" + SOUND + ", " + field + "}, {" + SOUND.replace("web", "b") + "}]");

        assertThat(state.routers())
                .extracting(RouterSetup::missingFeatures)
                .containsExactly(List.of(missing), List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    version: V9                                  | version
                    preemption: {mode: Sometimes}                | preemption.mode
                    addressMode: Hide                            | addressMode
                    interface: {type: Fastest}                   | interface.type
                    announcement: {form: Shout}                  | announcement.form
                    """)
    void aWordOfANewerVersionFaultsThatRouterAndTheOthersRun(String field, String missing) {
        Checked<DesiredState> checked = NodeStateReader.readText(
                "routers: [{" + SOUND + ", " + field + "}, {" + SOUND.replace("web", "b") + "}]",
                7,
                UnknownFields.IGNORE);

        assertThat(checked).isInstanceOf(Checked.Sound.class);
        assertThat(((Checked.Sound<DesiredState>) checked).value().routers())
                .extracting(RouterSetup::missingFeatures)
                .containsExactly(List.of(missing + " with a value that this version does not know"), List.of());
    }

    @Test
    void aMistypedWordInAFileIsRefused() {
        assertThat(refused("routers: [{" + SOUND + ", addressMode: Instal, preemption: {mode: never}}]"))
                .isEqualTo("routers[0].addressMode: \"Instal\" must be one of Install, ElectOnly;"
                        + " routers[0].preemption.mode: \"never\" must be one of Always, Never");
    }

    @Test
    void theLongestIntervalOfV2IsNoMistakeThoughNoRouterRunsIt() {
        RouterSetup router = sound("routers: [{" + SOUND + ", version: V2, advertisementIntervalMilliseconds: 255000}]")
                .routers()
                .get(0);

        assertThat(router.missingFeatures()).containsExactly("version V2");
        assertThat(router.intervalNanos()).isEqualTo(1_000_000_000L);
    }

    @Test
    void anIPv6RouterIsReadAndLacksAFeature() {
        RouterSetup router = sound("routers: [{"
                        + SOUND.replace("IPv4", "IPv6").replace("10.0.0.160/24", "\"2001:db8::1/64\"") + "}]")
                .routers()
                .get(0);

        assertThat(router.key()).isEqualTo(new RouterKey("web", Family.IPV6));
        assertThat(router.missingFeatures()).containsExactly("family IPv6");
    }

    @Test
    void whatANewerVersionWroteIsIgnoredWhereItMayBe() {
        Checked<DesiredState> checked = NodeStateReader.readText(
                "{tomorrow: 1, routers: [{" + SOUND + ", hologram: {a: b}}]}", 7, UnknownFields.IGNORE);

        assertThat(checked).isInstanceOf(Checked.Sound.class);
    }

    private static DesiredState sound(String text) {
        Checked<DesiredState> checked = NodeStateReader.readText(text, 7, UnknownFields.REFUSE);
        assertThat(checked).isInstanceOf(Checked.Sound.class);
        return ((Checked.Sound<DesiredState>) checked).value();
    }

    private static String refused(String text) {
        Checked<DesiredState> checked = NodeStateReader.readText(text, 7, UnknownFields.REFUSE);
        assertThat(checked).isInstanceOf(Checked.Refused.class);
        return ((Checked.Refused<DesiredState>) checked).message();
    }
}
