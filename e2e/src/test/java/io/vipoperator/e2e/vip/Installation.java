package io.vipoperator.e2e.vip;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.vipoperator.api.v1alpha1.VirtualIP;
import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.LabCluster;
import io.vipoperator.e2e.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * vip-operator in the shared cluster as users install it: its images in the nodes, {@code kubectl apply -k deploy/base}, the agents rolled out
 * by the operator. Once for all tests of this JVM; each test leaves it whole.
 */
public final class Installation {

    /** The namespace that deploy/base makes. */
    static final String NAMESPACE = "vip-operator-system";

    static final String DAEMON_SET = "vip-agent";
    static final String DEPLOYMENT = "vip-operator";
    /** For tests in which nothing may move: a machine that stands still for 300 ms must not fail them. */
    static final String CALM = "advertisementIntervalMilliseconds: 1000";

    static final Duration ROLLOUT_LIMIT = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final Path root;

    private Installation(Cluster cluster) {
        this.cluster = cluster;
        this.root = repository();
        try {
            cluster.load(images());
            install();
        } catch (RuntimeException e) {
            System.out.println("the lab after the installation failed:\n" + cluster.report());
            throw e;
        }
        cluster.afterHealing(this::restore);
    }

    /** Also where it is installed, and then puts right what is there: numbers of replicas, the agents' image. */
    private void install() {
        cluster.kubectl("apply", "-k", root.resolve("deploy/base").toString());
        cluster.kubectl("-n", NAMESPACE, "rollout", "status", "deployment/" + DEPLOYMENT, "--timeout=110s");
        awaitAgents();
    }

    private void restore() {
        cluster.kubectl("delete", "vip,vhc", "--all", "--wait=false");
        install();
        await("no node has another address than its own")
                .atMost(TestVip.LONG)
                .until(() -> cluster.nodes().stream()
                        .allMatch(node -> addresses(node, "-4") == 1 && addresses(node, "-6") == 2));
    }

    /** On its NIC; of IPv6 there is a link-local one as well. */
    private long addresses(String node, String family) {
        return cluster.runInNetworkOf(node, "ip", "-o", family, "address", "show", "dev", "eth0")
                .lines()
                .count();
    }

    /** The one of this JVM, installed at the first call. */
    public static Installation shared() {
        return SHARED.get();
    }

    private static final Shared<Installation> SHARED = new Shared<>(() -> new Installation(LabCluster.shared()));

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("deploy/base"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("deploy/base is in no parent of the working directory");
        }
        return folder;
    }

    private List<Path> images() {
        List<Path> images =
                List.of(root.resolve("operator/target/operator.tar"), root.resolve("node-agent/target/node-agent.tar"));
        for (Path image : images) {
            if (!Files.exists(image)) {
                throw new IllegalStateException("there is no image " + image + ": make images builds it");
            }
        }
        return images;
    }

    public Cluster cluster() {
        return cluster;
    }

    /** The repository's folder. */
    Path root() {
        return root;
    }

    /**
     * Waits until the agent of every node is Ready, in its present version, by Kubernetes and by its own word: the API goes on calling the
     * pods of a node Ready that was without power for a few seconds.
     */
    void awaitAgents() {
        await("the agents of all nodes are Ready").atMost(ROLLOUT_LIMIT).until(() -> {
            DaemonSet agents = cluster.client()
                    .apps()
                    .daemonSets()
                    .inNamespace(NAMESPACE)
                    .withName(DAEMON_SET)
                    .get();
            return agents != null
                    && agents.getStatus() != null
                    && equal(
                            agents.getStatus().getObservedGeneration(),
                            agents.getMetadata().getGeneration())
                    && equal(
                            agents.getStatus().getUpdatedNumberScheduled(),
                            cluster.nodes().size())
                    && equal(
                            agents.getStatus().getNumberReady(), cluster.nodes().size())
                    && cluster.nodes().stream().allMatch(this::saysItIsReady);
        });
    }

    private boolean saysItIsReady(String node) {
        List<String> ask = List.of(
                "curl",
                "--silent",
                "--fail",
                "--max-time",
                "5",
                "--output",
                "/dev/null",
                "http://127.0.0.1:9641/health/ready");
        return ChildProcess.tryRun(TestVip.LONG, Map.of(), cluster.inNetworkOf(node, ask))
                        .status()
                == 0;
    }

    private static boolean equal(Number one, Number other) {
        return one != null && other != null && one.longValue() == other.longValue();
    }

    /** The agent's pod on {@code node}. */
    Pod agentPod(String node) {
        return pods(DAEMON_SET).stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no agent's pod on " + node));
    }

    /** The pods with this {@code app.kubernetes.io/name}. */
    List<Pod> pods(String name) {
        return cluster.client()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/name", name)
                .list()
                .getItems();
    }

    /** Applies an object of the API's group with this spec (YAML, flow style) by kubectl. */
    void applyObject(String kind, String name, String spec) {
        applyDocument("""
                apiVersion: vip-operator.io/v1alpha1
                kind: %s
                metadata: {name: %s}
                spec: %s
                """.formatted(kind, name, spec));
    }

    /** {@code kubectl apply}. */
    void applyDocument(String document) {
        try {
            Path file = Files.createTempFile("vip-", ".yaml");
            try {
                Files.writeString(file, document);
                cluster.kubectl("apply", "-f", file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not write a manifest to a file", e);
        }
    }

    /** Applies a VirtualIP with this spec (YAML, flow style) by kubectl; the caller closes it, which deletes it. */
    TestVip apply(String name, String address, String spec) {
        return TestVip.apply(this, name, address, spec);
    }

    /**
     * A spec (YAML, flow style) in which {@code best} has the highest priority and takes the addresses at once, so that the test knows who is
     * Active; {@code moreOfNodes} goes into {@code nodes}, such as {@code , maxMembers: 2}. At {@link #CALM} intervals.
     */
    String specWithBest(String best, List<String> addresses, String moreOfNodes) {
        String cidrs = addresses.stream()
                .map(address -> address + "/" + cluster.prefixLength())
                .collect(Collectors.joining(", "));
        return "{addresses: [" + cidrs + "], vrrp: {" + CALM + ", preemption: {mode: Always, delaySeconds: 0}},"
                + " nodes: {priorities: [{nodeName: " + best + ", priority: 254}]" + moreOfNodes + "}}";
    }

    /** What the API server has of it; null if nothing. */
    VirtualIP vip(String name) {
        return cluster.client().resources(VirtualIP.class).withName(name).get();
    }

    /** Waits until all nodes are Ready. */
    void awaitNodes() {
        cluster.kubectl("wait", "--for=condition=Ready", "node", "--all", "--timeout=60s");
    }
}
