package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.AddressWatch;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node dies, loses its cable, comes back. */
@ExtendWith(HealedLab.class)
class NodeFailureTest {

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    private TestVip apply(String name, int host, String preemption) {
        String address = cluster.address(host);
        return installation.apply(
                name, address, "{addresses: [" + address + "/24], vrrp: {preemption: " + preemption + "}}");
    }

    @Test
    void anotherNodeAnswersAfterAPowerCutAndTheBetterOnePreemptsWhenItIsBack() {
        String address = cluster.address(120);
        String first = cluster.nodes().getLast();
        String[] others =
                cluster.nodes().stream().filter(node -> !node.equals(first)).toArray(String[]::new);
        String spec = "{addresses: [" + address + "/24], vrrp: {preemption: {mode: Always, delaySeconds: 2}},"
                + " nodes: {priorities: [{nodeName: " + first + ", priority: 254}]}}";
        try (TestVip vip = installation.apply("power", address, spec)) {
            vip.awaitReadyOn(first);
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch();
                    ConditionWatch conditions = vip.watchConditions()) {
                probe.awaitAnswer(TestVip.LONG);

                watch.lost(first);
                cluster.powerCut(first);
                probe.awaitAnswer(TestVip.LONG, first);
                vip.awaitOneOwnerOtherThan(first);
                Measured.print("power cut of the Active node, 100 ms interval", Measured.losses(probe));
                assertThat(Measured.lostMillis(probe)).isLessThan(2000);

                cluster.boot(first);
                watch.attach(first);
                installation.awaitNodes();
                installation.awaitAgents();
                assertThat(probe.awaitAnswer(TestVip.LONG, others)).isEqualTo(first);
                vip.awaitActive(first);
                Measured.print("power cut, boot, preemption: all moves", Measured.losses(probe));

                assertThat(conditions.messagesWhileTrue("Conflict")).isEmpty();
                assertThat(vip.holders()).containsExactly(first);
                assertThat(watch.holdingTimes().longestTogether().longestMillis())
                        .isLessThan(Measured.HAND_OVER_MILLIS);
            }
        }
    }

    @Test
    void withoutPreemptionTheAddressStaysWhenTheNodeIsBack() {
        try (TestVip vip = apply("stay", 121, "{mode: Never}")) {
            String first = vip.awaitReady();
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);

                cluster.powerCut(first);
                probe.awaitAnswer(TestVip.LONG, first);
                String second = vip.awaitOneOwnerOtherThan(first);
                cluster.boot(first);
                installation.awaitNodes();
                installation.awaitAgents();
                vip.awaitReadyOn(second);

                assertThat(vip.holders()).containsExactly(second);
                assertThat(probe.gaps())
                        .filteredOn(gap -> gap.to().equals(first))
                        .isEmpty();
                Measured.print("power cut and boot with preemption off", Measured.losses(probe));
            }
        }
    }

    @Test
    void anotherNodeAnswersAfterACableCut() {
        try (TestVip vip = apply("cable", 122, "{mode: Never}")) {
            String first = vip.awaitReady();
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);
                String second;
                cluster.cableCut(first);
                try {
                    probe.awaitAnswer(TestVip.LONG, first);
                    second = vip.awaitOneOwnerOtherThan(first);
                } finally {
                    cluster.cableJoin(first);
                }
                installation.awaitNodes();
                installation.awaitAgents();
                vip.awaitReady();

                assertThat(vip.holders()).containsExactly(second);
                assertThat(Measured.lostMillis(probe)).isLessThan(2000);
                Measured.print("cable of the Active node cut and joined", Measured.losses(probe));
            }
        }
    }
}
