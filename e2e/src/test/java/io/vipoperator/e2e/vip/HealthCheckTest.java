package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.api.v1alpha1.HealthCheckNodeStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.MemberStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.AddressWatch;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import io.vipoperator.e2e.vip.WebServers.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A VIP is where the service answers: a real nginx on each node fails here and there, and the address follows. */
@ExtendWith(HealedLab.class)
class HealthCheckTest {

    private static final int PORT = 18080;
    private static final String URL = "http://127.0.0.1:" + PORT + "/healthz";
    private static final String HTTP = "http: {port: " + PORT + ", path: /healthz}";
    /** A machine that stands still for a moment takes longer than 200 ms to answer, but not twice in a row for 500. */
    private static final String CHECK =
            "{intervalMilliseconds: 500, timeoutMilliseconds: 500, healthyThreshold: 2, unhealthyThreshold: 2, " + HTTP
                    + "}";

    private static final String ALWAYS = Installation.CALM + ", preemption: {mode: Always, delaySeconds: 0}";
    private static final String NEVER = Installation.CALM + ", preemption: {mode: Never}";

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();
    private final String best = cluster.nodes().getLast();
    private final WebServers servers = WebServers.start(cluster, PORT);

    @AfterEach
    void endServers() {
        servers.close();
    }

    /** One that {@code best} takes first; {@code effect} such as <code>, effect: {type: Fault}</code>. */
    private TestVip apply(String name, int host, String vrrp, TestCheck check, String effect) {
        String spec = "{addresses: [" + cluster.address(host) + "/24], vrrp: {" + vrrp
                + "}, nodes: {priorities: [{nodeName: " + best + ", priority: 254}]}, healthChecks: [{name: "
                + check.name() + effect + "}]}";
        return installation.apply(name, cluster.address(host), spec);
    }

    @Test
    void anAddressLeavesTheNodeWhoseNginxIsStoppedAndComesBackByPreemptionWithoutALoss() {
        try (TestCheck check = TestCheck.apply(installation, "stopped", CHECK);
                TestVip vip = apply("stopped", 180, ALWAYS, check, "")) {
            check.awaitNodes(3, 0);
            vip.awaitReadyOn(best);
            try (AddressProbe probe = vip.probe();
                    WebClient client = WebClient.start(cluster, vip.address(), PORT)) {
                probe.awaitAnswer(TestVip.LONG);
                client.awaitAnswerOf(best);

                servers.stop(best);
                String second = client.awaitAnswerOfAnotherThan(best);
                double gapMillis = client.longestGapMillis();
                Measured.print(
                        "nginx stopped on the Active node, checked each 500 ms, 2 failures",
                        String.format(Locale.ROOT, "client of nginx lost %.0f ms (%s -> %s)", gapMillis, best, second));
                assertThat(gapMillis).isPositive().isLessThan(10_000);
                vip.awaitReadyOn(second);

                MemberStatus row = vip.awaitRow(best, RouterState.Backup, "HealthCheckFailed");
                assertThat(row.message())
                        .startsWith("stopped: GET " + URL + ": ")
                        .contains("refused");
                assertThat(row.effectivePriority()).isBetween(1, 16);
                List<HealthCheckNodeStatus> nodes = check.awaitNodes(2, 1);
                assertThat(nodes).hasSize(3);
                HealthCheckNodeStatus failing = nodes.getFirst();
                assertThat(failing.nodeName()).isEqualTo(best);
                assertThat(failing.state()).isEqualTo(HealthState.Unhealthy);
                assertThat("stopped: " + failing.message()).isEqualTo(row.message());
                assertThat(Instant.parse(failing.since())).isBefore(Instant.now());
                assertThat(nodes.subList(1, 3))
                        .extracting(HealthCheckNodeStatus::state)
                        .containsOnly(HealthState.Healthy);
                assertThat(check.awaitEvent("HealthCheckFailed", best))
                        .isEqualTo("Warning " + best + ": " + failing.message());
                await("Degraded says it, whatever else it says")
                        .atMost(TestVip.LONG)
                        .until(() -> vip.isTrue("Degraded")
                                && vip.condition("Degraded")
                                        .orElseThrow()
                                        .getMessage()
                                        .contains(best + ": " + row.message()));

                servers.start(best);
                vip.awaitReadyOn(best);
                client.awaitAnswerOf(best);
                check.awaitNodes(3, 0);
                assertThat(check.awaitEvent("HealthCheckRecovered", best)).startsWith("Normal " + best + ": ");
                Measured.assertNothingLost("nginx stopped on the Active node and started: the address itself", probe);
            }
        }
    }

