package io.vipoperator.e2e.interop;

import io.vipoperator.e2e.interop.Contest.Entrant;
import io.vipoperator.e2e.interop.Rounds.Round;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** An agent, a keepalived and an FRR in one segment, each of them as the best, the second and the worst one. */
@Tag("long")
class ThreeMakesTest {

    private static final int FIRST = 200;
    private static final int SECOND = 150;
    private static final int THIRD = 100;

    @TestFactory
    Stream<DynamicNode> agentKeepalivedAndFrr() {
        return Rounds.play(Stream.of(Protocol.V3, Protocol.V3_IPV6)
                .flatMap(protocol -> Stream.of(
                        of(protocol, Make.AGENT, Make.KEEPALIVED, Make.FRR),
                        of(protocol, Make.FRR, Make.AGENT, Make.KEEPALIVED),
                        of(protocol, Make.KEEPALIVED, Make.FRR, Make.AGENT))));
    }

    private static Rounds of(Protocol protocol, Make best, Make middle, Make worst) {
        String a = best.label();
        String b = middle.label();
        String c = worst.label();
        return new Rounds(
                protocol.label() + ": " + a + " > " + b + " > " + c,
                () -> Contest.of(
                        protocol.isUnicast(),
                        new Entrant(a, best, protocol.setup(FIRST)),
                        new Entrant(b, middle, protocol.setup(SECOND)),
                        new Entrant(c, worst, protocol.setup(THIRD))),
                List.of(
                        new Round(
                                "started from the worst to the best, each takes over from the one before", contest -> {
                                    comes(contest, c);
                                    comes(contest, b);
                                    comes(contest, a);
                                }),
                        new Round(a + " gets SIGKILL: " + b + " takes over", contest -> {
                            contest.router(a).kill();
                            contest.awaitActive(
                                    contest.router(b), contest.router(b).setup().activeDown(), contest.router(a));
                        }),
                        new Round(b + " gets SIGTERM, too: " + c + " takes over", contest -> {
                            contest.terminate(contest.router(b));
                            contest.awaitActive(
                                    contest.router(c), contest.router(c).setup().skew(), contest.router(a));
                        }),
                        new Round(a + " comes back and takes over, then " + b + ", and nothing moves", contest -> {
                            comes(contest, a);
                            contest.start(contest.router(b));
                            contest.stays(contest.router(a), Contest.stillness(contest.router(b)));
                        }),
                        new Round(a + " gets SIGTERM: " + b + " takes over", contest -> {
                            contest.terminate(contest.router(a));
                            contest.awaitActive(
                                    contest.router(b), contest.router(b).setup().skew());
                        }),
                        new Round(b + " gets SIGKILL, too: " + c + " takes over", contest -> {
                            contest.router(b).kill();
                            contest.awaitActive(
                                    contest.router(c), contest.router(c).setup().activeDown(), contest.router(b));
                        }),
                        new Round(b + " comes back and takes over, then " + a + " from it", contest -> {
                            comes(contest, b);
                            comes(contest, a);
                        })));
    }

    private static void comes(Contest contest, String better) {
        contest.start(contest.router(better));
        contest.awaitActive(
                contest.router(better), contest.router(better).setup().activeDown());
    }
}
