package io.vipoperator.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.interop.Contest.Entrant;
import io.vipoperator.e2e.interop.Contest.Incident;
import io.vipoperator.e2e.interop.Rounds.Round;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * An agent and a router that is configured otherwise. Who has the addresses then follows from the standards and from what the other one does;
 * the agent says in each case who differs, in which field, by which values, and what to do. Its own address is 10.78.0.11, the other's
 * 10.78.0.12.
 */
class MismatchTest {

    private static final String AGENT = "agent";
    private static final String OTHER = "other";
    private static final String AND_WHOM = "10.78.0.12, which advertises VRID 51, ";

    /** An incident is in the report of the turn after it. */
    private static final Duration REPORT = Duration.ofSeconds(5);

    private static final Setup V2 = Protocol.V2.setup(100);
    private static final Setup V2_BETTER = Protocol.V2.setup(200);
    private static final Setup V3 = Protocol.V3.setup(100);
    private static final Setup V3_BETTER = Protocol.V3.setup(200);

    @TestFactory
    Stream<DynamicNode> mismatches() {
        return Rounds.play(Stream.of(
                bothActive(
                        "v2, keepalived with another password: both are Active, and the agent says so",
                        V2.withPassword("abcd1234"),
                        Make.KEEPALIVED,
                        V2_BETTER.withPassword("wxyz9876"),
                        new Incident(
                                "AuthenticationFailed",
                                AND_WHOM + "sends another password and this router demands its password:"
                                        + " it is not heeded, and both may be Active;"
                                        + " give both the same authentication and keys")),
                bothActive(
                        "v2, keepalived without a password",
                        V2.withPassword("abcd1234"),
                        Make.KEEPALIVED,
                        V2_BETTER,
                        new Incident(
                                "AuthenticationFailed",
                                AND_WHOM + "sends no authentication and this router demands its password:"
                                        + " it is not heeded, and both may be Active;"
                                        + " give both the same authentication and keys")),
                bothActive(
                        "v2, keepalived with a password that the agent lacks",
                        V2,
                        Make.KEEPALIVED,
                        V2_BETTER.withPassword("wxyz9876"),
                        new Incident(
                                "AuthenticationFailed",
                                AND_WHOM + "sends a password and this router demands none:"
                                        + " it is not heeded, and both may be Active;"
                                        + " give both the same authentication and keys")),
                bothActive(
                        "v2, keepalived with another interval, which both discard",
                        V2,
                        Make.KEEPALIVED,
                        V2_BETTER.every(2000),
                        new Incident(
                                "IntervalDiffers",
                                AND_WHOM + "advertises every 2 s and this router every 1 s:"
                                        + " version 2 discards it; set the same interval on both")),
                bothActive(
                        "keepalived speaks version 2 and the agent version 3",
                        V3,
                        Make.KEEPALIVED,
                        V2_BETTER,
                        new Incident(
                                "VersionDiffers",
                                AND_WHOM + "speaks version 2 and this router version 3:"
                                        + " it is not heeded; set the same version on both")),
                bothActive(
                        "FRR speaks version 3 and the agent version 2",
                        V2,
                        Make.FRR,
                        V3_BETTER,
                        new Incident(
                                "VersionDiffers",
                                AND_WHOM + "speaks version 3 and this router version 2:"
                                        + " it is not heeded; set the same version on both")),
                // Neither keepalived 2.2.7 nor FRR 8.4 can be told to.
                theOtherActive(
                        "a better second agent sums up message-only: the agent heeds it",
                        V3,
                        Make.AGENT,
                        V3_BETTER.withMessageOnlyChecksum(),
                        new Incident(
                                "ChecksumFormDiffers",
                                AND_WHOM + "sums its checksum up without a pseudo-header and this router with one:"
                                        + " it is heeded, but may discard ours; set checksum to MessageOnly,"
                                        + " or change it there")),
                theOtherActive(
                        "a better keepalived lists one address more: the agent heeds it",
                        V3,
                        Make.KEEPALIVED,
                        V3_BETTER.of(Protocol.IPV4, "10.78.0.101"),
                        addresses()),
                bothActive(
                        "a worse keepalived lists one address more: 2.2.7 discards the agent's, both are Active",
                        V3_BETTER,
                        Make.KEEPALIVED,
                        V3.of(Protocol.IPV4, "10.78.0.101"),
                        addresses()),
                theOtherActive(
                        "v3, a better keepalived with another interval: the agent learns it",
                        V3,
                        Make.KEEPALIVED,
                        V3_BETTER.every(300),
                        new Incident(
                                "IntervalDiffers",
                                "10.78.0.12 advertises VRID 51 every 0.30 s and this router every 0.10 s:"
                                        + " a Backup learns the Active's interval; set the same on both"))));
    }

    private static Incident addresses() {
        return new Incident(
                "AddressListDiffers",
                "10.78.0.12 advertises the addresses 10.78.0.100, 10.78.0.101 for VRID 51 and this router 10.78.0.100:"
                        + " give both the same, or another VRID to one of them");
    }

    private static Rounds bothActive(String name, Setup agent, Make make, Setup other, Incident incident) {
        return of(name, agent, make, other, incident, true);
    }

    private static Rounds theOtherActive(String name, Setup agent, Make make, Setup other, Incident incident) {
        return of(name, agent, make, other, incident, false);
    }

    /** The agent is Active when the other one comes, which is the worst case for it. */
    private static Rounds of(String name, Setup agent, Make make, Setup other, Incident incident, boolean bothActive) {
        return new Rounds(
                name,
                () -> Contest.of(false, new Entrant(AGENT, Make.AGENT, agent), new Entrant(OTHER, make, other)),
                List.of(
                        new Round("the agent alone is Active and has no complaint", contest -> {
                            contest.start(contest.router(AGENT));
                            contest.awaitActive(contest.router(AGENT), agent.activeDown());
                            assertThat(contest.incident(AGENT)).isEqualTo(new Incident("", ""));
                        }),
                        new Round(bothActive ? "both are Active" : "the other one is Active", contest -> {
                            Map<String, Set<String>> expected = new LinkedHashMap<>();
                            if (bothActive) {
                                expected.put(AGENT, new TreeSet<>(agent.addresses()));
                            }
                            expected.put(OTHER, new TreeSet<>(other.addresses()));
                            contest.start(contest.router(OTHER));
                            contest.until(
                                    "the hosts' addresses are " + expected,
                                    other.activeDown().plus(Contest.MACHINE),
                                    () -> contest.owned().equals(expected));
                            contest.holds(
                                    Contest.stillness(contest.router(bothActive ? OTHER : AGENT)),
                                    contest::owned,
                                    expected);
                        }),
                        new Round(
                                "the agent reports " + incident.reason(),
                                contest -> await("the report")
                                        .atMost(REPORT)
                                        .untilAsserted(() -> assertThat(contest.incident(AGENT))
                                                .isEqualTo(incident)))));
    }
}
