package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.vipoperator.api.v1alpha1.MemberStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API server is never on the failover path, and the operator neither. */
@ExtendWith(HealedLab.class)
class ControlPlaneFailureTest {

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    private TestVip apply(String name, int host) {
        return apply(name, host, "");
    }

    /** {@code moreOfVrrp} such as {@code , advertisementIntervalMilliseconds: 1000}. */
    private TestVip apply(String name, int host, String moreOfVrrp) {
        String address = cluster.address(host);
        return installation.apply(
                name,
                address,
                "{addresses: [" + address + "/24], vrrp: {preemption: {mode: Never}" + moreOfVrrp + "}}");
    }

    @Test
    void withTheApiServerAwayAddressesMoveAgentsRestartAndTheStatusIsRightAfterwards() {
        try (TestVip vip = apply("api-away", 140)) {
            String first = vip.awaitReady();
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);
                String second;
                String third;
                cluster.apiAway();
                try {
                    cluster.signalAgent(first, "KILL");
                    second = awaitHolderOtherThan(vip, first);
                    Measured.print("API server away, agent killed: another answers", Measured.losses(probe));

                    // The first one's agent restarts from its cache, and is there when the second one's is killed as
                    // well.
                    awaitListening(first);
                    cluster.signalAgent(second, "KILL");
                    third = awaitHolderOtherThan(vip, second);
                    awaitListening(second);
                    Measured.print("API server away, next agent killed too", Measured.losses(probe));
                } finally {
                    cluster.apiBack();
                }
                installation.awaitNodes();
                vip.awaitActive(third);
                installation.awaitAgents();
                vip.awaitReady();

                assertThat(vip.holders()).containsExactly(third);
                assertThat(vip.isTrue("Conflict")).isFalse();
            }
        }
    }

    private String awaitHolderOtherThan(TestVip vip, String former) {
        return await("another than " + former + " has " + vip.address() + " alone")
                .atMost(Duration.ofSeconds(20))
                .until(vip::holders, holders -> holders.size() == 1 && !holders.contains(former))
                .getFirst();
    }

    private void awaitListening(String node) {
        await("the agent of " + node + " runs again")
                .atMost(TestVip.LONG)
                .until(() ->
                        cluster.runInNetworkOf(node, "cat", "/proc/net/raw").contains(":0070 "));
    }

    @Test
    void aNodeObjectDeletedAndRegisteredAnewLosesNothing() {
        try (TestVip vip = apply("node-anew", 141, ", " + Installation.CALM)) {
            String active = vip.awaitReady();
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);
                String uid = uid(active);

                cluster.kubectl("delete", "node", active);
                cluster.killKubelet(active);
                cluster.startKubelet(active);
                await("the node is registered anew").atMost(TestVip.LONG).until(() -> !uid.equals(uid(active)));
                installation.awaitNodes();
                installation.awaitAgents();
                vip.awaitReady();

                assertThat(vip.holders()).containsExactly(active);
                assertThat(probe.end().gaps()).as(Measured.losses(probe)).isZero();
                Measured.print("Node object deleted and registered anew", Measured.losses(probe));
            }
        }
    }

    private String uid(String node) {
        Node found = cluster.client().nodes().withName(node).get();
        return found == null ? "" : found.getMetadata().getUid();
    }

    @Test
    void nothingMovesWhenTheOperatorIsKilled() {
        String active = cluster.nodes().getFirst();
        String address = cluster.address(142);
        String spec = installation.specWithBest(active, List.of(address), "");
        try (TestVip vip = installation.apply("operator", address, spec)) {
            vip.awaitReadyOn(active);
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);
                List<String> before = routers();

                cluster.kubectl(
                        "-n",
                        Installation.NAMESPACE,
                        "delete",
                        "pod",
                        "-l",
                        "app.kubernetes.io/name=vip-operator",
                        "--force",
                        "--grace-period=0");
                cluster.kubectl(
                        "-n", Installation.NAMESPACE, "rollout", "status", "deployment/vip-operator", "--timeout=110s");
                assertThat(routers()).isEqualTo(before);

                vip.edit(installation.specWithBest(active, List.of(address), ", maxMembers: 2"));
                vip.awaitReady();
                vip.edit(spec);
                vip.awaitReady();

                assertThat(vip.holders()).containsExactly(active);
                assertThat(vip.members())
                        .filteredOn(member -> member.state() == RouterState.Active)
                        .extracting(MemberStatus::nodeName)
                        .containsExactly(active);
                assertThat(probe.end().gaps()).as(Measured.losses(probe)).isZero();
                Measured.print("operator's pods killed and restarted, then an edit", Measured.losses(probe));
            }
        }
    }

    /** What each node shall run; requests for a report are no part of it. */
    private List<String> routers() {
        return cluster.kubectl("get", "vipnode", "-o", "custom-columns=:.metadata.name,:.spec.routers", "--no-headers")
                .lines()
                .toList();
    }

    @Test
    void aVirtualIPDeletedWhileTheOperatorIsAwayIsGoneAsSoonAsItIsBack() {
        try (TestVip vip = apply("away-delete", 143)) {
            vip.awaitReady();

            scaleOperator(0);
            try {
                await("the operator is gone")
                        .atMost(TestVip.LONG)
                        .until(() -> installation.pods(Installation.DEPLOYMENT).isEmpty());
                vip.delete();
                await("the VirtualIP is gone")
                        .atMost(TestVip.LONG)
                        .until(() -> vip.status().isEmpty());
                assertThat(vip.holders()).hasSize(1);
            } finally {
                scaleOperator(2);
            }
            long start = System.nanoTime();
            await("no node has " + vip.address())
                    .atMost(TestVip.LONG)
                    .until(() -> vip.holders().isEmpty());

            Measured.print(
                    "deleted while the operator was away: gone after its return in",
                    Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
            cluster.kubectl(
                    "-n", Installation.NAMESPACE, "rollout", "status", "deployment/vip-operator", "--timeout=110s");
        }
    }

    private void scaleOperator(int replicas) {
        cluster.kubectl("-n", Installation.NAMESPACE, "scale", "deployment/vip-operator", "--replicas=" + replicas);
    }
}