    @Test
    void withPreemptionNeverItLeavesTheFailingNodeTooAndStaysWhenThatOneIsWell() {
        try (TestCheck check = TestCheck.apply(installation, "never", CHECK);
                TestVip vip = apply("never", 181, NEVER, check, "")) {
            check.awaitNodes(3, 0);
            vip.awaitReady();
            String first = vip.awaitOneOwner();
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch()) {
                probe.awaitAnswer(TestVip.LONG);

                servers.answer(first, Health.FAILING);
                String second = vip.awaitOneOwnerOtherThan(first);
                vip.awaitReadyOn(second);
                assertThat(vip.awaitRow(first, RouterState.Backup, "HealthCheckFailed")
                                .message())
                        .isEqualTo("never: GET " + URL + ": 503");

                servers.answer(first, Health.FINE);
                check.awaitNodes(3, 0);
                vip.awaitReadyOn(second);
                long probes = servers.answers(first, 200);
                await("four more probes").atMost(TestVip.LONG).until(() -> servers.answers(first, 200) >= probes + 4);

                assertThat(watch.holdingTimes().holders()).containsExactly(second);
                assertThat(watch.holdingTimes().moves())
                        .as("where it was, and one move")
                        .isEqualTo(2);
                Measured.assertNothingLost("503 on the Active node, preemption Never: the address itself", probe);
            }
        }
    }

    @Test
    void fewerFailuresInARowThanTheThresholdMoveNothing() {
        String spec = "{intervalMilliseconds: 200, timeoutMilliseconds: 200, healthyThreshold: 2,"
                + " unhealthyThreshold: 4, " + HTTP + "}";
        try (TestCheck check = TestCheck.apply(installation, "flickers", spec);
                TestVip vip = apply("flickers", 182, ALWAYS, check, "")) {
            check.awaitNodes(3, 0);
            vip.awaitReadyOn(best);
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch()) {
                probe.awaitAnswer(TestVip.LONG);

                servers.answer(best, Health.EVERY_SECOND_FAILS);
                await("ten failures, with a success after each")
                        .atMost(TestVip.LONG)
                        .until(() -> servers.answers(best, 503) >= 10);

                assertThat(watch.holdingTimes().holders()).containsExactly(best);
                assertThat(watch.holdingTimes().moves()).as("where it was").isEqualTo(1);
                check.awaitNodes(3, 0);
                Measured.assertNothingLost("every second probe of the Active node fails", probe);
            }
        }
    }

    @Test
    void aServerThatFlapsMoreSlowlyThanTheThresholdsMovesTheAddressEachTimeWithoutALoss() {
        // It comes back a down interval after the second success, 0.6 s here, and five successes last 2.5 s.
        String vrrp = "advertisementIntervalMilliseconds: 200, preemption: {mode: Always, delaySeconds: 0}";
        try (TestCheck check = TestCheck.apply(installation, "flaps", CHECK);
                TestVip vip = apply("flaps", 183, vrrp, check, "")) {
            check.awaitNodes(3, 0);
            vip.awaitReadyOn(best);
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch()) {
                probe.awaitAnswer(TestVip.LONG);

                servers.answer(best, Health.FIVE_FAIL_FIVE_ARE_FINE);
                await("it has gone and come back twice")
                        .atMost(TestVip.LONG)
                        .until(() -> watch.holdingTimes().moves() >= 5);
                servers.answer(best, Health.FINE);
                check.awaitNodes(3, 0);
                vip.awaitReadyOn(best);

                assertThat(vip.awaitOneOwner()).isEqualTo(best);
                Measured.assertNothingLost("nginx of the Active node flaps: the address itself", probe);
            }
        }
    }

    @Test
    void aServerThatFailsEverywhereMovesTheAddressAtMostOnceAndLowestKeepsOneOwner() {
        try (TestCheck check = TestCheck.apply(installation, "nowhere", CHECK);
                TestVip vip = apply("nowhere", 184, NEVER, check, "")) {
            check.awaitNodes(3, 0);
            vip.awaitReady();
            String first = vip.awaitOneOwner();
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch()) {
                probe.awaitAnswer(TestVip.LONG);

                // The Active's node first: the others follow while it hands over, or after.
                servers.answer(first, Health.FAILING);
                servers.answerEverywhere(Health.FAILING);
                check.awaitNodes(0, 3);
                String owner = vip.awaitOneOwner();
                vip.awaitReadyOn(owner);
                long probes = servers.answers(owner, 503);
                await("four more failures").atMost(TestVip.LONG).until(() -> servers.answers(owner, 503) >= probes + 4);

                assertThat(vip.holders()).containsExactly(owner);
                assertThat(watch.holdingTimes().moves())
                        .as("where it was, and at most one move")
                        .isLessThan(3);
                assertThat(vip.members()).extracting(MemberStatus::reason).containsOnly("HealthCheckFailed");
                assertThat(vip.members())
                        .extracting(MemberStatus::effectivePriority)
                        .doesNotHaveDuplicates()
                        .allSatisfy(priority -> assertThat(priority).isBetween(1, 16));
                Measured.assertNothingLost("nginx fails everywhere, Lowest: the address itself", probe);
            }
        }
    }

    @Test
    void withEffectFaultNobodyHasTheAddressWhileItFailsEverywhereAndTheFirstThatIsWellTakesIt() {
        String fault = ", effect: {type: Fault}";
        try (TestCheck check = TestCheck.apply(installation, "faulty", CHECK);
                TestVip vip = apply("faulty", 185, ALWAYS, check, fault)) {
            check.awaitNodes(3, 0);
            vip.awaitReadyOn(best);

            servers.answerEverywhere(Health.FAILING);
            vip.awaitNoHolder();
            check.awaitNodes(0, 3);
            for (String node : cluster.nodes()) {
                assertThat(vip.awaitRow(node, RouterState.Fault, "HealthCheckFailed")
                                .message())
                        .isEqualTo("faulty: GET " + URL + ": 503");
            }
            await("it is not Ready").atMost(TestVip.LONG).until(() -> !vip.isTrue("Ready"));

            String well = cluster.nodes().getFirst();
            long start = System.nanoTime();
            servers.answer(well, Health.FINE);
            assertThat(vip.awaitOneOwner()).isEqualTo(well);
            vip.awaitReadyOn(well);
            Measured.print(
                    "well again on one node alone, effect Fault: Ready after",
                    Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        }
    }
}
