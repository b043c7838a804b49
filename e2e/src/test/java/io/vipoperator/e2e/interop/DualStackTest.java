package io.vipoperator.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.interop.Contest.Entrant;
import io.vipoperator.e2e.interop.Rounds.Round;
import io.vipoperator.e2e.vip.Measured;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A VirtualIP of both families on an agent, beside a keepalived with one instance of each family in a vrrp_sync_group: both addresses are always
 * on the same host. How they move when a router is killed is in {@link TwoMakesTest}.
 */
class DualStackTest {

    private static final int BETTER = 200;
    private static final int WORSE = 100;

    /** Far more than the two messages to the kernel take, and far less than an election of one half would last. */
    private static final Duration MOMENT = Duration.ofMillis(250);

    @TestFactory
    Stream<DynamicNode> bothFamiliesAreAlwaysOnTheSameHost() {
        return Rounds.play(Stream.of(of(Make.AGENT, Make.KEEPALIVED), of(Make.KEEPALIVED, Make.AGENT)));
    }

    private static Rounds of(Make better, Make worse) {
        String a = better.label();
        String b = worse.label();
        return new Rounds(
                a + " better than " + b,
                () -> Contest.of(
                        false,
                        new Entrant(a, better, Protocol.V3_DUAL_STACK.setup(BETTER)),
                        new Entrant(b, worse, Protocol.V3_DUAL_STACK.setup(WORSE))),
                List.of(
                        new Round(b + " is Active, " + a + " comes and takes over both", contest -> {
                            contest.start(contest.router(b));
                            contest.awaitActive(
                                    contest.router(b), contest.router(b).setup().activeDown());
                            contest.start(contest.router(a));
                            contest.awaitActive(
                                    contest.router(a), contest.router(a).setup().activeDown());
                        }),
                        new Round(
                                "VRRP over IPv6 alone from " + a + " is lost, and passes again: nothing moves",
                                contest -> {
                                    contest.segment().dropIpv6VrrpFrom(a);
                                    nothingMoves(contest, a, b);
                                }),
                        new Round(
                                "VRRP over IPv4 alone from " + a + " is lost, and passes again: nothing moves",
                                contest -> {
                                    contest.segment().dropIpv4VrrpFrom(a);
                                    nothingMoves(contest, a, b);
                                }),
                        new Round(
                                "all VRRP from " + a + " is lost: both have both; it passes again: " + a + " has both",
                                contest -> {
                                    contest.segment().dropVrrpFrom(a);
                                    contest.until(
                                            b + " has all addresses",
                                            contest.router(b)
                                                    .setup()
                                                    .activeDown()
                                                    .plus(Contest.MACHINE),
                                            contest.router(b)::owns);
                                    assertThat(contest.router(a).owns())
                                            .as(contest::outputs)
                                            .isTrue();
                                    contest.segment().healVrrp();
                                    contest.awaitActive(
                                            contest.router(a),
                                            contest.router(b).setup().interval());
                                }),
                        new Round(
                                a
                                        + " ends by SIGTERM and comes back, five times: no host has had one without the other",
                                contest -> {
                                    try (Halves atA = Halves.watch(
                                                    contest.segment(), a, Protocol.IPV4, Protocol.IPV6, true);
                                            Halves atB = Halves.watch(
                                                    contest.segment(), b, Protocol.IPV4, Protocol.IPV6, false)) {
                                        for (int i = 0; i < 5; i++) {
                                            contest.terminate(contest.router(a));
                                            contest.awaitActive(
                                                    contest.router(b),
                                                    contest.router(b).setup().skew());
                                            contest.start(contest.router(a));
                                            contest.awaitActive(
                                                    contest.router(a),
                                                    contest.router(a).setup().activeDown());
                                        }
                                        Measured.print(
                                                "both families, " + a + " > " + b
                                                        + ": longest time with one without the other",
                                                a + " " + atA.longest().toMillis() + " ms, " + b + " "
                                                        + atB.longest().toMillis() + " ms");
                                        assertThat(atA.wholes())
                                                .as(contest::outputs)
                                                .isEqualTo(5);
                                        assertThat(atB.wholes())
                                                .as(contest::outputs)
                                                .isEqualTo(5);
                                        assertThat(List.of(atA.longest(), atB.longest()))
                                                .as(contest::outputs)
                                                .allSatisfy(
                                                        half -> assertThat(half).isLessThan(MOMENT));
                                    }
                                })));
    }

    private static void nothingMoves(Contest contest, String active, String backup) {
        Duration thrice = Contest.stillness(contest.router(backup)).multipliedBy(3);
        contest.stays(contest.router(active), thrice);
        contest.segment().healVrrp();
        contest.stays(contest.router(active), Contest.stillness(contest.router(backup)));
    }

    @Test
    void aHalfIsMeasuredFromTheFirstOfTwoToTheSecond() {
        Set<String> both = Set.of("10.78.0.100", "fd78::100");

        assertThat(Halves.times("""
                        [2026-11-21T16:26:18.100000] 2: eth0    inet 10.78.0.100/32 scope global eth0
                        [2026-11-21T16:26:18.110000] 2: eth0    inet6 fd78::100/64 scope global
                        [2026-11-21T16:26:18.115000] 2: eth0    inet6 fd78::100/64 scope global
                        [2026-11-21T16:26:19.000000] Deleted 2: eth0    inet 10.78.0.100/32 scope global eth0
                        [2026-11-21T16:26:19.004000] Deleted 2: eth0    inet6 fd78::100/64 scope global
                        """, both, false)).isEqualTo(new Halves.Times(Duration.ofMillis(10), 1));
    }
}
