package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static io.vipoperator.node.agent.StateTexts.refused;
import static io.vipoperator.node.agent.StateTexts.sound;
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
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeStateReaderTest {
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
                                "vip/web",
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
                        "vip/web",
                        new InterfaceRule.Name("eth1"),
                        255,
                        new Candidacy(255, OptionalInt.of(240), false, 30_000_000_000L, 300_000_000_000L, List.of()),
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
    void twoRoutersWithOneVirtualRouterIDAreTheLoopsConcern() {
        assertThat(sound("routers: [{" + SOUND + "}, {" + SOUND.replace("web", "other") + "}]")
                        .routers())
                .hasSize(2);
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

    @Test
    void aMistypedWordInAFileIsRefused() {
        assertThat(refused("routers: [{" + SOUND + ", addressMode: Instal, preemption: {mode: never}}]"))
                .isEqualTo("routers[0].addressMode: \"Instal\" must be one of Install, ElectOnly;"
                        + " routers[0].preemption.mode: \"never\" must be one of Always, Never");
    }

    @Test
    void whatANewerVersionWroteIsIgnoredWhereItMayBe() {
        Checked<DesiredState> checked = NodeStateReader.readText(
                "{tomorrow: 1, routers: [{" + SOUND + ", hologram: {a: b}}]}", 7, UnknownFields.IGNORE);

        assertThat(checked).isInstanceOf(Checked.Sound.class);
    }
}
