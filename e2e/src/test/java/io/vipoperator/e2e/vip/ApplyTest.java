package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.AddressWatch;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user gets who applies, edits and deletes VirtualIPs while nothing fails. */
@ExtendWith(HealedLab.class)
class ApplyTest {

    private static final Pattern LINK_ADDRESS = Pattern.compile("(?:lladdr|link/ether) ([0-9a-f:]{17})");

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    private String spec(int host, String rest) {
        return "{addresses: [" + cluster.address(host) + "/24]" + rest + "}";
    }

    @Test
    void anAppliedAddressIsOnExactlyOneNodeAndAnsweredFromThere() {
        long start = System.nanoTime();
        try (TestVip vip = installation.apply("apply", cluster.address(110), spec(110, ""));
                AddressProbe probe = vip.probe()) {
            String active = vip.awaitReady();
            long readyMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();

            assertThat(vip.holders()).containsExactly(active);
            assertThat(probe.awaitAnswer(TestVip.LONG)).isEqualTo(active);
            assertThat(linkAddress(cluster.probeMachine(), "neighbour", "show", vip.address()))
                    .isEqualTo(linkAddress(active, "link", "show", "eth0"));
            assertThat(cluster.kubectl("get", "vip", vip.name(), "--no-headers"))
                    .containsSubsequence("apply", vip.address() + "/24", active, "True");
            assertThat(vip.isTrue("Conflict")).isFalse();
            Measured.print("kubectl apply until Ready", readyMillis + " ms");
        }
    }

    private String linkAddress(String machine, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        String output = cluster.runInNetworkOf(machine, command);
        Matcher found = LINK_ADDRESS.matcher(output);
        assertThat(found.find()).as(output).isTrue();
        return found.group(1);
    }

    @Test
    void twoVirtualIPsAreActiveOnDifferentNodes() {
        try (TestVip one = installation.apply("front-a", cluster.address(111), spec(111, ""));
                TestVip other = installation.apply("front-b", cluster.address(112), spec(112, ""))) {
            one.awaitReady();
            other.awaitReady();
            // Who hears of it first may win the first election; the better one takes over after the preemption delay of
            // 30 s.
            await("both are Active, on different nodes")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> one.activeNode().isPresent()
                            && other.activeNode().isPresent()
                            && !one.activeNode().equals(other.activeNode()));
            assertThat(one.holders()).isNotEqualTo(other.holders());
        }
    }

    @Test
    void anEditNeverSilencesTheAddressThatStayed() {
        String active = cluster.nodes().getFirst();
        String stays = cluster.address(113);
        String other = cluster.address(114);
        String spec = installation.specWithBest(active, List.of(stays), "");
        try (TestVip vip = installation.apply("edit", stays, spec)) {
            vip.awaitReadyOn(active);
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);

                vip.edit(installation.specWithBest(active, List.of(stays, other), ""));
                vip.awaitReady();
                assertThat(AddressWatch.isOn(cluster, active, other)).isTrue();

                vip.edit(spec);
                vip.awaitReady();
                assertThat(AddressWatch.isOn(cluster, active, other)).isFalse();

                vip.edit(installation.specWithBest(active, List.of(stays), ", maxMembers: 2"));
                vip.awaitMembers(2);
                vip.edit(spec);
                vip.awaitMembers(3);

                assertThat(vip.holders()).containsExactly(active);
                assertThat(probe.end().gaps()).as(Measured.losses(probe)).isZero();
                Measured.print("address added and removed, member removed and added", Measured.losses(probe));
            }
        }
    }

    @Test
    void aHigherPriorityPreemptsAndNobodyIsSilentForLong() {
        String preempting = ", vrrp: {preemption: {mode: Always, delaySeconds: 0}}";
        try (TestVip vip = installation.apply("priority", cluster.address(115), spec(115, preempting))) {
            String active = vip.awaitReady();
            String other = cluster.nodes().stream()
                    .filter(node -> !node.equals(active))
                    .findFirst()
                    .orElseThrow();
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);

                vip.edit(spec(115, preempting + ", nodes: {priorities: [{nodeName: " + other + ", priority: 254}]}"));
                probe.awaitAnswer(TestVip.LONG, active);
                vip.awaitActive(other);

                assertThat(vip.awaitReady()).isEqualTo(other);
                assertThat(Measured.lostMillis(probe)).isLessThan(1000);
                Measured.print("a higher priority given to another member", Measured.losses(probe));
            }
        }
    }

    @Test
    void aDeletedVirtualIPLeavesNothingOnAnyNic() {
        try (TestVip vip = installation.apply("delete", cluster.address(116), spec(116, ""))) {
            vip.awaitReady();
            long start = System.nanoTime();

            vip.delete();
            vip.awaitNoHolder();

            Measured.print(
                    "kubectl delete until no node has the address",
                    Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
            assertThat(vip.holders()).isEqualTo(List.of());
        }
    }
}
