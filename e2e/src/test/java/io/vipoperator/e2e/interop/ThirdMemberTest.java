package io.vipoperator.e2e.interop;

import static io.vipoperator.e2e.interop.Election.candidate;
import static io.vipoperator.e2e.interop.Election.patientCandidate;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One agent and one router of another make: whoever is better is Active, in whatever order they come and go. */
class ThirdMemberTest {

    /** The other's priority stands between those that the agent gets. */
    private static final int OTHER = 150;

    private static final int BETTER = 200;
    private static final int WORSE = 100;

    private static Election election(Make make, int agentPriority) {
        return Election.of(candidate("agent", Make.AGENT, agentPriority), candidate("other", make, OTHER));
    }

    @ParameterizedTest
    @EnumSource(names = {"KEEPALIVED", "FRR"})
    void theBetterAgentTakesOverFromTheOtherAndGivesBackToItAtItsEnd(Make make) {
        try (Election election = election(make, BETTER)) {
            Router agent = election.router("agent");
            Router other = election.router("other");
            election.start(other);
            election.awaitOwner(other, other.setup().activeDown());

            election.measure(
                    make.label() + " is Active, a better agent comes",
                    () -> election.start(agent),
                    agent,
                    agent.setup().activeDown());
            election.staysWith(agent, stillness(other));

            election.measure(
                    "agent is Active and ends by SIGTERM, " + make.label() + " takes over",
                    agent::terminate,
                    other,
                    other.setup().skew());
            agent.awaitEnd();
            election.staysWith(other, stillness(other));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEEPALIVED", "FRR"})
    void theBetterAgentKeepsTheAddressWhenTheOtherComesAndGoes(Make make) {
        try (Election election = election(make, BETTER)) {
            Router agent = election.router("agent");
            Router other = election.router("other");
            election.start(agent);
            election.awaitOwner(agent, agent.setup().activeDown());

            election.start(other);
            election.staysWith(agent, stillness(other));

            election.measure(
                    "agent's host crashes, " + make.label() + " takes over",
                    agent::powerCut,
                    other,
                    other.setup().activeDown());
            election.measure(
                    make.label() + " is Active, the better agent's host boots",
                    () -> election.boot(agent),
                    agent,
                    agent.setup().activeDown());

            Duration lost = election.measure(
                    make.label() + " is Backup and ends by SIGTERM",
                    () -> {
                        other.terminate();
                        other.awaitEnd();
                    },
                    agent,
                    Duration.ZERO);
            // Less than any election takes: none was held.
            assertThat(lost).isLessThan(agent.setup().skew());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEEPALIVED", "FRR"})
    void theWorseAgentYieldsWhenTheOtherComesAndTakesOverAtItsEnd(Make make) {
        try (Election election = election(make, WORSE)) {
            Router agent = election.router("agent");
            Router other = election.router("other");
            election.start(agent);
            election.awaitOwner(agent, agent.setup().activeDown());

            election.measure(
                    "agent is Active, a better " + make.label() + " comes",
                    () -> election.start(other),
                    other,
                    other.setup().activeDown());
            election.staysWith(other, stillness(agent));

            election.measure(
                    make.label() + " is Active and ends by SIGTERM, agent takes over",
                    other::terminate,
                    agent,
                    agent.setup().skew());
            other.awaitEnd();
            election.staysWith(agent, stillness(agent));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEEPALIVED", "FRR"})
    void theWorseAgentStaysBackupUntilTheOthersHostCrashes(Make make) {
        try (Election election = election(make, WORSE)) {
            Router agent = election.router("agent");
            Router other = election.router("other");
            election.start(other);
            election.awaitOwner(other, other.setup().activeDown());

            election.start(agent);
            election.staysWith(other, stillness(agent));

            election.measure(
                    make.label() + "'s host crashes, agent takes over",
                    other::powerCut,
                    agent,
                    agent.setup().activeDown());
            election.measure(
                    "agent is Active, the better " + make.label() + "'s host boots",
                    () -> election.boot(other),
                    other,
                    other.setup().activeDown());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEEPALIVED", "FRR"})
    void aBetterAgentThatNeverPreemptsStaysBackupWhenItReturns(Make make) {
        try (Election election =
                Election.of(patientCandidate("agent", Make.AGENT, BETTER), candidate("other", make, OTHER))) {
            Router agent = election.router("agent");
            Router other = election.router("other");
            election.start(agent);
            election.awaitOwner(agent, agent.setup().activeDown());
            election.start(other);

            agent.powerCut();
            election.awaitOwner(other, other.setup().activeDown());
            election.boot(agent);
            election.staysWith(other, stillness(agent).multipliedBy(2));

            election.measure(
                    make.label() + " ends by SIGTERM, the agent that never preempts takes over",
                    other::terminate,
                    agent,
                    agent.setup().skew());
        }
    }

    /** So long a Backup would take to preempt if it meant to, and some advertisements more. */
    private static Duration stillness(Router backup) {
        return backup.setup().activeDown().plus(backup.setup().interval().multipliedBy(2));
    }
}
