package io.vipoperator.e2e.interop;

import static io.vipoperator.e2e.interop.Election.candidate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three routers of several makes: whoever is Active crashes or resigns, the next takes over, and the better ones take back what was theirs. */
class ThreeRoutersTest {

    private static final int FIRST = 200;
    private static final int SECOND = 150;
    private static final int THIRD = 100;

    @ParameterizedTest
    @EnumSource(names = {"KEEPALIVED", "FRR"})
    void whoeverOfTwoAgentsAndAnotherMakeIsActiveCrashesOrResignsAndComesBack(Make make) {
        try (Election election = Election.of(
                candidate("first", Make.AGENT, FIRST),
                candidate("second", make, SECOND),
                candidate("third", Make.AGENT, THIRD))) {
            Router first = election.router("first");
            Router second = election.router("second");
            Router third = election.router("third");
            election.start(first, second, third);
            election.awaitOwner(
                    first, third.setup().activeDown().plus(first.setup().activeDown()));
            String among = "agent > " + make.label() + " > agent: ";

            election.measure(
                    among + "1st crashes, " + make.label() + " takes over",
                    first::powerCut,
                    second,
                    second.setup().activeDown());
            resign(election, among + make.label() + " resigns, 3rd takes over", second, third);
            takeBack(election, among + make.label() + " comes back", () -> election.start(second), second);
            takeBack(election, among + "1st comes back", () -> election.boot(first), first);

            resign(election, among + "1st resigns, " + make.label() + " takes over", first, second);
            election.measure(
                    among + make.label() + " crashes, 3rd takes over",
                    second::powerCut,
                    third,
                    third.setup().activeDown());
            takeBack(election, among + "1st comes back from there", () -> election.start(first), first);
        }
    }

    @Test
    void theBetterOfTwoKeepalivedsTakesOverAfterTheAgentAndTheWorseAfterThat() {
        try (Election election = Election.of(
                candidate("first", Make.AGENT, FIRST),
                candidate("second", Make.KEEPALIVED, SECOND),
                candidate("third", Make.KEEPALIVED, THIRD))) {
            Router first = election.router("first");
            Router second = election.router("second");
            Router third = election.router("third");
            election.start(first, second, third);
            election.awaitOwner(
                    first, third.setup().activeDown().plus(first.setup().activeDown()));

            resign(election, "agent > two keepaliveds: agent resigns", first, second);
            resign(election, "agent > two keepaliveds: the better keepalived resigns", second, third);
            takeBack(election, "agent > two keepaliveds: agent comes back", () -> election.start(first), first);
        }
    }

    private static void resign(Election election, String what, Router active, Router successor) {
        election.measure(what, active::terminate, successor, successor.setup().skew());
        active.awaitEnd();
        election.awaitOwner(successor, successor.setup().skew());
    }

    private static void takeBack(Election election, String what, Runnable start, Router better) {
        election.measure(what, start, better, better.setup().activeDown());
    }
}
