package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.Binaries;
import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The samples of {@code deploy/samples} as they are, but for their subnets, which become this segment's, and their nodes' names. Without a
 * registry a stand-in of the web server's name answers HTTP.
 */
@ExtendWith(HealedLab.class)
class SamplesTest {

    private static final String SUBNET_OF_THE_SAMPLES = "192.168.27.";
    private static final String IPV6_SUBNET_OF_THE_SAMPLES = "2001:db8:27::";
    private static final String NODE_OF_THE_SAMPLES = "worker-";
    /** A key that a running agent doesn't have comes by its kubelet, which looks once in a minute or so. */
    private static final String KEYS_LIMIT = "--timeout=150s";

    private static final String WEB_IMAGE = "docker.io/nginxinc/nginx-unprivileged:1.29-alpine";

    private static final Installation INSTALLATION = Installation.shared();
    private static final Cluster CLUSTER = INSTALLATION.cluster();

    @BeforeAll
    static void loadAWebServer() throws IOException {
        Path image = Files.createTempFile("vip-web-", ".tar");
        try {
            ChildProcess.run(
                    TestVip.LONG,
                    List.of(
                            Binaries.folder(Duration.ofMinutes(5), "pause")
                                    .resolve("pause")
                                    .toString(),
                            "image",
                            image.toString(),
                            WEB_IMAGE,
                            "web",
                            "8080"));
            CLUSTER.load(List.of(image));
        } finally {
            Files.delete(image);
        }
    }

    @Test
    void theLeastOneIsReadyAndAnswers() {
        try (Sample sample = new Sample("virtualip.yaml")) {
            sample.awaitReady("ingress");

            assertThat(INSTALLATION.vip("ingress").getSpec().addresses()).containsExactly(CLUSTER.address(160) + "/24");
        }
    }

    @Test
    void anIngressOnTheNodesOwnNetworkAnswers() {
        try (Sample sample = new Sample("ingress")) {
            sample.awaitReady("web");

            String active = INSTALLATION.vip("web").getStatus().activeNode();
            assertThat(awaitHttp("http://" + CLUSTER.address(161) + ":8080")).isEqualTo(active);
        }
    }

    @Test
    void aServiceAnswersOnTheAddressAsItsExternalIp() {
        try (Sample sample = new Sample("external-ip")) {
            sample.awaitReady("shop");

            assertThat(awaitHttp("http://" + CLUSTER.address(162))).startsWith("shop-");
        }
    }

