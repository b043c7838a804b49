package io.vipoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects survive decoding and encoding, and what a newer version wrote is tolerated. */
class DecodingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"virtualips", "healthchecks", "virtualipnodestates"})
    void everyFieldOfTheSchemaSurvivesTheRoundTrip(String plural) throws JsonProcessingException {
        Class<? extends CustomResource<?, ?>> kind = ShippedSchemas.KINDS.get(plural);
        ObjectNode document = ExampleDocument.of(plural, kind.getSimpleName());

        CustomResource<?, ?> decoded = Serialization.unmarshal(document.toString(), kind);
        JsonNode encoded = JSON.readTree(Serialization.asJson(decoded));

        assertThat(encoded).isEqualTo(JSON.readTree(document.toString()));
        assertThat(Serialization.unmarshal(encoded.toString(), kind)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtualips", "healthchecks", "virtualipnodestates"})
    void anUnknownFieldInAnyObjectChangesNothing(String plural) {
        Class<? extends CustomResource<?, ?>> kind = ShippedSchemas.KINDS.get(plural);
        ObjectNode document = ExampleDocument.of(plural, kind.getSimpleName());
        CustomResource<?, ?> known = Serialization.unmarshal(document.toString(), kind);

        addUnknownField(document.get("spec"));
        addUnknownField(document.get("status"));
        CustomResource<?, ?> tolerated = Serialization.unmarshal(document.toString(), kind);

        assertThat(tolerated.getSpec()).isEqualTo(known.getSpec());
    }

    @Test
    void anUnknownWordDecodesToAValueOfItsOwn() {
        VirtualIPNodeState state = Serialization.unmarshal("""
                apiVersion: vip-operator.io/v1alpha1
                kind: VirtualIPNodeState
                metadata: {name: worker-1}
                spec:
                  routers:
                    - {virtualIP: ingress, family: IPv8, version: V4, addressMode: Teleport, priority: 250}
                status:
                  routers:
                    - {virtualIP: ingress, state: Levitating}
                """, VirtualIPNodeState.class);

        RouterSpec router = state.getSpec().routers().get(0);
        assertThat(router.family()).isEqualTo(Family.Unrecognized);
        assertThat(router.version()).isEqualTo(VrrpVersion.Unrecognized);
        assertThat(router.addressMode()).isEqualTo(AddressMode.Unrecognized);
        assertThat(router.priority()).isEqualTo(250);
        assertThat(state.getStatus().routers().get(0).state()).isEqualTo(RouterState.Unrecognized);
    }

    @Test
    void whatIsAbsentStaysAbsent() throws JsonProcessingException {
        VirtualIP vip = new VirtualIP();
        vip.getMetadata().setName("ingress");
        vip.setSpec(Serialization.unmarshal("addresses: [192.0.2.1/24]", VirtualIPSpec.class));

        assertThat(JSON.readTree(Serialization.asJson(vip))).isEqualTo(JSON.readTree("""
                        {"apiVersion":"vip-operator.io/v1alpha1","kind":"VirtualIP",
                         "metadata":{"name":"ingress"},"spec":{"addresses":["192.0.2.1/24"]}}"""));
    }

    /** Selectors are Kubernetes' own type, which keeps what it does not know. */
    private static void addUnknownField(JsonNode node) {
        if (node instanceof ArrayNode array) {
            array.forEach(DecodingTest::addUnknownField);
        } else if (node instanceof ObjectNode object) {
            object.properties().stream()
                    .filter(field -> !field.getKey().equals("selector"))
                    .forEach(field -> addUnknownField(field.getValue()));
            object.putObject("ofANewerVersion").put("since", 2);
        }
    }
}
