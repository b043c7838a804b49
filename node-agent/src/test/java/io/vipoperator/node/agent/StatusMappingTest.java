package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.AgentInfo;
import io.vipoperator.api.v1alpha1.CheckStatus;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.ForeignRouter;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.Incident;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.health.CheckReport;
import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.ForeignRouterReport;
import io.vipoperator.node.loop.IncidentReport;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.NetworkInterface;
import io.vipoperator.node.loop.RouterPhase;
import io.vipoperator.node.loop.RouterReport;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.TransitionReason;
import io.vipoperator.node.wire.MacAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusMappingTest {
    private static final Instant BOOT = Instant.parse("2026-11-21T10:00:30Z");
    private static final AgentInfo AGENT = new AgentInfo("1.2", "pod-1", "2026-11-21T10:00:00Z", List.of("V3"));
    private static final RouterSetup SETUP = setup();

    @Test
    void anActiveRouterHoldsItsAddresses() {
        RouterReport report = new RouterReport(
                SETUP,
                Optional.of("eth0"),
                RouterPhase.ACTIVE,
                240,
                true,
                Set.of(IpAddress.parse("10.0.0.160"), IpAddress.parse("10.0.0.161")),
                Optional.empty(),
                1_234_567_890L,
                TransitionReason.ActiveDown,
                Set.of(),
                "",
                Optional.of(new IncidentReport("AddressRemoved", "put back", 2, 2_000_000_000L)));

        assertThat(status(report).routers())
                .containsExactly(new RouterStatus(
                        "web",
                        "11-22",
                        Family.IPv4,
                        51,
                        "eth0",
                        RouterState.Active,
                        240,
                        null,
                        3L,
                        List.of(
                                new AddressStatus("10.0.0.160/24", "Held", null),
                                new AddressStatus("10.0.0.161/24", "Held", null)),
                        "2026-11-21T10:00:31.234Z",
                        "ActiveDown",
                        null,
                        new Incident("AddressRemoved", "put back", 2, "2026-11-21T10:00:32Z")));
    }

    @Test
    void aRouterInFaultSaysWhyAndWhatWasRefused() {
        RouterReport report = new RouterReport(
                SETUP,
                Optional.empty(),
                RouterPhase.FAULT,
                250,
                false,
                Set.of(),
                Optional.of(IpAddress.parse("10.0.0.2")),
                0,
                TransitionReason.FaultRaised,
                Set.of(FaultReason.AddressInUseOnNode),
                "10.0.0.160 is on eth0",
                Optional.empty());

        RouterStatus router = status(report).routers().get(0);

        assertThat(router.state()).isEqualTo(RouterState.Fault);
        assertThat(router.reason()).isEqualTo("AddressInUseOnNode");
        assertThat(router.message()).isEqualTo("10.0.0.160 is on eth0");
        assertThat(router.activeAddress()).isEqualTo("10.0.0.2");
        assertThat(router.addresses())
                .containsExactly(
                        new AddressStatus("10.0.0.160/24", "Refused", "AddressInUseOnNode"),
                        new AddressStatus("10.0.0.161/24", "Refused", "AddressInUseOnNode"));
    }

    @Test
    void aBackupHoldsNothing() {
        RouterReport report = new RouterReport(
                SETUP,
                Optional.of("eth0"),
                RouterPhase.BACKUP,
                250,
                false,
                Set.of(),
                Optional.empty(),
                0,
                TransitionReason.Started,
                Set.of(),
                "",
                Optional.empty());

        assertThat(status(report).routers().get(0).addresses())
                .containsExactly(
                        new AddressStatus("10.0.0.160/24", "Absent", null),
                        new AddressStatus("10.0.0.161/24", "Absent", null));
    }

    @Test
    void anAddressThatStaysThroughAnEditIsHeldWhileTheNewOneIsStillAbsent() {
        RouterReport report = new RouterReport(
                SETUP,
                Optional.of("eth0"),
                RouterPhase.ACTIVE,
                250,
                false,
                Set.of(IpAddress.parse("10.0.0.160")),
                Optional.empty(),
                0,
                TransitionReason.ActiveDown,
                Set.of(),
                "",
                Optional.empty());

        assertThat(status(report).routers().get(0).addresses())
                .containsExactly(
                        new AddressStatus("10.0.0.160/24", "Held", null),
                        new AddressStatus("10.0.0.161/24", "Absent", null));
    }

    @Test
    void onlyInterfacesThatCouldCarryAnAddressAreListedAndAtMost32() {
        List<NetworkInterface> nics = new ArrayList<>();
        nics.add(nic(1, "lo", true, "127.0.0.1"));
        nics.add(nic(2, "veth1", false));
        IntStream.range(3, 40).forEach(i -> nics.add(nic(i, "eth" + i, false, "10.0." + i + ".1")));

        List<InterfaceStatus> listed = StatusMapping.of(
                        new LoopReport(1, 0, List.of(), nics, List.of()), List.of(), AGENT, List.of(), BOOT::plusNanos)
                .interfaces();

        assertThat(listed).hasSize(32);
        assertThat(listed.get(0))
                .isEqualTo(new InterfaceStatus("eth3", "02:00:00:00:00:01", "Up", 1500, List.of("10.0.3.1/24")));
    }

    @Test
    void aNicWithIPv6AloneIsListedButNotForALinkLocalAddress() {
        List<NetworkInterface> nics = List.of(
                nic(2, "pod", false, "fe80::1"),
                nic(3, "dummy", false, "169.254.20.10"),
                nic(4, "eth0", false, "fe80::2", "2001:db8::2"),
                nic(5, "lo", true, "::1"));

        assertThat(StatusMapping.of(
                                new LoopReport(1, 0, List.of(), nics, List.of()),
                                List.of(),
                                AGENT,
                                List.of(),
                                BOOT::plusNanos)
                        .interfaces())
                .containsExactly(new InterfaceStatus(
                        "eth0", "02:00:00:00:00:01", "Up", 1500, List.of("fe80::2/24", "2001:db8::2/24")));
    }

    @Test
    void aYieldingRouterOfIPv6StillHoldsItsAddressesAndNamesTheActive() {
        RouterSetup setup = StateTexts.router(StateTexts.SOUND_IPV6, "uid: a");
        RouterReport report = new RouterReport(
                setup,
                Optional.of("eth0"),
                RouterPhase.YIELDING,
                100,
                true,
                Set.of(IpAddress.parse("fe80::5e:33"), IpAddress.parse("2001:db8::1")),
                Optional.of(IpAddress.parse("fe80::2")),
                0,
                TransitionReason.BetterActiveHeard,
                Set.of(),
                "",
                Optional.empty());

        RouterStatus router = status(report).routers().get(0);

        assertThat(router.family()).isEqualTo(Family.IPv6);
        assertThat(router.state()).isEqualTo(RouterState.Yielding);
        assertThat(router.reason()).isEqualTo("BetterActiveHeard");
        assertThat(router.activeAddress()).isEqualTo("fe80::2");
        assertThat(router.addresses())
                .containsExactly(
                        new AddressStatus("fe80::5e:33/64", "Held", null),
                        new AddressStatus("2001:db8::1/64", "Held", null));
    }

    @Test
    void aFaultThatIsNotOfTheAddressesLeavesThemAbsent() {
        for (FaultReason reason : List.of(
                FaultReason.KeyMissing,
                FaultReason.NoPeers,
                FaultReason.SysctlRequired,
                FaultReason.VirtualMACRefused,
                FaultReason.TrackedInterfaceDown,
                FaultReason.GroupMemberInFault)) {
            RouterReport report = new RouterReport(
                    SETUP,
                    Optional.of("eth0"),
                    RouterPhase.FAULT,
                    250,
                    false,
                    Set.of(),
                    Optional.empty(),
                    0,
                    TransitionReason.FaultRaised,
                    Set.of(reason),
                    "why",
                    Optional.empty());

            RouterStatus router = status(report).routers().get(0);

            assertThat(router.reason()).isEqualTo(reason.name());
            assertThat(router.message()).isEqualTo("why");
            assertThat(router.addresses()).extracting(AddressStatus::state).containsOnly("Absent");
        }
    }

    @Test
    void aForeignRouterIsSeenToTheMinute() {
        ForeignRouterReport foreign = new ForeignRouterReport(
                "eth0", io.vipoperator.node.vrrp.Family.IPV4, 77, IpAddress.parse("10.0.0.9"), 89_000_000_000L);

        assertThat(StatusMapping.of(
                                new LoopReport(1, 0, List.of(), List.of(), List.of(foreign)),
                                List.of(),
                                AGENT,
                                List.of(),
                                BOOT::plusNanos)
                        .foreignRouters())
                .containsExactly(new ForeignRouter("eth0", Family.IPv4, 77, "10.0.0.9", "2026-11-21T10:01:00Z"));
    }

    @Test
    void theRequestForAReportIsEchoedAndAbsentFieldsAreNotWritten() {
        VirtualIPNodeStateStatus status = StatusMapping.of(
                new LoopReport(4, 17, List.of(), List.of(), List.of()), List.of(), AGENT, List.of(), BOOT::plusNanos);

        assertThat(Serialization.asJson(status))
                .isEqualTo(
                        "{\"observedGeneration\":4,\"reportRequest\":17,\"agent\":{\"version\":\"1.2\",\"podUID\":\"pod-1\","
                                + "\"startedAt\":\"2026-11-21T10:00:00Z\",\"features\":[\"V3\"]},\"interfaces\":[],\"routers\":[],"
                                + "\"foreignRouters\":[],\"conditions\":[]}");
    }

    @Test
    void whileACheckOfItFailsTheRowSaysThatAndHowWhateverTheEffect() {
        RouterReport report = new RouterReport(
                SETUP,
                Optional.of("eth0"),
                RouterPhase.BACKUP,
                16,
                false,
                Set.of(),
                Optional.empty(),
                0,
                TransitionReason.Weakened,
                Set.of(),
                "nginx: GET http://127.0.0.1/healthz: 503",
                Optional.empty(),
                false,
                true);

        RouterStatus router = status(report).routers().get(0);

        assertThat(router.state()).isEqualTo(RouterState.Backup);
        assertThat(router.reason()).isEqualTo("HealthCheckFailed");
        assertThat(router.message()).isEqualTo("nginx: GET http://127.0.0.1/healthz: 503");
    }

    @Test
    void howChecksStandIsSaidInTheWordsOfTheApi() {
        CheckSetup setup = new CheckSetup(
                "nginx", "uid-1", 3, 1, 1, 2, 3, Standing.UNKNOWN, new Probe.Decided(Standing.UNKNOWN, ""));
        CheckReport failing = new CheckReport(
                setup,
                Standing.FAILING,
                61_500_000_000L,
                "x".repeat(1_100),
                OptionalInt.empty(),
                Optional.of(Instant.parse("2027-01-01T00:00:00Z")));
        CheckReport unknown = new CheckReport(
                new CheckSetup("dns", "", 0, 1, 1, 2, 3, Standing.UNKNOWN, setup.probe()),
                Standing.UNKNOWN,
                0,
                "nothing is known yet",
                OptionalInt.empty(),
                Optional.empty());

        assertThat(StatusMapping.of(
                                new LoopReport(1, 0, List.of(), List.of(), List.of()),
                                List.of(failing, unknown),
                                AGENT,
                                List.of(),
                                BOOT::plusNanos)
                        .healthChecks())
                .containsExactly(
                        new CheckStatus(
                                "nginx",
                                "uid-1",
                                3L,
                                HealthState.Unhealthy,
                                "2026-11-21T10:01:31.500Z",
                                "x".repeat(1_023) + "…",
                                "2027-01-01T00:00:00Z"),
                        new CheckStatus(
                                "dns",
                                null,
                                0L,
                                HealthState.Unknown,
                                "2026-11-21T10:00:30Z",
                                "nothing is known yet",
                                null));
    }

    private static VirtualIPNodeStateStatus status(RouterReport report) {
        return StatusMapping.of(
                new LoopReport(1, 0, List.of(report), List.of(), List.of()),
                List.of(),
                AGENT,
                List.of(),
                BOOT::plusNanos);
    }

    private static NetworkInterface nic(int index, String name, boolean loopback, String... addresses) {
        return new NetworkInterface(
                index,
                name,
                Optional.of(new MacAddress(0x0200_0000_0001L)),
                1500,
                true,
                loopback,
                false,
                Arrays.stream(addresses)
                        .map(a -> new AddressWithPrefix(IpAddress.parse(a), 24))
                        .toList(),
                Optional.empty());
    }

    private static RouterSetup setup() {
        Checked<DesiredState> checked = NodeStateReader.readText(
                "routers: [{virtualIP: web, uid: 11-22, generation: 3, family: IPv4, virtualRouterID: 51, priority: 250,"
                        + " addresses: [10.0.0.160/24], excludedAddresses: [10.0.0.161/24]}]",
                1,
                UnknownFields.REFUSE);
        return ((Checked.Sound<DesiredState>) checked).value().routers().get(0);
    }
}
