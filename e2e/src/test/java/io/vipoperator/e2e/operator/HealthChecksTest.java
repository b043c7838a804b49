package io.vipoperator.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.HealthCheck;
import io.vipoperator.api.v1alpha1.HealthCheckNodeStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.VirtualIP;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.e2e.ApiServerFixture;
import io.vipoperator.e2e.E2eFolder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged operator and HealthChecks against a real API server, with the shipped rights. Agents are played. */
class HealthChecksTest {
    private static final String NAMESPACE = "vip-operator-system";
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String AUTHORITY = """
            -----BEGIN CERTIFICATE-----
            MIIBdDCCARugAwIBAgIUZRcJboBcqns3Na6rCW128RBcXvwwCgYIKoZIzj0EAwIw
            DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjExODMxMDJaGA8yMTI2MTAyODE4MzEw
            MlowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOCA
            ajXCIcYa50vAqjMFVQrj8cNcBzyY+I3w6XJS57UJy64aEohd3tEAUwNuQ2oWjnUV
            wOVMTNEZJafFz5exDYWjUzBRMB0GA1UdDgQWBBTr6bR9HLvRXKnLg7S/RNjLUXIj
            DDAfBgNVHSMEGDAWgBTr6bR9HLvRXKnLg7S/RNjLUXIjDDAPBgNVHRMBAf8EBTAD
            AQH/MAoGCCqGSM49BAMCA0cAMEQCIGhklNthtqHdfgAUosVJsRuURTGD6qJMSwVs
            kKBgn89UAiBZymjsiQvhXWUPFLlGBt2EPdFcVIr8YC+Tt65uM8OB2A==
            -----END CERTIFICATE-----
            """;

    private static ApiServerFixture api;
    private static KubernetesClient client;
    private static OperatorProcess operator;

    private final FakeAgents agents = new FakeAgents(client);

    @BeforeAll
    static void install() {
        api = ApiServerFixture.start();
        client = api.client();
        api.kubectl(
                "apply", "-k", E2eFolder.find().resolveSibling("deploy/base").toString());
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
        operator = OperatorProcess.start("checks", api.kubeconfigWith(api.tokenOf(NAMESPACE, "vip-operator")))
                .awaitReady();
    }

    @AfterAll
    static void end() {
        operator.close();
        api.close();
    }

    @AfterEach
    void takeAway() {
        client.resources(VirtualIP.class).delete();
        client.resources(HealthCheck.class).delete();
        await("no node probes anything").atMost(SOON).until(() -> checks().isEmpty());
        agents.close();
    }

    private static void check(String name, String spec) {
        client.resource(Serialization.unmarshal(document("HealthCheck", name, spec), HealthCheck.class))
                .create();
    }

    private static void vip(String name, String address, String healthChecks) {
        String spec = "{addresses: [" + address + "], healthChecks: " + healthChecks + "}";
        client.resource(Serialization.unmarshal(document("VirtualIP", name, spec), VirtualIP.class))
                .create();
    }

    private static String document(String kind, String name, String spec) {
        return "apiVersion: vip-operator.io/v1alpha1\nkind: " + kind + "\nmetadata: {name: " + name + "}\nspec: "
                + spec;
    }

    private static HealthCheck get(String name) {
        return client.resources(HealthCheck.class).withName(name).get();
    }

    private static String condition(String check, String type) {
        HealthCheck now = get(check);
        return now.getStatus() == null || now.getStatus().conditions() == null
                ? "none"
                : now.getStatus().conditions().stream()
                        .filter(c -> c.getType().equals(type))
                        .map(c -> c.getStatus() + "/" + c.getReason())
                        .findFirst()
                        .orElse("none");
    }

    private static void awaitCondition(String check, String type, String wanted) {
        await(check + " " + type + " " + wanted)
                .atMost(SOON)
                .until(() -> condition(check, type).equals(wanted));
    }

    private static String ofVip(String vip, String type) {
        VirtualIP now = client.resources(VirtualIP.class).withName(vip).get();
        return now.getStatus() == null || now.getStatus().conditions() == null
                ? "none"
                : now.getStatus().conditions().stream()
                        .filter(c -> c.getType().equals(type))
                        .map(c -> c.getStatus() + "/" + c.getReason())
                        .findFirst()
                        .orElse("none");
    }

    private static void awaitVip(String vip, String type, String wanted) {
        await(vip + " " + type + " " + wanted)
                .atMost(SOON)
                .until(() -> ofVip(vip, type).equals(wanted));
    }

