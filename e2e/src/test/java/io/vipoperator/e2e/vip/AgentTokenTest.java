package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody can do who took the token from an agent's pod: the one that a real kubelet mounted there. */
@ExtendWith(HealedLab.class)
class AgentTokenTest {

    private final Cluster cluster = Installation.shared().cluster();
    private final String own = cluster.nodes().getFirst();
    private final String other = cluster.nodes().getLast();
    private KubernetesClient agent;

    @BeforeEach
    void takeTheToken() {
        agent = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(cluster.client().getConfiguration())
                        .withClientCertData(null)
                        .withClientKeyData(null)
                        .withOauthToken(cluster.agentToken(own))
                        .build())
                .build();
    }

    @AfterEach
    void close() {
        agent.close();
    }

    private VirtualIPNodeState patch(String node, String subresource, String patch) {
        var resource = agent.resources(VirtualIPNodeState.class).withName(node);
        PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
        return subresource.isEmpty()
                ? resource.patch(merge, patch)
                : resource.subresource(subresource).patch(merge, patch);
    }

    @Test
    void writesTheStatusOfItsOwnNode() {
        VirtualIPNodeState before =
                agent.resources(VirtualIPNodeState.class).withName(own).get();
        long generation = before.getStatus().observedGeneration();

        VirtualIPNodeState after = patch(own, "status", "{\"status\": {\"observedGeneration\": " + generation + "}}");

        assertThat(after.getStatus().observedGeneration()).isEqualTo(generation);
    }

    @Test
    void isRefusedTheStatusOfAnotherNode() {
        assertThatThrownBy(() -> patch(other, "status", "{\"status\": {\"observedGeneration\": 0}}"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("the status of VirtualIPNodeState " + other + " must be written from node "
                        + other + ", but this token is bound to node " + own);
    }

    @Test
    void isRefusedTheSpecOfItsOwnNode() {
        assertThatThrownBy(() -> patch(own, "", "{\"spec\": {\"reportRequest\": 99}}"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("cannot patch resource \"virtualipnodestates\"");
    }

    @Test
    void isRefusedToDeleteIt() {
        assertThatThrownBy(() ->
                        agent.resources(VirtualIPNodeState.class).withName(own).delete())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("cannot delete resource \"virtualipnodestates\"");
    }
}
