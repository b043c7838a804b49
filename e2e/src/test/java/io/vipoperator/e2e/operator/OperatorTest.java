package io.vipoperator.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.VirtualIP;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.e2e.ApiServerFixture;
import io.vipoperator.e2e.E2eFolder;
import io.vipoperator.e2e.vip.Measured;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged operator against a real API server; agents are played. */
class OperatorTest {
    private static final String NAMESPACE = "vip-operator-system";
    private static final Duration SOON = Duration.ofMinutes(1);

    private static ApiServerFixture api;
    private static KubernetesClient client;
    /** The operator's own: it has the shipped rights and no other. */
    private static Path kubeconfig;

    private final List<OperatorProcess> operators = new ArrayList<>();
    private FakeAgents agents;

    @BeforeAll
    static void install() {
        api = ApiServerFixture.start();
        client = api.client();
        api.kubectl(
                "apply", "-k", E2eFolder.find().resolveSibling("deploy/base").toString());
        kubeconfig = api.kubeconfigWith(api.tokenOf(NAMESPACE, "vip-operator"));
        // The played agents have no pods, and so no tokens that are bound to a node.
        api.kubectl("delete", "validatingadmissionpolicybinding", "vip-agent-own-node");
        for (String name : List.of("n1", "n2", "n3")) {
            client.resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
            VirtualIPNodeState state = new VirtualIPNodeState();
            state.setMetadata(new ObjectMetaBuilder().withName(name).build());
            state.setSpec(new VirtualIPNodeStateSpec(0L, List.of()));
            client.resource(state).create();
        }
    }

    @AfterAll
    static void end() {
        api.close();
    }

    @BeforeEach
    void play() {
        agents = new FakeAgents(client);
    }

    @AfterEach
    void stop() {
        operators.forEach(OperatorProcess::close);
        agents.close();
        client.resources(VirtualIP.class).delete();
    }

    private OperatorProcess operator(String name) {
        OperatorProcess operator = OperatorProcess.start(name, kubeconfig);
        operators.add(operator);
        return operator.awaitReady();
    }

    private static VirtualIP vip(String name, String... addresses) {
        VirtualIP vip = new VirtualIP();
        vip.setMetadata(new ObjectMetaBuilder().withName(name).build());
        vip.setSpec(new VirtualIPSpec(
                List.of(addresses), null, null, null, null, null, null, null, null, null, null, null, null));
        return client.resource(vip).create();
    }

    private static VirtualIP get(String name) {
        return client.resources(VirtualIP.class).withName(name).get();
    }

    private static String condition(String vip, String type) {
        VirtualIP now = get(vip);
        if (now.getStatus() == null || now.getStatus().conditions() == null) {
            return "none";
        }
        return now.getStatus().conditions().stream()
                .filter(c -> c.getType().equals(type))
                .map(c -> c.getStatus() + "/" + c.getReason())
                .findFirst()
                .orElse("none");
    }

    private static void awaitReady(String vip) {
        await(vip + " is ready")
                .atMost(SOON)
                .until(() -> condition(vip, "Ready").equals("True/Active"));
    }

    private static Map<String, List<RouterSpec>> routers() {
        Map<String, List<RouterSpec>> routers = new TreeMap<>();
        client.resources(VirtualIPNodeState.class)
                .list()
                .getItems()
                .forEach(state -> routers.put(
                        state.getMetadata().getName(), state.getSpec().routers()));
        return routers;
    }

    @Test
    void anAppliedVirtualIPIsPlannedReportedAndTakenAwayAgain() {
        operator("one");
        vip("web", "192.168.27.160/24");
        awaitReady("web");
        VirtualIP web = get("web");
        String uid = web.getMetadata().getUid();
        String first = web.getStatus().activeNode();
        assertThat(web.getStatus().transitions()).isEqualTo(1);
        assertThat(web.getStatus().members()).hasSize(3);
        assertThat(condition("web", "Conflict")).isEqualTo("False/NoConflict");

        String second = first.equals("n1") ? "n2" : "n1";
        agents.kill(first);
        agents.say(second, "web", RouterState.Active);
        await().atMost(SOON).until(() -> second.equals(get("web").getStatus().activeNode()));
        await().atMost(SOON)
                .until(() -> get("web").getStatus().members().stream()
                        .anyMatch(m -> m.nodeName().equals(first) && m.state() == RouterState.Unknown));
        assertThat(condition("web", "Ready")).isEqualTo("True/Active");
        await("events")
                .atMost(SOON)
                .until(() -> client.events().v1().events().inNamespace("default").list().getItems().stream()
                                .filter(e -> "ActiveChanged".equals(e.getReason()))
                                .filter(e -> uid.equals(e.getRegarding().getUid()))
                                .count()
                        == 2);
        client.resources(VirtualIP.class).withName("web").delete();
        await().atMost(SOON).until(() -> routers().values().stream().allMatch(List::isEmpty));
    }

