package io.vipoperator.e2e.interop;

import io.vipoperator.e2e.interop.Contest.Entrant;
import io.vipoperator.e2e.interop.Rounds.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * One agent and one router of another make in each protocol that both speak: each as the better and as the worse one, in both orders of start,
 * killed by SIGKILL and ended by SIGTERM.
 */
@Tag("long")
class TwoMakesTest {

    private static final int BETTER = 200;
    private static final int WORSE = 100;

    @TestFactory
    Stream<DynamicNode> agentAndKeepalived() {
        return rounds(Make.KEEPALIVED, Protocol.values());
    }

    /** FRR has no passwords, no unicast, and nothing that couples two families. */
    @TestFactory
    Stream<DynamicNode> agentAndFrr() {
        return rounds(Make.FRR, Protocol.V2, Protocol.V3, Protocol.V3_IPV6);
    }

    private static Stream<DynamicNode> rounds(Make other, Protocol... protocols) {
        List<Rounds> all = new ArrayList<>();
        for (Protocol protocol : protocols) {
            all.add(of(protocol, Make.AGENT, other));
            all.add(of(protocol, other, Make.AGENT));
        }
        return Rounds.play(all.stream());
    }

    private static Rounds of(Protocol protocol, Make better, Make worse) {
        String a = better.label();
        String b = worse.label();
        return new Rounds(
                protocol.label() + ": " + a + " better than " + b,
                () -> Contest.of(
                        protocol.isUnicast(),
                        new Entrant(a, better, protocol.setup(BETTER)),
                        new Entrant(b, worse, protocol.setup(WORSE))),
                List.of(
                        new Round(a + " starts first and stays Active when " + b + " comes", contest -> {
                            contest.start(contest.router(a));
                            contest.awaitActive(
                                    contest.router(a), contest.router(a).setup().activeDown());
                            joins(contest, b, a);
                        }),
                        new Round(
                                a + ", which started first, gets SIGKILL: " + b + " takes over",
                                contest -> killed(contest, a, b)),
                        new Round(a + " starts after " + b + " and takes over", contest -> preempts(contest, a)),
                        new Round(
                                a + ", which started last, gets SIGTERM: " + b + " takes over",
                                contest -> terminated(contest, a, b)),
                        new Round(a + " comes back and takes over", contest -> preempts(contest, a)),
                        new Round(b + ", Backup, gets SIGKILL and comes back: nothing moves", contest -> {
                            contest.router(b).kill();
                            contest.stays(contest.router(a), Contest.stillness(contest.router(b)));
                            joins(contest, b, a);
                        }),
                        new Round(
                                a + ", which started first, gets SIGTERM: " + b + " takes over",
                                contest -> terminated(contest, a, b)),
                        new Round(a + " comes back after its end and takes over", contest -> preempts(contest, a)),
                        new Round(
                                a + ", which started last, gets SIGKILL: " + b + " takes over",
                                contest -> killed(contest, a, b))));
    }

    private static void joins(Contest contest, String backup, String active) {
        contest.start(contest.router(backup));
        contest.stays(contest.router(active), Contest.stillness(contest.router(backup)));
    }

    private static void preempts(Contest contest, String better) {
        contest.start(contest.router(better));
        contest.awaitActive(
                contest.router(better), contest.router(better).setup().activeDown());
    }

    private static void killed(Contest contest, String active, String successor) {
        contest.router(active).kill();
        contest.awaitActive(
                contest.router(successor), contest.router(successor).setup().activeDown(), contest.router(active));
    }

    private static void terminated(Contest contest, String active, String successor) {
        contest.router(active).terminate();
        contest.awaitActive(
                contest.router(successor), contest.router(successor).setup().skew());
        contest.router(active).awaitEnd();
    }
}
