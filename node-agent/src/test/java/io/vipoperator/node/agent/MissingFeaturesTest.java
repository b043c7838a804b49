package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static io.vipoperator.node.agent.StateTexts.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.RouterSetup;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What this version can't do faults the router that asks for it, and no other. */
class MissingFeaturesTest {
    private static final String NGINX = "healthChecks: [{name: nginx, spec: {service: {namespace: a, name: b}}}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
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
                    transport: {type: Pigeon}                    | transport.type
                    transport: {type: Pigeon, peers: [{address: 10.0.0.2}]} | transport.type
                    authentication: {type: Quantum, keys: [{id: 1}]} | authentication.type
                    checksum: CRC                                | checksum
                    linkLocal: Random                            | linkLocal
                    virtualMAC: Maybe                            | virtualMAC
                    prefixRoute: Maybe                           | prefixRoute
                    deadManSwitch: Maybe                         | deadManSwitch
                    trackInterfaces: [{name: a}, {name: b, effect: {type: Dim, weight: 5}}] | trackInterfaces[1].effect.type
                    healthChecks: [{name: nginx, effect: {type: Dim, weight: 5}}] | healthChecks[0].effect.type
                    advertisementIntervalMilliseconds: 255000, version: V9 | version
                    """)
    void aWordOfANewerVersionFaultsThatRouterAndTheOthersRun(String field, String missing) {
        Checked<DesiredState> checked = NodeStateReader.readText(
                "{routers: [{" + SOUND + ", " + field + "}, {" + SOUND.replace("web", "b") + "}], " + NGINX + "}",
                7,
                UnknownFields.IGNORE);

        assertThat(checked).isInstanceOf(Checked.Sound.class);
        assertThat(((Checked.Sound<DesiredState>) checked).value().routers())
                .extracting(RouterSetup::missingFeatures)
                .containsExactly(List.of(missing + " with a value that this version does not know"), List.of());
    }

    @Test
    void allThatIsReportedMayBeRequired() {
        DesiredState state = sound("routers: [{" + SOUND
                + ", requires: [Groups, HMAC, IPv4, IPv6, Multicast, Password, TrackInterfaces, Unicast, V2, V3, VirtualMAC,"
                + " DNSCheck, GRPCCheck, HTTPCheck, PingCheck, SMTPCheck, ServiceCheck, TCPCheck, UDPCheck,"
                + " ExecCheck, FileCheck, ProcessCheck]}]");

        assertThat(state.routers().get(0).missingFeatures()).isEmpty();
        assertThat(Features.ALL)
                .containsExactly(
                        "DNSCheck",
                        "GRPCCheck",
                        "Groups",
                        "HMAC",
                        "HTTPCheck",
                        "IPv4",
                        "IPv6",
                        "Multicast",
                        "Password",
                        "PingCheck",
                        "SMTPCheck",
                        "ServiceCheck",
                        "TCPCheck",
                        "TrackInterfaces",
                        "UDPCheck",
                        "Unicast",
                        "V2",
                        "V3",
                        "VirtualMAC");
    }

    @Test
    void whatNeedsRightsOnTheHostIsReportedWhereItWasGranted() {
        assertThat(Features.with(Set.of()))
                .containsExactlyElementsOf(Features.ALL)
                .doesNotContain("ExecCheck");
        assertThat(Features.with(Set.of("ProcessCheck", "ExecCheck", "Teleport", "HMAC")))
                .hasSize(Features.ALL.size() + 2)
                .contains("ExecCheck", "ProcessCheck")
                .isSorted();
    }
}