    /** Whoever is told first starts its timer first, and whoever loses a Backup last sees nobody take over. */
    @Test
    void twoVirtualIPsBeginEachOnItsOwnBestNodeAndEndThereLast() {
        List<String> told = new CopyOnWriteArrayList<>();
        try (SharedIndexInformer<VirtualIPNodeState> watch =
                client.resources(VirtualIPNodeState.class).inform(new WhoRuns(told))) {
            operator("one");
            vip("x", "192.168.27.167/24");
            vip("y", "192.168.27.168/24");
            awaitReady("x");
            awaitReady("y");
            await().atMost(SOON).until(() -> told.size() == 6);
            for (String vip : List.of("x", "y")) {
                String active = get(vip).getStatus().activeNode();
                assertThat(told)
                        .filteredOn(t -> t.startsWith("+" + vip))
                        .first()
                        .isEqualTo("+" + vip + " " + active);
            }
            Map<String, String> active = Map.of(
                    "x", get("x").getStatus().activeNode(),
                    "y", get("y").getStatus().activeNode());
            assertThat(active.get("x")).isNotEqualTo(active.get("y"));
            client.resources(VirtualIP.class).delete();
            await().atMost(SOON).until(() -> told.size() == 12);
            active.forEach((vip, node) -> assertThat(told)
                    .filteredOn(t -> t.startsWith("-" + vip))
                    .last()
                    .isEqualTo("-" + vip + " " + node));
            assertThat(watch.isWatching()).isTrue();
        }
    }

    /** Notes as "+x n1" or "-x n1" which routers of x and y come and go, in the order of the writes; what former tests left goes too. */
    private record WhoRuns(List<String> told) implements ResourceEventHandler<VirtualIPNodeState> {
        private static Set<String> of(VirtualIPNodeState state) {
            Set<String> names = new TreeSet<>();
            if (state.getSpec() != null && state.getSpec().routers() != null) {
                state.getSpec().routers().forEach(router -> names.add(router.virtualIP()));
            }
            names.retainAll(Set.of("x", "y"));
            return names;
        }

        @Override
        public void onAdd(VirtualIPNodeState added) {
            of(added)
                    .forEach(vip ->
                            told.add("+" + vip + " " + added.getMetadata().getName()));
        }

        @Override
        public void onUpdate(VirtualIPNodeState before, VirtualIPNodeState after) {
            String node = after.getMetadata().getName();
            of(after).stream()
                    .filter(vip -> !of(before).contains(vip))
                    .forEach(vip -> told.add("+" + vip + " " + node));
            of(before).stream()
                    .filter(vip -> !of(after).contains(vip))
                    .forEach(vip -> told.add("-" + vip + " " + node));
        }

        @Override
        public void onDelete(VirtualIPNodeState deleted, boolean unknownFinalState) {
            of(deleted)
                    .forEach(vip ->
                            told.add("-" + vip + " " + deleted.getMetadata().getName()));
        }
    }

