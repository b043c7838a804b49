package io.vipoperator.e2e.interop;

import static io.vipoperator.e2e.interop.Election.candidate;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the better router sends doesn't reach the other one, so that both are Active. The better one hears that and announces the address again;
 * when its advertisements pass again, the other one yields. Where neither hears the other, the better one learns of it only when the split heals:
 * from an advertisement of the other one, be it the last before it yields.
 */
class HealedSplitTest {

    private static final int OTHER = 150;

    /** After a losing advertisement the agent announces within a second. */
    private static final Duration REPAIR = Duration.ofSeconds(1);

    @ParameterizedTest
    @EnumSource(names = {"KEEPALIVED", "FRR"})
    void theBetterAgentHasTheClientThroughASplitFromTheOther(Make make) {
        splitAndHeal(make, 200, "agent", "other");
    }

    /** FRR as the better one announces nothing: as RFC 5798 has it, its clients wait for their own caches. */
    @Test
    void theBetterKeepalivedHasTheClientThroughASplitFromTheAgent() {
        splitAndHeal(Make.KEEPALIVED, 100, "other", "agent");
    }

    /** A keepalived that yields says no last word unless it is told to, so it is the better one here. */
    @ParameterizedTest
    @EnumSource(names = {"KEEPALIVED", "AGENT"})
    void theClientReturnsToTheBetterOneWhenASplitInBothDirectionsHeals(Make make) {
        try (Election election = Election.of(candidate("agent", Make.AGENT, 100), candidate("other", make, OTHER))) {
            Router better = election.router("other");
            Router worse = election.router("agent");
            election.start(better, worse);
            election.awaitOwner(
                    better, worse.setup().activeDown().plus(better.setup().activeDown()));

            awaitHeard(election, worse);
            election.segment().dropVrrpTo("agent");
            election.segment().dropVrrpTo("other");
            await("both are Active")
                    .atMost(worse.setup().activeDown().plus(Election.MACHINE))
                    .until(() -> election.owners().equals(List.of("agent", "other")));
            await("the client believes who announced last")
                    .atMost(Election.MACHINE)
                    .until(() -> election.resolved().equals(worse.macAddress()));

            election.measure(
                    "split in both directions from the better " + make.label() + " heals, the agent yields",
                    () -> election.segment().healVrrp(),
                    better,
                    better.setup().interval());
        }
    }

    /** An agent that has never heard the other takes no address that answers on the segment. */
    private static void awaitHeard(Election election, Router worse) {
        if (worse.make() == Make.AGENT) {
            await("the worse one has heard the better one")
                    .atMost(worse.setup().activeDown().plus(Election.MACHINE))
                    .until(() -> AgentInstallation.report(election.segment(), worse.host()).stream()
                            .anyMatch(router ->
                                    !router.path("activeAddress").asText("").isEmpty()));
        }
    }

    private static void splitAndHeal(Make make, int agentPriority, String winner, String loser) {
        try (Election election =
                Election.of(candidate("agent", Make.AGENT, agentPriority), candidate("other", make, OTHER))) {
            Router better = election.router(winner);
            Router worse = election.router(loser);
            election.start(better, worse);
            election.awaitOwner(
                    better, worse.setup().activeDown().plus(better.setup().activeDown()));

            awaitHeard(election, worse);
            election.segment().dropVrrpTo(loser);
            await("both are Active")
                    .atMost(worse.setup().activeDown().plus(Election.MACHINE))
                    .until(() -> election.owners().equals(List.of("agent", "other")));
            await("the better one has announced again")
                    .atMost(worse.setup().interval().plus(REPAIR).plus(Election.MACHINE))
                    .until(() -> election.resolved().equals(better.macAddress()));

            election.measure(
                    "split from the better " + better.make().label() + " heals, "
                            + worse.make().label() + " yields",
                    () -> election.segment().healVrrp(),
                    better,
                    better.setup().interval());
        }
    }
}
