package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.api.v1alpha1.RouterSummary;
import io.vipoperator.api.v1alpha1.Switchover;
import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moves that somebody wants lose nothing: the successor has the address before the former lets it go. */
@ExtendWith(HealedLab.class)
@Tag("long")
class PlannedMoveTest {

    private static final String ANNOTATION = "vip-operator.io/active-node";

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    @ParameterizedTest
    @ValueSource(strings = {"{mode: Never}", "{mode: Always, delaySeconds: 0}", "{mode: Always, delaySeconds: 300}"})
    void theAnnotationMovesTheAddressAndTellsSo(String preemption) {
        String address = cluster.address(147);
        try (TestVip vip = installation.apply(
                "switchover",
                address,
                "{addresses: [" + address + "/24], vrrp: {" + Installation.CALM + ", preemption: " + preemption
                        + "}}")) {
            vip.awaitReady();
            String first = settled(vip);
            String target = other(first);
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);

                cluster.kubectl("annotate", "vip", vip.name(), ANNOTATION + "=" + target);
                await("the move to " + target + " is completed")
                        .atMost(TestVip.LONG)
                        .until(() -> switchover(vip)
                                .filter(move -> target.equals(move.nodeName()) && "Completed".equals(move.state()))
                                .isPresent());
                vip.awaitReadyOn(target);
                assertThat(vip.awaitOneOwner()).isEqualTo(target);

                cluster.kubectl("annotate", "vip", vip.name(), ANNOTATION + "-");
                await("nothing is told of the move any more")
                        .atMost(TestVip.LONG)
                        .until(() -> switchover(vip).isEmpty());
                String last = settled(vip);
                if (preemption.contains("Never")) {
                    assertThat(last).isEqualTo(target);
                }
                Measured.assertNothingLost("switchover by annotation, preemption " + preemption, probe);
            }
        }
    }

    private static Optional<Switchover> switchover(TestVip vip) {
        return vip.status().map(status -> status.switchover());
    }

    /** Who holds it when all members run the present plan and nobody wants to move any more. */
    private static String settled(TestVip vip) {
        vip.awaitReady();
        vip.awaitCondition("Programmed", "True", "Programmed");
        return vip.awaitOneOwner();
    }

    private String other(String node) {
        return cluster.nodes().stream()
                .filter(one -> !one.equals(node))
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    @Test
    void aNodeThatIsNoMemberAnyMoreHandsOver() {
        String address = cluster.address(148);
        String first = cluster.nodes().getFirst();
        String spec = installation.specWithBest(first, List.of(address), "");
        try (TestVip vip = installation.apply("membership", address, spec)) {
            vip.awaitReadyOn(first);
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);

                vip.edit(installation.specWithBest(
                        first,
                        List.of(address),
                        ", selector: {matchExpressions: [{key: kubernetes.io/hostname, operator: NotIn, values: ["
                                + first + "]}]}"));
                String second = vip.awaitOneOwnerOtherThan(first);
                vip.awaitMembers(cluster.nodes().size() - 1);

                assertThat(vip.holders()).containsExactly(second);
                Measured.assertNothingLost("node selector edited away from the Active's node", probe);
            }
        }
    }

    @Test
    void anAgentThatIsBackPreemptsWithoutALoss() {
        String address = cluster.address(149);
        String best = cluster.nodes().getFirst();
        try (TestVip vip = installation.apply("back", address, installation.specWithBest(best, List.of(address), ""))) {
            vip.awaitReadyOn(best);
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);

                String pod = installation.agentPod(best).getMetadata().getName();
                cluster.kubectl("-n", Installation.NAMESPACE, "delete", "pod", pod, "--wait=false");
                String between = probe.awaitAnswer(TestVip.LONG, best);
                assertThat(probe.awaitAnswer(TestVip.LONG, between)).isEqualTo(best);
                installation.awaitAgents();
                vip.awaitReadyOn(best);

                assertThat(vip.awaitOneOwner()).isEqualTo(best);
                Measured.assertNothingLost("the best one's pod deleted, and preemption back", probe);
            }
        }
    }

    @Test
    void anEditOfTheVirtualRouterIdLosesNothing() {
        String address = cluster.address(150);
        String best = cluster.nodes().getFirst();
        String spec = "{addresses: [" + address + "/24], vrrp: {virtualRouterID: %d, " + Installation.CALM
                + ", preemption: {mode: Always, delaySeconds: 0}}, nodes: {priorities: [{nodeName: " + best
                + ", priority: 254}]}}";
        try (TestVip vip = installation.apply("renumbered", address, spec.formatted(150))) {
            vip.awaitReadyOn(best);
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);

                vip.edit(spec.formatted(151));
                vip.awaitReadyOn(best);
                assertThat(vip.status().orElseThrow().routers())
                        .extracting(RouterSummary::virtualRouterID)
                        .containsExactly(151);

                assertThat(vip.awaitOneOwner()).isEqualTo(best);
                Measured.assertNothingLost("virtual router ID of a running VirtualIP edited", probe);
            }
        }
    }
}