    @Test
    void dualMasterHasOneAddressOnEachOfTwoNodes() {
        try (Sample sample = new Sample("dual-master")) {
            sample.awaitReady("front-a");
            sample.awaitReady("front-b");

            await("two Active nodes")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> !active("front-a").equals(active("front-b")));
        }
    }

    @Test
    void dualStackAnswersInBothFamilies() {
        try (Sample sample = new Sample("dual-stack.yaml")) {
            sample.awaitReady("dual-stack");

            String active = awaitAnswer(CLUSTER.address(167));
            assertThat(awaitAnswer(CLUSTER.address6(167))).isEqualTo(active);
        }
    }

    @Test
    void aGroupIsOnOneNode() {
        try (Sample sample = new Sample("group")) {
            sample.awaitReady("inside");
            sample.awaitReady("outside");

            assertThat(awaitAnswer(CLUSTER.address(168))).isEqualTo(awaitAnswer(CLUSTER.address(169)));
        }
    }

    @Test
    void unicastWithHmacAnswers() {
        try (Sample sample = new Sample("unicast-hmac")) {
            sample.awaitReady("unicast-hmac", KEYS_LIMIT);

            assertThat(awaitAnswer(CLUSTER.address(170))).isIn(CLUSTER.nodes());
        }
    }

    @Test
    void versionTwoWithAPasswordAnswers() {
        try (Sample sample = new Sample("v2-keepalived-peer")) {
            sample.awaitReady("v2-keepalived-peer", KEYS_LIMIT);

            assertThat(awaitAnswer(CLUSTER.address(171))).isIn(CLUSTER.nodes());
        }
    }

    @Test
    @Tag("long")
    void everyFieldIsReadyOnTheNodeThatItsAnnotationNames() {
        String label = "node-role.kubernetes.io/worker";
        CLUSTER.kubectl("label", "node", "--all", label + "=");
        CLUSTER.nodes()
                .forEach(
                        node -> CLUSTER.runInNetworkOf(
                                node,
                                "sh",
                                "-ec",
                                "ip link add bond1 type veth peer name bond1-end; ip link set bond1 up; ip link set bond1-end up"));
        CLUSTER.kubectl(
                "-n",
                Installation.NAMESPACE,
                "create",
                "secret",
                "generic",
                "vrrp-keys",
                "--from-literal=current=0123456789abcdef0123456789abcdef",
                "--from-literal=previous=fedcba9876543210fedcba9876543210");
        try (Sample sample = new Sample("every-field.yaml")) {
            sample.awaitReady("every-field", KEYS_LIMIT);

            String wanted = CLUSTER.nodes().get(2);
            await("the node of the annotation is Active")
                    .atMost(TestVip.LONG)
                    .until(() -> active("every-field").filter(wanted::equals).isPresent());
            assertThat(awaitAnswer(CLUSTER.address(165))).isEqualTo(wanted);
            assertThat(awaitAnswer(CLUSTER.address6(165))).isEqualTo(wanted);
            assertThat(awaitAnswer(CLUSTER.address(166))).isEqualTo(wanted);
            assertThat(CLUSTER.runInNetworkOf(wanted, "ip", "-4", "address", "show", "label", "eth0:vip"))
                    .contains(CLUSTER.address(165), CLUSTER.address(166));
        } finally {
            CLUSTER.kubectl("-n", Installation.NAMESPACE, "delete", "secret", "vrrp-keys");
            CLUSTER.nodes().forEach(node -> CLUSTER.runInNetworkOf(node, "ip", "link", "delete", "bond1"));
            CLUSTER.kubectl("label", "node", "--all", label + "-");
        }
    }

    @Test
    void healthChecksOfAllKindsAreAcceptedAndTheAddressLeavesTheNodeWhoseNginxIsStopped() {
        String gateway = CLUSTER.address(1) + "/24";
        CLUSTER.runInNetworkOf(CLUSTER.probeMachine(), "ip", "address", "add", gateway, "dev", "eth0");
        try (WebServers servers = WebServers.start(CLUSTER, 80);
                Sample sample = new Sample("health-checks")) {
            sample.awaitReady("checked");
            // database, haproxy and weight need the component host-checks; shop-https a Secret that its user makes.
            await("each is accepted, or says what it lacks")
                    .atMost(TestVip.LONG)
                    .untilAsserted(() -> assertThat(CLUSTER.kubectl(
                                            "get",
                                            "vhc",
                                            "--no-headers",
                                            "-o",
                                            "custom-columns=:.metadata.name,:.status.conditions[?(@.type=='Accepted')].reason")
                                    .lines()
                                    .map(line -> line.strip().replaceAll(" +", " ")))
                            .containsExactlyInAnyOrder(
                                    "database NotSupported",
                                    "gateway Accepted",
                                    "haproxy NotSupported",
                                    "nginx Accepted",
                                    "ntp Accepted",
                                    "orders Accepted",
                                    "postfix Accepted",
                                    "redis Accepted",
                                    "resolver Accepted",
                                    "shop-endpoint Accepted",
                                    "shop-https SecretNotFound",
                                    "weight NotSupported"));

            String first = active("checked").orElseThrow();
            servers.stop(first);
            await("another node is Active")
                    .atMost(TestVip.LONG)
                    .until(() -> active("checked")
                            .filter(node -> !node.equals(first))
                            .isPresent());
            assertThat(awaitAnswer(CLUSTER.address(170))).isNotEqualTo(first);
        } finally {
            CLUSTER.runInNetworkOf(CLUSTER.probeMachine(), "ip", "address", "delete", gateway, "dev", "eth0");
        }
    }

    @Test
    void theStaticPodIsSound() {
        Path folder = INSTALLATION.root().resolve("deploy/samples/static-pod");
        assertThat(CLUSTER.kubectl("apply", "--dry-run=server", "-k", folder.toString()))
                .contains("pod/vip-agent created (server dry run)");
    }

    /** Which machine answers a client of the segment. */
    private static String awaitAnswer(String address) {
        try (AddressProbe probe = AddressProbe.start(CLUSTER, address)) {
            return probe.awaitAnswer(TestVip.LONG);
        }
    }

    private static Optional<String> active(String vip) {
        return Optional.ofNullable(INSTALLATION.vip(vip).getStatus().activeNode());
    }

    /** What a client on the segment gets; waits for pods that are not there yet. */
    private static String awaitHttp(String url) {
        List<String> command =
                CLUSTER.inNetworkOf(CLUSTER.probeMachine(), List.of("curl", "--silent", "--max-time", "2", url));
        return await("an answer of " + url)
                .atMost(TestVip.LONG)
                .until(() -> ChildProcess.tryRun(TestVip.LONG, Map.of(), command), output -> output.status() == 0)
                .text()
                .strip();
    }

    /** A sample that is applied until it is closed. */
    private static final class Sample implements AutoCloseable {
        private final Path file;

        Sample(String name) {
            Path source = INSTALLATION.root().resolve("deploy/samples").resolve(name);
            String manifest =
                    Files.isDirectory(source) ? CLUSTER.kubectl("kustomize", source.toString()) : read(source);
            try {
                file = Files.createTempFile("vip-sample-", ".yaml");
                Files.writeString(
                        file,
                        manifest.replace(
                                        SUBNET_OF_THE_SAMPLES,
                                        CLUSTER.address(0).replaceAll("0$", ""))
                                .replace(
                                        IPV6_SUBNET_OF_THE_SAMPLES,
                                        CLUSTER.address6(0).replaceAll("0$", ""))
                                .replace(
                                        NODE_OF_THE_SAMPLES,
                                        CLUSTER.nodes().getFirst().replaceAll("1$", "")));
            } catch (IOException e) {
                throw new UncheckedIOException("could not write the sample " + name, e);
            }
            CLUSTER.kubectl("apply", "-f", file.toString());
        }

        private static String read(Path source) {
            try {
                return Files.readString(source);
            } catch (IOException e) {
                throw new UncheckedIOException("could not read " + source, e);
            }
        }

        void awaitReady(String vip) {
            awaitReady(vip, "--timeout=60s");
        }

        void awaitReady(String vip, String limit) {
            try {
                CLUSTER.kubectl("wait", "--for=condition=Ready", "vip/" + vip, limit);
            } catch (RuntimeException e) {
                throw new IllegalStateException(CLUSTER.kubectl("get", "vip", vip, "-o", "yaml"), e);
            }
        }

        @Override
        public void close() {
            CLUSTER.kubectl("delete", "-f", file.toString(), "--wait=true", "--timeout=60s");
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException("could not delete " + file, e);
            }
        }
    }
}