    @Test
    void aSpecThatIsEditedWhileItsStatusIsBeingWrittenIsNeverMissed() {
        operator("one");
        vip("web", "192.168.27.161/24");
        awaitReady("web");
        String active = get("web").getStatus().activeNode();
        String other = active.equals("n1") ? "n2" : "n1";
        for (int i = 1; i <= 40; i++) {
            // Status changes before, while and after the spec does.
            agents.say(other, "web", i % 2 == 0 ? RouterState.Backup : RouterState.Initialize);
            String address = "192.168.27." + (170 + i) + "/24";
            VirtualIP edited = client.resources(VirtualIP.class)
                    .withName("web")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"addresses\":[\"" + address + "\"]}}");
            long generation = edited.getMetadata().getGeneration();
            agents.say(other, "web", RouterState.Backup);
            await("edit " + i)
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> get("web").getStatus().observedGeneration() == generation
                            && routers().values().stream()
                                    .flatMap(List::stream)
                                    .filter(r -> r.virtualIP().equals("web"))
                                    .allMatch(r -> r.addresses().equals(List.of(address))));
        }
        awaitReady("web");
    }

    @Test
    void ofTwoReplicasOneWritesAndTheOtherGoesOnWithoutMovingAnything() {
        OperatorProcess one = operator("one");
        await().atMost(SOON).until(one::leads);
        OperatorProcess two = operator("two");
        vip("a", "192.168.27.162/24");
        vip("b", "192.168.27.163/24");
        awaitReady("a");
        awaitReady("b");
        assertThat(two.leads()).isFalse();
        assertThat(get("a").getStatus().activeNode())
                .isNotEqualTo(get("b").getStatus().activeNode());
        Map<String, List<RouterSpec>> before = routers();

        long stopped = System.nanoTime();
        one.terminate();
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(two::leads);
        Duration takenOver = Duration.ofNanos(System.nanoTime() - stopped);
        Measured.print("operator stopped: the other replica leads after", takenOver.toMillis() + " ms");
        assertThat(takenOver).isLessThan(Duration.ofSeconds(5));

        // Killed in mid-write: what it had not written, the next one does.
        OperatorProcess three = operator("three");
        for (int i = 0; i < 10; i++) {
            vip("more-" + i, "192.168.28." + (10 + i) + "/24");
        }
        long killed = System.nanoTime();
        two.close();
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(three::leads);
        Duration lost = Duration.ofNanos(System.nanoTime() - killed);
        Measured.print("operator killed: the other replica leads after", lost.toMillis() + " ms");
        assertThat(lost).isLessThan(Duration.ofSeconds(9));
        for (int i = 0; i < 10; i++) {
            awaitReady("more-" + i);
        }
        routers().forEach((node, routers) -> assertThat(routers).containsAll(before.get(node)));
    }

    @Test
    void twoActivesThatSayItAgainAreAConflictUntilOneOfThemYields() {
        operator("one");
        vip("web", "192.168.27.164/24");
        awaitReady("web");
        String active = get("web").getStatus().activeNode();
        String other = active.equals("n1") ? "n2" : "n1";
        long begun = System.nanoTime();
        agents.say(other, "web", RouterState.Active);
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> condition("web", "Conflict").equals("True/MultipleActive"));
        Measured.print("two Actives: Conflict is True after", (System.nanoTime() - begun) / 1_000_000 + " ms");
        assertThat(condition("web", "Ready")).isEqualTo("False/MultipleActive");
        assertThat(get("web").getStatus().conditions())
                .filteredOn(c -> c.getType().equals("Conflict"))
                .allMatch(c -> c.getMessage().contains(active) && c.getMessage().contains(other));

        agents.say(other, "web", RouterState.Backup);
        awaitReady("web");
        assertThat(condition("web", "Conflict")).isEqualTo("False/NoConflict");
        assertThat(get("web").getStatus().activeNode()).isEqualTo(active);
    }

    @Test
    void anOutageOfTheApiServerEndsNothingAndWhatIsDeletedWhileTheOperatorIsAwayGoesWhenItIsBack() {
        OperatorProcess one = operator("one");
        vip("web", "192.168.27.165/24");
        awaitReady("web");
        api.stopApiServer();
        // Longer than a lease lasts.
        await("alive and ready without an API server")
                .during(Duration.ofSeconds(12))
                .atMost(SOON)
                .until(() -> one.get("/q/health/live").statusCode() == 200
                        && one.get("/q/health/ready").statusCode() == 200);
        api.startApiServer();
        vip("later", "192.168.27.166/24");
        awaitReady("later");

        one.close();
        client.resources(VirtualIP.class).withName("web").delete();
        client.resources(VirtualIP.class).withName("later").delete();
        operator("two");
        await().atMost(SOON).until(() -> routers().values().stream().allMatch(List::isEmpty));
    }

    @Test
    void theAgentsDaemonSetIsStampedAndRestoredWhenItIsEdited() {
        operator("one");
        await().atMost(SOON).until(() -> daemonSet().isPresent());
        DaemonSet stamped = daemonSet().orElseThrow();
        assertThat(stamped.getMetadata().getOwnerReferences()).isEmpty();
        String clusterUid =
                client.namespaces().withName("kube-system").get().getMetadata().getUid();
        assertThat(stamped.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getEnv())
                .anyMatch(e -> e.getName().equals("CLUSTER_UID") && e.getValue().equals(clusterUid));
        assertThat(stamped.getSpec()
                        .getUpdateStrategy()
                        .getRollingUpdate()
                        .getMaxSurge()
                        .getIntVal())
                .isZero();
        api.kubectl(
                "-n",
                NAMESPACE,
                "patch",
                "daemonset",
                "vip-agent",
                "--type=merge",
                "-p",
                "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"a\":\"b\"},\"hostNetwork\":false}}}}");
        await().atMost(SOON)
                .until(() -> daemonSet()
                        .filter(ds -> ds.getMetadata().getGeneration() >= 3)
                        .filter(ds -> ds.getSpec()
                                .getTemplate()
                                .equals(stamped.getSpec().getTemplate()))
                        .isPresent());
        client.apps().daemonSets().inNamespace(NAMESPACE).withName("vip-agent").delete();
        await().atMost(SOON).until(() -> daemonSet().isPresent());
        assertThat(daemonSet().orElseThrow().getSpec().getTemplate())
                .isEqualTo(stamped.getSpec().getTemplate());
    }

    private static Optional<DaemonSet> daemonSet() {
        return Optional.ofNullable(client.apps()
                .daemonSets()
                .inNamespace(NAMESPACE)
                .withName("vip-agent")
                .get());
    }
}
