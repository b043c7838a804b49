package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The agent asked in its pod, in an image without a shell. */
@ExtendWith(HealedLab.class)
class AgentInPodTest {

    private static final int ROUTERS = 50;
    /** Of deploy/base/agent.yaml. */
    private static final int LIMIT_MEBIBYTES = 256;

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    private String agent(String node, String... command) {
        String[] start = {
            "-n",
            Installation.NAMESPACE,
            "exec",
            installation.agentPod(node).getMetadata().getName(),
            "--",
            "vip-agent"
        };
        return cluster.kubectl(
                Stream.concat(Arrays.stream(start), Arrays.stream(command)).toArray(String[]::new));
    }

    @Test
    void showCheckAndAnnounceAnswerInThePod() {
        String address = cluster.address(164);
        try (TestVip vip = installation.apply("shown", address, "{addresses: [" + address + "/24]}")) {
            vip.awaitReady();
            String active = vip.awaitOneOwner();
            assertThat(cluster.kubectl("-n", Installation.NAMESPACE, "exec", "ds/vip-agent", "--", "vip-agent", "show"))
                    .containsSubsequence("NAME", "STATE", "shown", "IPv4", "eth0");
            assertThat(agent(active, "show", "shown")).containsSubsequence("shown", "IPv4", "Active", "self");
            assertThat(agent(active, "show", "shown", "-o", "json")).contains("\"Active\"", address);
            assertThat(agent(active, "announce", "shown")).contains("shown");
        }
    }

    @Test
    void fiftyRoutersFitWellIntoTheMemoryLimit() {
        String node = cluster.nodes().getFirst();
        try {
            for (int i = 0; i < ROUTERS; i++) {
                cluster.client()
                        .resource("""
                                apiVersion: vip-operator.io/v1alpha1
                                kind: VirtualIP
                                metadata: {name: many-%d}
                                spec:
                                  addresses: ["%s/24"]
                                  vrrp: {%s}
                                """.formatted(i, cluster.address(201 + i), Installation.CALM))
                        .create();
            }
            await("all are Ready")
                    .atMost(TestVip.LONG.multipliedBy(2))
                    .until(() -> cluster.kubectl("get", "vip", "--no-headers")
                                    .lines()
                                    .filter(line -> line.startsWith("many-") && line.contains("True"))
                                    .count()
                            == ROUTERS);
            long mebibytes = residentMebibytes(node);
            Measured.print("resident memory of an agent with 50 routers", mebibytes + " MiB of " + LIMIT_MEBIBYTES);
            assertThat(mebibytes).isLessThan(LIMIT_MEBIBYTES * 3 / 4);
        } finally {
            cluster.kubectl("delete", "vip", "--all", "--wait=false");
        }
        await("no router is left")
                .atMost(TestVip.LONG)
                .until(() -> !agent(node, "show").contains("many-"));
    }

    private long residentMebibytes(String node) {
        String kibibytes = cluster.agentStatus(node)
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\D", "");
        return Long.parseLong(kibibytes) / 1024;
    }
}
