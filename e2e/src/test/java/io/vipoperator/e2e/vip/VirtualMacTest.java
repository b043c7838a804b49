package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.api.v1alpha1.MemberStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A VirtualIP on its virtual MAC; where a node's sysctls are in the way, the user is told which line to set. */
@ExtendWith(HealedLab.class)
@Tag("long")
class VirtualMacTest {

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    private void setOnAllNodes(String sysctl, int value) {
        cluster.nodes().forEach(node -> cluster.runInNetworkOf(node, "sysctl", "-qw", sysctl + "=" + value));
    }

    private List<MemberStatus> awaitFault(TestVip vip) {
        return await("all members are in Fault")
                .atMost(TestVip.LONG)
                .until(
                        vip::members,
                        members -> members.size() == cluster.nodes().size()
                                && members.stream().allMatch(member -> member.state() == RouterState.Fault));
    }

    @Test
    void theAddressIsBehindTheVirtualMacOnceTheSysctlsAllowIt() {
        String address = cluster.address(154);
        String spec = "{addresses: [" + address + "/24], vrrp: {virtualRouterID: 154, virtualMAC: Enabled, "
                + Installation.CALM + ", preemption: {mode: Never}}}";
        setOnAllNodes("net.ipv4.conf.all.arp_ignore", 2);
        try (TestVip vip = installation.apply("mac", address, spec)) {
            try {
                assertThat(awaitFault(vip)).allSatisfy(member -> {
                    assertThat(member.reason()).isEqualTo("SysctlRequired");
                    assertThat(member.message()).contains("set net.ipv4.conf.all.arp_ignore = 1 on this node, it is 2");
                });
            } finally {
                setOnAllNodes("net.ipv4.conf.all.arp_ignore", 0);
            }
            vip.awaitReady();
            String first = vip.awaitOneOwner();
            assertThat(vip.members()).allMatch(member -> member.message() == null);
            try (AddressProbe probe = vip.probe()) {
                assertThat(probe.awaitAnswer(TestVip.LONG)).isEqualTo(first);
                assertThat(neighbour(address)).contains("lladdr 00:00:5e:00:01:9a");

                String pod = installation.agentPod(first).getMetadata().getName();
                cluster.kubectl("-n", Installation.NAMESPACE, "delete", "pod", pod, "--wait=false");
                String second = vip.awaitOneOwnerOtherThan(first);
                installation.awaitAgents();

                assertThat(probe.awaitAnswer(TestVip.LONG, first)).isEqualTo(second);
                assertThat(neighbour(address)).contains("lladdr 00:00:5e:00:01:9a");
                Measured.assertNothingLost("virtual MAC, pod of the Active's agent deleted", probe);
            }
        }
        await("the macvlans are gone")
                .atMost(TestVip.LONG)
                .until(() -> cluster.nodes().stream()
                        .allMatch(node -> cluster.runInNetworkOf(node, "ip", "-o", "link", "show", "type", "macvlan")
                                .isBlank()));
    }

    @Test
    void ipv6NeedsItsOwnSysctl() {
        String address = cluster.address6(155);
        setOnAllNodes("net.ipv6.conf.default.accept_ra", 1);
        try (TestVip vip = installation.apply(
                "mac6",
                address,
                "{addresses: [" + address + "/64], vrrp: {virtualRouterID: 155, virtualMAC: Enabled, "
                        + Installation.CALM + "}}")) {
            assertThat(awaitFault(vip)).allSatisfy(member -> {
                assertThat(member.reason()).isEqualTo("SysctlRequired");
                assertThat(member.message()).contains("set net.ipv6.conf.default.accept_ra = 0 on this node");
            });
            setOnAllNodes("net.ipv6.conf.default.accept_ra", 0);
            vip.awaitReady();
            try (AddressProbe probe = vip.probe()) {
                assertThat(Optional.of(probe.awaitAnswer(TestVip.LONG))).isEqualTo(vip.activeNode());
                assertThat(neighbour(address)).contains("lladdr 00:00:5e:00:02:9b");
            }
        }
    }

    private String neighbour(String address) {
        return cluster.runInNetworkOf(cluster.probeMachine(), "ip", "neighbour", "show", address);
    }
}
