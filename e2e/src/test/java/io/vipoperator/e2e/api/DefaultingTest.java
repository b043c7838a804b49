package io.vipoperator.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vipoperator.e2e.ApiServerFixture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server fills in is what the documentation says, and nothing inside list items. */
class DefaultingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static ApiServerFixture apiServer;

    @BeforeAll
    static void installTheSchemas() {
        apiServer = ApiServerFixture.shared();
        apiServer.kubectl("apply", "-k", Checkout.SCHEMAS.toString());
        apiServer.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    }

    @Test
    void aVirtualIpGetsTheDocumentedDefaults() throws Exception {
        JsonNode created = create("""
                apiVersion: vip-operator.io/v1alpha1
                kind: VirtualIP
                metadata: {name: defaults}
                spec:
                  addresses: [192.0.2.10/24]
                  healthChecks: [{name: nginx}]
                  vrrp: {preemption: {mode: Never}}
                """);

        assertThat(created.get("spec")).isEqualTo(JSON.readTree("""
                {
                  "addresses": ["192.0.2.10/24"],
                  "addressMode": "Install",
                  "prefixRoute": "Disabled",
                  "deadManSwitch": "Enabled",
                  "interface": {"type": "Subnet"},
                  "nodes": {"maxMembers": 3, "onCordon": "Ignore", "excludeLabel": "Respect"},
                  "vrrp": {
                    "version": "V3",
                    "preemption": {"mode": "Never", "delaySeconds": 30},
                    "startupDelaySeconds": 0,
                    "transport": {"type": "Multicast"},
                    "linkLocal": "Generate",
                    "authentication": {"type": "None"},
                    "checksum": "PseudoHeader",
                    "virtualMAC": "Disabled"
                  },
                  "announcement": {
                    "count": 5, "intervalMilliseconds": 200, "repeatAfterSeconds": 5, "refreshSeconds": 60, "form": "Both"
                  },
                  "healthChecks": [{"name": "nginx"}]
                }
                """));
        assertThat(created.get("status")).isEqualTo(JSON.readTree("{\"observedGeneration\": -1}"));
    }

    @Test
    void aHealthCheckGetsTheDocumentedDefaults() throws Exception {
        JsonNode created = create("""
                apiVersion: vip-operator.io/v1alpha1
                kind: HealthCheck
                metadata: {name: defaults}
                spec:
                  http: {scheme: HTTPS, tls: {}}
                """);

        assertThat(created.get("spec")).isEqualTo(JSON.readTree("""
                {
                  "intervalMilliseconds": 1000,
                  "healthyThreshold": 2,
                  "unhealthyThreshold": 3,
                  "initialState": "Unknown",
                  "http": {
                    "scheme": "HTTPS", "method": "GET", "path": "/", "redirects": "Refuse", "tls": {"verification": "Enabled"}
                  }
                }
                """));
        assertThat(created.get("status")).isEqualTo(JSON.readTree("{\"observedGeneration\": -1}"));
    }

    @Test
    void aNodeStateGetsNoneButTheStatusOfAnUnreadOne() throws Exception {
        JsonNode created = create("""
                apiVersion: vip-operator.io/v1alpha1
                kind: VirtualIPNodeState
                metadata: {name: worker-of-defaults}
                spec:
                  routers:
                    - {virtualIP: ingress, family: IPv4, virtualRouterID: 51, priority: 250, addresses: [192.0.2.10/24]}
                """);

        assertThat(created.get("spec")).isEqualTo(JSON.readTree("""
                {"routers": [
                  {"virtualIP": "ingress", "family": "IPv4", "virtualRouterID": 51, "priority": 250, "addresses": ["192.0.2.10/24"]}
                ]}
                """));
        assertThat(created.get("status")).isEqualTo(JSON.readTree("{\"observedGeneration\": -1}"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void appliedTwiceNothingDriftsInsideLists(ApiExample example) {
        GenericKubernetesResource wanted = example.object();
        wanted.getMetadata().setName("drift-" + wanted.getMetadata().getName());

        GenericKubernetesResource first = apply(wanted);
        GenericKubernetesResource second = apply(wanted);
        apiServer.client().resource(wanted).delete();

        assertThat(second.getMetadata().getGeneration())
                .isEqualTo(first.getMetadata().getGeneration())
                .isEqualTo(1);
        assertThat(json(second.getAdditionalProperties())).isEqualTo(json(first.getAdditionalProperties()));
        assertSameWhereWanted(
                "spec",
                json(wanted.getAdditionalProperties()).get("spec"),
                json(second.getAdditionalProperties()).get("spec"));
    }

    /** Objects may gain defaulted fields, which GitOps tools leave to the API server; a list must come back as it was. */
    private static void assertSameWhereWanted(String path, JsonNode wanted, JsonNode found) {
        if (wanted.isObject()) {
            wanted.properties()
                    .forEach(field -> assertSameWhereWanted(
                            path + "." + field.getKey(), field.getValue(), found.get(field.getKey())));
        } else {
            assertThat(found).as(path).isEqualTo(wanted);
        }
    }

    /** The valid examples, and every VirtualIP and HealthCheck among the samples. */
    static Stream<ApiExample> accepted() {
        Stream<ApiExample> samples = Checkout.filesIn(Checkout.SAMPLES).stream()
                .filter(file -> Checkout.text(file).contains("\napiVersion: vip-operator.io/")
                        || Checkout.text(file).startsWith("apiVersion: vip-operator.io/"))
                .map(file -> new ApiExample(file, List.of()));
        return Stream.concat(ApiValidationTest.validExamples(), samples);
    }

    private static GenericKubernetesResource apply(GenericKubernetesResource object) {
        return apiServer
                .client()
                .resource(object)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager("gitops")
                        .build());
    }

    private static JsonNode create(String yaml) {
        GenericKubernetesResource object = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        return json(apiServer.client().resource(object).dryRun(true).create().getAdditionalProperties());
    }

    private static JsonNode json(Object value) {
        return JSON.valueToTree(value);
    }
}
