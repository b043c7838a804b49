package io.vipoperator.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.RouterAuthenticationKey;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.Switchover;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.VirtualIP;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.e2e.ApiServerFixture;
import io.vipoperator.e2e.E2eFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged operator against a real API server: samples with keys, peers, both families and groups. Agents are played. */
class ProtocolFieldsTest {
    private static final String NAMESPACE = "vip-operator-system";
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Path SAMPLES = E2eFolder.find().resolveSibling("deploy/samples");
    private static final String CURRENT = "current-key-of-thirty-two-octets";
    private static final String PREVIOUS = "previous-key-of-32-octets-or-more";

    private static ApiServerFixture api;
    private static KubernetesClient client;
    private static OperatorProcess operator;
    private static FakeAgents agents;

    @BeforeAll
    static void install() {
        api = ApiServerFixture.start();
        client = api.client();
        api.kubectl(
                "apply", "-k", E2eFolder.find().resolveSibling("deploy/base").toString());
        // The played agents have no pods, and so no tokens that are bound to a node.
        api.kubectl("delete", "validatingadmissionpolicybinding", "vip-agent-own-node");
        for (int i = 1; i <= 3; i++) {
            String name = "worker-" + i;
            client.resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .addToLabels("node-role.kubernetes.io/worker", "")
                            .endMetadata()
                            .build())
                    .create();
            String addresses = "{\"status\":{\"addresses\":[{\"type\":\"InternalIP\",\"address\":\"192.168.27.1" + i
                    + "\"},{\"type\":\"InternalIP\",\"address\":\"2001:db8:27::1" + i + "\"}]}}";
            api.kubectl("patch", "node", name, "--subresource=status", "--type=merge", "-p", addresses);
            VirtualIPNodeState state = new VirtualIPNodeState();
            state.setMetadata(new ObjectMetaBuilder().withName(name).build());
            state.setSpec(new VirtualIPNodeStateSpec(0L, List.of()));
            client.resource(state).create();
        }
        agents = new FakeAgents(client);
        operator = OperatorProcess.start("fields", api.kubeconfigWith(api.tokenOf(NAMESPACE, "vip-operator")))
                .awaitReady();
    }

    @AfterAll
    static void end() {
        operator.close();
        agents.close();
        api.close();
    }

    @AfterEach
    void takeAway() {
        client.resources(VirtualIP.class).delete();
        await().atMost(SOON).until(() -> routers("").isEmpty());
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

    private static void awaitCondition(String vip, String type, String wanted) {
        await(vip + " " + type + " " + wanted)
                .atMost(SOON)
                .until(() -> condition(vip, type).equals(wanted));
    }

    /** By node, those whose VirtualIP's name begins so. */
    private static Map<String, List<RouterSpec>> routers(String prefix) {
        Map<String, List<RouterSpec>> routers = new TreeMap<>();
        client.resources(VirtualIPNodeState.class).list().getItems().forEach(state -> {
            List<RouterSpec> own = state.getSpec().routers().stream()
                    .filter(r -> r.virtualIP().startsWith(prefix))
                    .toList();
            if (!own.isEmpty()) {
                routers.put(state.getMetadata().getName(), own);
            }
        });
        return routers;
    }

    private static Optional<Secret> agentKeys() {
        return Optional.ofNullable(client.secrets()
                .inNamespace(NAMESPACE)
                .withName("vip-agent-keys")
                .get());
    }

    private static String digest(String value) throws Exception {
        byte[] octets = value.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSampleOfEveryFieldWaitsForItsKeysAndThenRunsOnAllItsMembers() throws Exception {
        api.kubectl("apply", "-f", SAMPLES.resolve("every-field.yaml").toString());
        awaitCondition("every-field", "Accepted", "False/KeyNotFound");
        assertThat(routers("every-field")).isEmpty();

        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("vrrp-keys")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .addToStringData(Map.of("current", CURRENT, "previous", PREVIOUS))
                        .build())
                .create();
        awaitCondition("every-field", "Accepted", "True/Accepted");
        await().atMost(SOON).until(() -> routers("every-field").size() == 3);
        assertThat(agentKeys().orElseThrow().getData())
                .isEqualTo(Map.of(digest(CURRENT), base64(CURRENT), digest(PREVIOUS), base64(PREVIOUS)));
        RouterSpec first = routers("every-field").get("worker-1").get(0);
        assertThat(first.authentication().keys())
                .containsExactly(
                        new RouterAuthenticationKey(2, digest(CURRENT)),
                        new RouterAuthenticationKey(1, digest(PREVIOUS)));
        assertThat(first.transport().sourceAddress()).isEqualTo("192.168.27.11");
        assertThat(first.transport().peers())
                .extracting(TransportPeer::address)
                .containsExactly("192.168.27.12", "192.168.27.13", "192.168.27.250");
        assertThat(first.requires()).containsExactly("Groups", "HMAC", "IPv4", "TrackInterfaces", "Unicast", "V3");

        agents.say("worker-3", "every-field", RouterState.Active);
        awaitCondition("every-field", "Ready", "True/Active");
        assertThat(get("every-field").getStatus().routers()).hasSize(2);
        assertThat(get("every-field").getStatus().switchover())
                .extracting(Switchover::nodeName, Switchover::state)
                .containsExactly("worker-3", "Completed");

        await("its own delay holds again")
                .atMost(SOON)
                .until(() -> routers("every-field").get("worker-3").stream()
                        .allMatch(r -> r.preemption().delaySeconds() == 30));

        // What runs doesn't need the Secret that it was made from.
        Map<String, List<RouterSpec>> before = routers("every-field");
        client.secrets().inNamespace(NAMESPACE).withName("vrrp-keys").delete();
        awaitCondition("every-field", "Accepted", "False/KeyNotFound");
        assertThat(routers("every-field").equals(before))
                .as("what runs is as before")
                .isTrue();
        assertThat(agentKeys().orElseThrow().getData()).hasSize(2);

        client.resources(VirtualIP.class).withName("every-field").delete();
        await("the keys are let go")
                .atMost(SOON)
                .until(() -> agentKeys()
                        .map(Secret::getData)
                        .filter(d -> !d.isEmpty())
                        .isEmpty());
        assertThat(operator.output()).doesNotContain(CURRENT, PREVIOUS, base64(CURRENT), base64(PREVIOUS));
    }

    @Test
    void theOtherSamplesAreReady() {
        List<String> samples = List.of("dual-stack.yaml", "group", "unicast-hmac", "v2-keepalived-peer");
        for (String sample : samples) {
            Path path = SAMPLES.resolve(sample);
            api.kubectl("apply", sample.endsWith(".yaml") ? "-f" : "-k", path.toString());
        }
        for (String vip : List.of("dual-stack", "inside", "outside", "unicast-hmac", "v2-keepalived-peer")) {
            awaitCondition(vip, "Ready", "True/Active");
        }
        assertThat(get("inside").getStatus().activeNode())
                .isEqualTo(get("outside").getStatus().activeNode());
        assertThat(routers("dual-stack").values())
                .allSatisfy(pair ->
                        assertThat(pair).extracting(RouterSpec::family).containsExactly(Family.IPv4, Family.IPv6));
        assertThat(routers("v2-keepalived-peer").get("worker-1").get(0).advertisementIntervalMilliseconds())
                .isEqualTo(1000);
    }

    @Test
    void theAnnotationMovesBothFamiliesOnceAlsoUnderNever() {
        api.kubectl("apply", "-f", SAMPLES.resolve("dual-stack.yaml").toString());
        String never = "{\"spec\":{\"vrrp\":{\"preemption\":{\"mode\":\"Never\"}}}}";
        api.kubectl("patch", "vip", "dual-stack", "--type=merge", "-p", never);
        awaitCondition("dual-stack", "Ready", "True/Active");
        String active = get("dual-stack").getStatus().activeNode();
        String target = active.equals("worker-2") ? "worker-3" : "worker-2";
        api.kubectl("annotate", "vip", "dual-stack", "vip-operator.io/active-node=" + target);
        await("the move is completed")
                .atMost(SOON)
                .until(() -> Optional.ofNullable(get("dual-stack").getStatus().switchover())
                        .filter(s -> s.nodeName().equals(target) && s.state().equals("Completed"))
                        .isPresent());
        await().atMost(SOON)
                .until(() -> target.equals(get("dual-stack").getStatus().activeNode()));
        await("its own preemption holds again")
                .atMost(SOON)
                .until(() -> routers("dual-stack").get(target).stream()
                        .allMatch(r -> r.preemption().mode() == PreemptionMode.Never));
        api.kubectl("annotate", "vip", "dual-stack", "vip-operator.io/active-node-");
        await().atMost(SOON).until(() -> get("dual-stack").getStatus().switchover() == null);
        assertThat(get("dual-stack").getStatus().activeNode()).isEqualTo(target);
    }
}
