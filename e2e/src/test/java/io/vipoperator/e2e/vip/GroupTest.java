package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** VirtualIPs of one group are Active on the same node, always. */
@ExtendWith(HealedLab.class)
class GroupTest {

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    private TestVip apply(String name, int host, String group, String vrrp) {
        String address = cluster.address(host);
        return installation.apply(
                name, address, "{addresses: [" + address + "/24], group: " + group + ", vrrp: {" + vrrp + "}}");
    }

    @Test
    void aGroupMovesAsOne() {
        String never = "preemption: {mode: Never}";
        try (TestVip one = apply("inside", 142, "pair", never);
                TestVip other = apply("outside", 143, "pair", never)) {
            one.awaitReady();
            other.awaitReady();
            String first = one.awaitOneOwner();
            other.awaitActive(first);
            try (AddressProbe probe = one.probe();
                    AddressProbe otherProbe = other.probe()) {
                probe.awaitAnswer(TestVip.LONG);
                otherProbe.awaitAnswer(TestVip.LONG);
                String second;
                cluster.cableCut(first);
                try {
                    second = one.awaitOneOwnerOtherThan(first);
                    assertThat(other.awaitOneOwnerOtherThan(first)).isEqualTo(second);
                } finally {
                    cluster.cableJoin(first);
                }
                installation.awaitNodes();
                installation.awaitAgents();
                one.awaitReadyOn(second);
                other.awaitReadyOn(second);

                assertThat(Measured.lostMillis(probe)).isLessThan(2000);
                assertThat(Measured.lostMillis(otherProbe)).isLessThan(2000);
                Measured.print(
                        "group of two, cable of the Active cut and joined",
                        Measured.losses(probe) + "; " + Measured.losses(otherProbe));
            }
        }
    }

    @Test
    void aMemberThatJoinsOrLeavesALiveGroupMovesNothing() {
        String calm = Installation.CALM + ", preemption: {mode: Never}";
        try (TestVip one = apply("first", 144, "live", calm);
                TestVip other = apply("second", 145, "live", calm)) {
            one.awaitReady();
            other.awaitReady();
            String active = one.awaitOneOwner();
            other.awaitActive(active);
            List<Long> moves = transitions(one, other);
            try (AddressProbe probe = one.probe();
                    AddressProbe otherProbe = other.probe()) {
                probe.awaitAnswer(TestVip.LONG);
                otherProbe.awaitAnswer(TestVip.LONG);

                try (TestVip third = apply("third", 146, "live", calm)) {
                    third.awaitReadyOn(active);
                    assertThat(third.holders()).containsExactly(active);
                }
                await("the two are Ready without the third")
                        .atMost(TestVip.LONG)
                        .until(() -> one.isTrue("Ready") && other.isTrue("Ready"));

                assertThat(transitions(one, other)).isEqualTo(moves);
                assertThat(one.holders()).containsExactly(active);
                assertThat(other.holders()).containsExactly(active);
                Measured.assertNothingLost("a member joins a live group and leaves it", probe);
                Measured.assertNothingLost("a member joins a live group and leaves it, the other address", otherProbe);
            }
        }
    }

    private static List<Long> transitions(TestVip one, TestVip other) {
        return List.of(
                one.status().orElseThrow().transitions(),
                other.status().orElseThrow().transitions());
    }
}
