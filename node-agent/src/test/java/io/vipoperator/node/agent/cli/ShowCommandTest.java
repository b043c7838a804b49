package io.vipoperator.node.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.CheckStatus;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.ForeignRouter;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.agent.cli.CommandLine.Output;
import io.vipoperator.node.agent.control.ControlAnswer;
import io.vipoperator.node.agent.control.ControlAnswer.LoopTurn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShowCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:04:30Z");
    private static final LoopTurn TURNING = new LoopTurn(true, 12L);

    @Test
    void theTableHasOneLineForEachRouterAndBelowWhatIsWrong() {
        assertThat(text(Output.TABLE, Statuses.of(Statuses.ACTIVE, Statuses.BACKUP, Statuses.FAULT), TURNING))
                .isEqualTo("""
                        NAME      FAMILY   VRID   INTERFACE   STATE    PRIORITY   ACTIVE-ADDRESS   SINCE   REASON
                        ingress   IPv4     51     eth0        Active   240        self             4m30s   ActiveDown
                        db        IPv6     7      bond0.100   Backup   100        fe80::1          126m    Started
                        web       IPv4     8      -           Fault    100        -                30s     InterfaceNotFound

                        ingress/IPv4: SplitBrainHealed, 2 times, last 3m30s ago: 10.0.0.2 was Active too
                        web/IPv4 is in Fault (InterfaceNotFound): no NIC has the subnet of 10.9.0.1/24
                        """);
    }

    @Test
    void theChecksOfTheNodeHaveATableOfTheirOwn() {
        VirtualIPNodeStateStatus status = Statuses.withChecks(
                new CheckStatus(
                        "nginx",
                        null,
                        0L,
                        HealthState.Unhealthy,
                        "2026-11-21T10:04:00Z",
                        "GET http://127.0.0.1/healthz: 503",
                        null),
                new CheckStatus(
                        "shop",
                        null,
                        0L,
                        HealthState.Healthy,
                        "2026-11-21T07:58:00Z",
                        "GET https://127.0.0.1/: 200",
                        "2026-11-26T10:04:30Z"),
                new CheckStatus("new", null, 0L, HealthState.Unknown, null, null, "2026-11-20T00:00:00Z"));

        assertThat(text(Output.TABLE, status, TURNING)).isEqualTo("""
                No virtual router runs here.

                HEALTH-CHECK   STATE       SINCE   CERTIFICATE                  MESSAGE
                nginx          Unhealthy   30s     -                            GET http://127.0.0.1/healthz: 503
                shop           Healthy     126m    5d left                      GET https://127.0.0.1/: 200
                new            Unknown     -       ended 2026-11-20T00:00:00Z   -
                """);
    }

    @Test
    void wideTellsTheAddressesAndWhichOfThemAreHeld() {
        assertThat(text(Output.WIDE, Statuses.of(Statuses.BACKUP), TURNING)).isEqualTo("""
                NAME   FAMILY   VRID   INTERFACE   STATE    PRIORITY   ACTIVE-ADDRESS   SINCE   REASON    ADDRESSES                STATE-SINCE            GENERATION
                db     IPv6     7      bond0.100   Backup   100        fe80::1          126m    Started   2001:db8::7/64(Absent)   2026-11-21T07:58:00Z   0
                """);
    }

    @Test
    void jsonIsTheApisObject() {
        assertThat(text(Output.JSON, Statuses.of(Statuses.BACKUP), TURNING)).isEqualTo("""
                {
                  "apiVersion" : "vip-operator.io/v1alpha1",
                  "kind" : "VirtualIPNodeState",
                  "status" : {
                    "observedGeneration" : 1,
                    "reportRequest" : 0,
                    "interfaces" : [ ],
                    "routers" : [ {
                      "virtualIP" : "db",
                      "family" : "IPv6",
                      "virtualRouterID" : 7,
                      "interface" : "bond0.100",
                      "state" : "Backup",
                      "effectivePriority" : 100,
                      "activeAddress" : "fe80::1",
                      "appliedGeneration" : 0,
                      "addresses" : [ {
                        "address" : "2001:db8::7/64",
                        "state" : "Absent"
                      } ],
                      "since" : "2026-11-21T07:58:00Z",
                      "reason" : "Started"
                    } ],
                    "foreignRouters" : [ ],
                    "conditions" : [ ]
                  },
                  "loop" : {
                    "turning" : true,
                    "lastTurnMillisecondsAgo" : 12
                  }
                }
                """);
    }

    @Test
    void aLoopThatDoesNotTurnIsSaidBeforeAllElse() {
        assertThat(text(Output.TABLE, Statuses.of(), new LoopTurn(false, 7200L)))
                .isEqualTo("""
                No virtual router runs here.

                the protocol loop has not turned for 7s: what is said here is what it did then
                """);
        assertThat(text(Output.TABLE, Statuses.of(), new LoopTurn(false, null)))
                .endsWith("\nthe protocol loop has not turned yet: nothing is known\n");
    }

    @Test
    void strangersRefusedStatesAndMissingAddressesAreFindings() {
        RouterStatus half = new RouterStatus(
                "web",
                null,
                Family.IPv4,
                8,
                "eth0",
                RouterState.Active,
                100,
                null,
                0L,
                List.of(
                        new AddressStatus("10.0.0.1/24", "Held", null),
                        new AddressStatus("10.0.0.2/24", "Refused", "AddressInUseOnNode")),
                "2026-11-21T10:04:00Z",
                "ActiveDown",
                null,
                null);
        VirtualIPNodeStateStatus status = new VirtualIPNodeStateStatus(
                1L,
                0L,
                null,
                List.of(),
                List.of(half),
                List.of(new ForeignRouter("eth0", Family.IPv4, 77, "10.0.0.9", "2026-11-21T10:03:00Z")),
                List.of(
                        new ConditionBuilder()
                                .withType("SpecAccepted")
                                .withStatus("False")
                                .withReason("Invalid")
                                .withMessage("routers[0].priority: 300 must be 0 to 255")
                                .build(),
                        new ConditionBuilder()
                                .withType("StateCached")
                                .withStatus("True")
                                .build()));

        assertThat(Findings.of(status, status.routers(), TURNING, NOW))
                .containsExactly(
                        "web/IPv4 is Active without all its addresses: 10.0.0.2/24 is Refused (AddressInUseOnNode)",
                        "foreign router 10.0.0.9 on eth0, IPv4, VRID 77, last heard 90s ago",
                        "agent: SpecAccepted=False (Invalid): routers[0].priority: 300 must be 0 to 255");
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0s",
        "0, 0s",
        "119, 119s",
        "120, 2m",
        "599, 9m59s",
        "600, 10m",
        "10799, 179m",
        "10800, 3h",
        "11000, 3h3m",
        "28800, 8h",
        "172799, 47h",
        "172800, 2d",
        "180000, 2d2h",
        "691200, 8d"
    })
    void agesAreSaidAsKubectlDoes(long seconds, String text) {
        assertThat(Age.of(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void aTimeThatIsAbsentOrNoneHasNoAge() {
        assertThat(Age.of(null, NOW)).isEqualTo("-");
        assertThat(Age.of("yesterday", NOW)).isEqualTo("-");
    }

    private static String text(Output output, VirtualIPNodeStateStatus status, LoopTurn loop) {
        return ShowCommand.text(
                new CommandLine.Show(Optional.empty(), output, Optional.empty()),
                new ControlAnswer(status, loop, null, null, null),
                status.routers(),
                NOW);
    }
}
