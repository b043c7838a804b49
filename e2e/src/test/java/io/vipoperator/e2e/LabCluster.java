package io.vipoperator.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The lab ({@code e2e/lab/lab}) as a {@link Cluster}: all tests of a run share one, which ends with this JVM, also when it is killed.
 * {@code VIP_LAB} names it (default: e2e), so that several runs live beside each other.
 */
public final class LabCluster implements Cluster, AutoCloseable {

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);
    /** The first start on a machine builds Kubernetes. */
    private static final Duration UP_LIMIT = Duration.ofMinutes(40);

    private static final Duration HEAL_LIMIT = Duration.ofMinutes(5);

    private final Path lab = E2eFolder.find().resolve("lab/lab");
    private final String name;
    private final List<String> nodes;
    private final Path kubeconfig;
    private final KubernetesClient client;
    private final List<Runnable> restores = new ArrayList<>();

    private LabCluster(String name, int nodes) {
        this.name = name;
        lab("down");
        ChildProcess.run(
                UP_LIMIT,
                Map.of(
                        "VIP_LAB",
                        name,
                        "VIP_LAB_OWNER",
                        Long.toString(ProcessHandle.current().pid())),
                List.of(lab.toString(), "up", Integer.toString(nodes)));
        this.nodes = Stream.iterate(1, number -> number <= nodes, number -> number + 1)
                .map(number -> "node" + number)
                .toList();
        this.kubeconfig = Path.of(lab("kubeconfig").strip());
        try {
            this.client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig)))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + kubeconfig, e);
        }
    }

    /** The one of three nodes that all tests of this JVM share, started at the first call. A test leaves it without faults. */
    public static LabCluster shared() {
        return SHARED.get();
    }

    private static final Shared<LabCluster> SHARED = new Shared<>(() -> {
        LabCluster cluster = new LabCluster(System.getenv().getOrDefault("VIP_LAB", "e2e"), 3);
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "close-shared-lab"));
        return cluster;
    });

    private String lab(String... arguments) {
        List<String> command = new ArrayList<>(List.of(lab.toString()));
        command.addAll(List.of(arguments));
        return ChildProcess.run(COMMAND_LIMIT, Map.of("VIP_LAB", name), command);
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public List<String> nodes() {
        return nodes;
    }

    @Override
    public String probeMachine() {
        return "client";
    }

    @Override
    public String address(int host) {
        return "10.77.0." + host;
    }

    @Override
    public String address6(int host) {
        return "fd00:77::" + host;
    }

    @Override
    public int prefixLength() {
        return 24;
    }

    @Override
    public void load(List<Path> images) {
        List<String> arguments = new ArrayList<>(List.of("load"));
        images.forEach(image -> arguments.add(image.toString()));
        lab(arguments.toArray(String[]::new));
    }

    @Override
    public void tagImage(String imageName, String secondName) {
        for (String node : nodes) {
            lab("in", node, "ctr", "-n", "k8s.io", "images", "tag", "--force", imageName, secondName);
        }
    }

    @Override
    public String kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        return lab(command.toArray(String[]::new));
    }

    @Override
    public List<String> inNetworkOf(String machine, List<String> command) {
        List<String> inside =
                new ArrayList<>(List.of("nsenter", "-t", lab("pid", machine).strip(), "-n", "--"));
        inside.addAll(command);
        return List.copyOf(inside);
    }

    @Override
    public String runInNetworkOf(String machine, String... command) {
        return ChildProcess.run(COMMAND_LIMIT, inNetworkOf(machine, List.of(command)));
    }

    @Override
    public boolean runs(String node) {
        return ChildProcess.tryRun(COMMAND_LIMIT, Map.of("VIP_LAB", name), List.of(lab.toString(), "pid", node))
                        .status()
                == 0;
    }

    @Override
    public void powerCut(String node) {
        lab("power-cut", node);
    }

    @Override
    public void boot(String node) {
        lab("boot", node);
    }

    @Override
    public void cableCut(String node) {
        lab("cable-cut", node);
    }

    @Override
    public void cableJoin(String node) {
        lab("cable-join", node);
    }

    @Override
    public void dropVrrpFrom(String node) {
        lab("vrrp-drop-from", node);
    }

    @Override
    public void dropVrrpTo(String node) {
        lab("vrrp-drop-to", node);
    }

    @Override
    public void healVrrp() {
        lab("vrrp-heal");
    }

    @Override
    public void apiAway() {
        lab("api-away");
    }

    @Override
    public void apiAway(String node) {
        lab("api-away", node);
    }

    @Override
    public void apiBack() {
        lab("api-back");
    }

    @Override
    public void killKubelet(String node) {
        lab("kubelet-kill", node);
    }

    @Override
    public void startKubelet(String node) {
        lab("kubelet-start", node);
    }

    @Override
    public void signalAgent(String node, String signal) {
        lab("kill-agent", node, signal);
    }

    @Override
    public String agentToken(String node) {
        String pid = lab("agent-pid", node).strip();
        return lab("in", node, "cat", "/proc/" + pid + "/root/var/run/secrets/kubernetes.io/serviceaccount/token")
                .strip();
    }

    @Override
    public String agentStatus(String node) {
        return lab("in", node, "cat", "/proc/" + lab("agent-pid", node).strip() + "/status");
    }

    @Override
    public void addMember(String name, String address) {
        lab("add", name, address);
    }

    @Override
    public void removeMember(String name) {
        lab("remove", name);
    }

    @Override
    public void heal() {
        ChildProcess.run(HEAL_LIMIT, Map.of("VIP_LAB", name), List.of(lab.toString(), "heal"));
        restores.forEach(Runnable::run);
    }

    @Override
    public void afterHealing(Runnable restore) {
        restores.add(restore);
    }

    @Override
    public String report() {
        return lab("report");
    }

    @Override
    public void close() {
        client.close();
        lab("down");
    }
}
