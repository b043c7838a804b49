package io.vipoperator.operator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadyEndpointsTest {
    private static final EndpointSlice SLICE = new EndpointSliceBuilder()
            .withNewMetadata()
            .withName("nginx-abc")
            .withNamespace("web")
            .withResourceVersion("7")
            .addToLabels("kubernetes.io/service-name", "nginx")
            .endMetadata()
            .addToEndpoints(endpoint("n1", true), endpoint("n1", false), endpoint("n2", false), endpoint("n3", null))
            .addToEndpoints(new EndpointBuilder()
                    .withAddresses("192.0.2.9")
                    .withNewConditions()
                    .withReady(true)
                    .endConditions()
                    .build())
            .build();

    private static Endpoint endpoint(String node, Boolean ready) {
        return new EndpointBuilder()
                .withNodeName(node)
                .withAddresses("10.0.0.1")
                .withNewConditions()
                .withReady(ready)
                .endConditions()
                .build();
    }

    @Test
    void aNodeCountsWithOneReadyEndpointAndAbsentMeansReady() {
        assertThat(ReadyEndpoints.nodes(List.of(SLICE))).containsExactly("n1", "n3");
    }

    @Test
    void nothingOfASliceIsRememberedButItsNodes() {
        EndpointSlice reduced = ReadyEndpoints.reduced(SLICE);
        assertThat(ReadyEndpoints.nodes(List.of(reduced))).containsExactly("n1", "n3");
        assertThat(reduced.getEndpoints()).hasSize(2).allSatisfy(endpoint -> {
            assertThat(endpoint.getAddresses()).isNullOrEmpty();
            assertThat(endpoint.getConditions()).isNull();
        });
        assertThat(reduced.getMetadata().getLabels()).isNullOrEmpty();
        assertThat(reduced.getMetadata().getResourceVersion()).isEqualTo("7");
    }
}