    /** As told, by node. */
    private static Map<String, List<CheckSpec>> checks() {
        Map<String, List<CheckSpec>> checks = new TreeMap<>();
        client.resources(VirtualIPNodeState.class).list().getItems().forEach(state -> {
            if (state.getSpec().healthChecks() != null
                    && !state.getSpec().healthChecks().isEmpty()) {
                checks.put(state.getMetadata().getName(), state.getSpec().healthChecks());
            }
        });
        return checks;
    }

    private static List<String> events(String check, String reason) {
        String uid = get(check).getMetadata().getUid();
        return client.events().v1().events().inNamespace("default").list().getItems().stream()
                .filter(e -> uid.equals(e.getRegarding().getUid()))
                .filter(e -> e.getRegarding().getKind().equals("HealthCheck"))
                .filter(e -> reason.equals(e.getReason()))
                .map(e -> e.getType() + " " + e.getNote())
                .toList();
    }

    private static void patch(String check, String spec) {
        client.resources(HealthCheck.class)
                .withName(check)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
    }

    @Test
    void aCheckRunsOnTheMembersAndItsStatusAndEventsTellWhatTheyFind() {
        vip("web", "192.168.27.170/24", "[{name: nginx}]");
        awaitVip("web", "Accepted", "False/HealthCheckNotFound");
        check("nginx", "{http: {port: 8080, path: /healthz, bodyPattern: welcome}}");
        awaitVip("web", "Ready", "True/Active");
        awaitCondition("nginx", "Accepted", "True/Accepted");
        await("three nodes find it healthy")
                .atMost(SOON)
                .until(() -> get("nginx").getStatus().healthyNodes() == 3);
        assertThat(condition("nginx", "Reconciling")).isEqualTo("none");
        assertThat(checks()).containsOnlyKeys("n1", "n2", "n3").allSatisfy((node, told) -> {
            assertThat(told).extracting(CheckSpec::name).containsExactly("nginx");
            // As the API server has spelled it out.
            assertThat(told.get(0).spec()).isEqualTo(get("nginx").getSpec());
        });

        agents.find("n2", "nginx", HealthState.Unhealthy);
        await("a node fails").atMost(SOON).until(() -> get("nginx").getStatus().failingNodes() == 1);
        HealthCheckNodeStatus first = get("nginx").getStatus().nodes().get(0);
        assertThat(first)
                .isEqualTo(new HealthCheckNodeStatus(
                        "n2", HealthState.Unhealthy, "1970-01-01T00:00:00Z", "played: Unhealthy", null));
        await("an Event")
                .atMost(SOON)
                .until(() -> events("nginx", "HealthCheckFailed").equals(List.of("Warning n2: played: Unhealthy")));
        agents.find("n2", "nginx", HealthState.Healthy);
        await("another Event")
                .atMost(SOON)
                .until(() -> events("nginx", "HealthCheckRecovered").equals(List.of("Normal n2: played: Healthy")));

        String table = api.kubectl("get", "vhc", "nginx", "--no-headers");
        assertThat(table.split("\\s+")).startsWith("nginx", "True", "3", "0");
    }

    @Test
    void anEditThatIsRefusedAndADeletionChangeNothingThatRuns() {
        check("nginx", "{http: {bodyPattern: welcome}}");
        vip("web", "192.168.27.171/24", "[{name: nginx, effect: {type: Weight, weight: -20}}]");
        awaitVip("web", "Ready", "True/Active");
        awaitCondition("nginx", "Reconciling", "none");
        Map<String, List<CheckSpec>> before = checks();

        patch("nginx", "{\"http\":{\"bodyPattern\":\"(\"}}");
        awaitCondition("nginx", "Stalled", "True/InvalidSpec");
        awaitVip("web", "Accepted", "False/HealthCheckNotAccepted");
        assertThat(checks()).isEqualTo(before);
        client.resources(HealthCheck.class).withName("nginx").delete();
        awaitVip("web", "Accepted", "False/HealthCheckNotFound");
        assertThat(checks()).isEqualTo(before);

        check("nginx", "{http: {bodyPattern: hello}}");
        awaitVip("web", "Ready", "True/Active");
        await("the new one runs")
                .atMost(SOON)
                .until(() -> checks().values().stream()
                        .allMatch(
                                told -> told.get(0).spec().http().bodyPattern().equals("hello")));
    }

