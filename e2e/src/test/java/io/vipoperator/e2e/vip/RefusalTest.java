package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can't be carried out is refused with the field and what must hold, and what runs goes on as it was. */
@ExtendWith(HealedLab.class)
class RefusalTest {

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    @Test
    void versionTwoHasNoIpv6() {
        assertThatThrownBy(() -> installation.apply(
                        "old6",
                        cluster.address6(156),
                        "{addresses: [" + cluster.address6(156) + "/64], vrrp: {version: V2}}"))
                .hasMessageContaining("V2")
                .hasMessageContaining("IPv6");
        assertThat(installation.vip("old6")).isNull();
    }

    @Test
    void aGroupWhoseMembersDifferIsRefusedAndTheFirstRunsOn() {
        String address = cluster.address(157);
        String other = cluster.address(158);
        try (TestVip one = installation.apply(
                "alike",
                address,
                "{addresses: [" + address + "/24], group: unlike, vrrp: {" + Installation.CALM
                        + ", preemption: {mode: Never}}}")) {
            String active = one.awaitReady();
            try (TestVip odd = installation.apply(
                    "odd",
                    other,
                    "{addresses: [" + other + "/24], group: unlike, vrrp: {" + Installation.CALM
                            + ", preemption: {mode: Always}}}")) {
                assertThat(odd.awaitCondition("Accepted", "False", "GroupMismatch"))
                        .contains("unlike", "alike", "preemption");
                assertThat(odd.awaitCondition("Ready", "False", "NotAccepted")).isNotBlank();
                assertThat(odd.holders()).isEmpty();
                assertThat(one.holders()).containsExactly(active);
                assertThat(one.isTrue("Ready")).isTrue();
            }
        }
    }

    @Test
    void aHealthCheckThatIsNotThereIsNamed() {
        String address = cluster.address(159);
        try (TestVip vip = installation.apply(
                "checked", address, "{addresses: [" + address + "/24], healthChecks: [{name: nginx}]}")) {
            assertThat(vip.awaitCondition("Accepted", "False", "HealthCheckNotFound"))
                    .contains("spec.healthChecks[0]: HealthCheck nginx is not there");
            assertThat(vip.holders()).isEmpty();
        }
    }

    @Test
    void aTrackedInterfaceThatIsNowhereKeepsItsNodesOutAndSaysSo() {
        String address = cluster.address(163);
        try (TestVip vip = installation.apply(
                "tracked", address, "{addresses: [" + address + "/24], trackInterfaces: [{name: bond1}]}")) {
            assertThat(vip.awaitCondition("Ready", "False", "NoActive")).isNotBlank();
            await("every member says why")
                    .atMost(TestVip.LONG)
                    .untilAsserted(() -> assertThat(vip.members())
                            .hasSize(cluster.nodes().size())
                            .allSatisfy(member -> assertThat(member.reason() + " " + member.message())
                                    .contains("bond1")));
            assertThat(vip.holders()).isEmpty();
        }
    }
}
