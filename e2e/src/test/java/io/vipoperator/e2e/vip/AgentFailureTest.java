package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.AddressWatch;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The agent of the Active node ends, dies, freezes; the node lives on. */
@ExtendWith(HealedLab.class)
class AgentFailureTest {

    /** The dead-man's switch: a lifetime of 3 s that the kernel ends 0.1 s late, and the time that a busy machine may take beyond. */
    private static final double DEAD_MAN_MILLIS = 3100 + 400;

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    private TestVip apply(String name, int host) {
        String address = cluster.address(host);
        return installation.apply(
                name, address, "{addresses: [" + address + "/24], vrrp: {preemption: {mode: Never}}}");
    }

    @Test
    void aDeletedPodHandsOver() {
        try (TestVip vip = apply("sigterm", 130)) {
            String first = vip.awaitReady();
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch()) {
                probe.awaitAnswer(TestVip.LONG);

                cluster.kubectl(
                        "-n",
                        Installation.NAMESPACE,
                        "delete",
                        "pod",
                        installation.agentPod(first).getMetadata().getName(),
                        "--wait=false");
                probe.awaitAnswer(TestVip.LONG, first);
                String second = vip.awaitOneOwnerOtherThan(first);
                installation.awaitAgents();

                assertThat(vip.holders()).containsExactly(second);
                assertThat(watch.holdingTimes().longestTogether().longestMillis())
                        .isLessThan(Measured.HAND_OVER_MILLIS);
                Measured.assertNothingLost("agent's pod deleted (SIGTERM)", probe);
            }
        }
    }

    @Test
    void aKilledAgentsAddressHasOneOwnerAgainWithinTheDeadMansLifetime() {
        try (TestVip vip = apply("sigkill", 131)) {
            String first = vip.awaitReady();
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch()) {
                probe.awaitAnswer(TestVip.LONG);

                cluster.signalAgent(first, "KILL");
                String second = vip.awaitOneOwnerOtherThan(first);
                installation.awaitAgents();

                double together = watch.holdingTimes().longestTogether().longestMillis();
                assertThat(together).isLessThan(DEAD_MAN_MILLIS);
                assertThat(probe.awaitAnswer(TestVip.LONG)).isEqualTo(second);
                Measured.print("SIGKILL of the Active's agent", twoOwners(together) + ", " + Measured.losses(probe));
            }
        }
    }

    @Test
    void aFrozenAgentsAddressHasOneOwnerAgainWithinTheDeadMansLifetimeAndWhenItThaws() {
        try (TestVip vip = apply("sigstop", 132)) {
            String first = vip.awaitReady();
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch()) {
                probe.awaitAnswer(TestVip.LONG);
                String second;
                cluster.signalAgent(first, "STOP");
                try {
                    second = vip.awaitOneOwnerOtherThan(first);
                } finally {
                    cluster.signalAgent(first, "CONT");
                }
                installation.awaitAgents();
                vip.awaitReady();
                // The thawed one takes it back if it is the better: its peer's advertisements lose against it (RFC 9568
                // section 6.4.3).
                String last = vip.awaitOneOwner();

                double together = watch.holdingTimes().longestTogether().longestMillis();
                assertThat(together).isLessThan(DEAD_MAN_MILLIS);
                assertThat(last).isIn(first, second);
                Measured.print(
                        "SIGSTOP and SIGCONT of the Active's agent",
                        twoOwners(together) + ", " + Measured.losses(probe));
            }
        }
    }

    @Test
    void aPodDeletedByForceWhoseProcessLivesOnLosesNothing() {
        try (TestVip vip = apply("force", 133)) {
            String first = vip.awaitReady();
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);
                String pod = installation.agentPod(first).getMetadata().getName();

                cluster.killKubelet(first);
                try {
                    cluster.kubectl("-n", Installation.NAMESPACE, "delete", "pod", pod, "--force", "--grace-period=0");
                    await("another pod stands for the one deleted")
                            .atMost(TestVip.LONG)
                            .until(() -> installation.pods(Installation.DAEMON_SET).stream()
                                    .anyMatch(other -> first.equals(
                                                    other.getSpec().getNodeName())
                                            && !pod.equals(other.getMetadata().getName())));
                    assertThat(probe.gaps()).isEmpty();
                    assertThat(vip.holders()).containsExactly(first);
                } finally {
                    cluster.startKubelet(first);
                }
                installation.awaitNodes();
                installation.awaitAgents();
                vip.awaitReady();
                vip.awaitOneOwner();

                assertThat(Measured.lostMillis(probe)).isLessThan(1000);
                Measured.print("agent's pod deleted by force, kubelet away, then back", Measured.losses(probe));
            }
        }
    }

    private static String twoOwners(double millis) {
        return String.format(Locale.ROOT, "two had it for %.0f ms", millis);
    }
}