    private static Optional<Secret> agentKeys() {
        return Optional.ofNullable(client.secrets()
                .inNamespace(NAMESPACE)
                .withName("vip-agent-keys")
                .get());
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anAuthorityReachesTheAgentsByItsDigestAndACertificateThatEndsSoonIsWarnedOf() throws Exception {
        check(
                "nginx",
                "{http: {scheme: HTTPS, tls: {certificateAuthoritySecretRef: {name: backend, key: ca.crt},"
                        + " minimumCertificateDays: 14}}}");
        vip("web", "192.168.27.172/24", "[{name: nginx}]");
        awaitCondition("nginx", "Accepted", "False/SecretNotFound");
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName("backend")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .addToStringData("ca.crt", "no certificate")
                .build();
        client.resource(secret).create();
        awaitCondition("nginx", "Accepted", "False/InvalidCertificate");
        client.resource(new SecretBuilder(secret)
                        .withStringData(Map.of("ca.crt", AUTHORITY))
                        .build())
                .update();
        awaitVip("web", "Ready", "True/Active");
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(AUTHORITY.getBytes(StandardCharsets.UTF_8)));
        assertThat(agentKeys().orElseThrow().getData()).isEqualTo(Map.of(digest, base64(AUTHORITY)));
        assertThat(checks().get("n1"))
                .extracting(CheckSpec::certificateAuthorityDigest)
                .containsExactly(digest);

        assertThat(condition("nginx", "CertificateExpiring")).isEqualTo("False/CertificatesValid");
        Instant soon = Instant.now().plus(20, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        agents.showCertificateUntil(soon, "n1", "n2", "n3");
        awaitCondition("nginx", "CertificateExpiring", "True/CertificateExpiring");
        await("an Event")
                .atMost(SOON)
                .until(() -> events("nginx", "CertificateExpiring").stream()
                        .anyMatch(note -> note.startsWith("Warning the server's certificate ends on " + soon)));

        // What runs doesn't need the Secret that it was made from.
        client.secrets().inNamespace(NAMESPACE).withName("backend").delete();
        awaitCondition("nginx", "Accepted", "False/SecretNotFound");
        awaitVip("web", "Accepted", "False/HealthCheckNotAccepted");
        assertThat(agentKeys().orElseThrow().getData()).containsOnlyKeys(digest);
        assertThat(checks()).hasSize(3);
    }

    private static Endpoint endpoint(String node, boolean ready) {
        return new EndpointBuilder()
                .withNodeName(node)
                .withAddresses("10.0.0." + node.substring(1))
                .withNewConditions()
                .withReady(ready)
                .endConditions()
                .build();
    }

    private static void endpoints(Endpoint... endpoints) {
        client.resource(new EndpointSliceBuilder()
                        .withNewMetadata()
                        .withName("nginx-1")
                        .withNamespace("default")
                        .addToLabels("kubernetes.io/service-name", "nginx")
                        .endMetadata()
                        .withAddressType("IPv4")
                        .withEndpoints(Arrays.asList(endpoints))
                        .build())
                .serverSideApply();
    }

    private static List<HealthState> decided() {
        return Stream.of("n1", "n2", "n3")
                .map(node -> checks().get(node).get(0).verdict().state())
                .toList();
    }

    @Test
    void aServiceIsDecidedForEachNodeByItsEndpointSlices() {
        check("nginx", "{service: {namespace: default, name: nginx}}");
        vip("web", "192.168.27.173/24", "[{name: nginx}]");
        awaitVip("web", "Ready", "True/Active");
        await("there is no Service yet")
                .atMost(SOON)
                .until(() ->
                        decided().equals(List.of(HealthState.Unhealthy, HealthState.Unhealthy, HealthState.Unhealthy)));
        endpoints(endpoint("n1", true), endpoint("n2", false));
        await("one node has a ready endpoint")
                .atMost(SOON)
                .until(() ->
                        decided().equals(List.of(HealthState.Healthy, HealthState.Unhealthy, HealthState.Unhealthy)));
        await("the agents' word comes back")
                .atMost(SOON)
                .until(() -> get("nginx").getStatus().healthyNodes() == 1
                        && get("nginx").getStatus().failingNodes() == 2);
        endpoints(endpoint("n1", false), endpoint("n2", true));
        await("the other has")
                .atMost(SOON)
                .until(() ->
                        decided().equals(List.of(HealthState.Unhealthy, HealthState.Healthy, HealthState.Unhealthy)));

        client.resources(HealthCheck.class).withName("nginx").delete();
        awaitVip("web", "Accepted", "False/HealthCheckNotFound");
        endpoints(endpoint("n3", true));
        await("what runs on without its HealthCheck is decided too")
                .atMost(SOON)
                .until(() ->
                        decided().equals(List.of(HealthState.Unhealthy, HealthState.Unhealthy, HealthState.Healthy)));
    }
}
