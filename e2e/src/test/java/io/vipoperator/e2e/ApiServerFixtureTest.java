package io.vipoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiServerFixtureTest {

    private static ApiServerFixture fixture;

    @BeforeAll
    static void start() {
        fixture = ApiServerFixture.start();
        fixture.client()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("agent")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void servesTheVersionThatIsPinned() {
        assertThat(fixture.client().getKubernetesVersion().getGitVersion()).isEqualTo("v1.35.4");
        assertThat(fixture.kubectl("get", "namespaces", "--output=name")).contains("namespace/kube-system");
    }

    @Test
    void refusesWhatAServiceAccountHasNoRoleFor() {
        try (KubernetesClient agent = fixture.clientWith(fixture.tokenOf("default", "agent"))) {
            assertThatThrownBy(() -> agent.configMaps().inNamespace("default").list())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(
                            "\"system:serviceaccount:default:agent\" cannot list resource \"configmaps\"");
        }
    }

    @Test
    void bindsATokenToThePodsNode() {
        fixture.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("agent-on-worker-1")
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName("agent")
                        .withNodeName("worker-1")
                        .addNewContainer()
                        .withName("agent")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();

        var review = fixture.client()
                .resource(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(fixture.tokenOf("default", "agent", "agent-on-worker-1"))
                        .endSpec()
                        .build())
                .create();

        assertThat(review.getStatus().getUser().getExtra())
                .containsEntry("authentication.kubernetes.io/node-name", List.of("worker-1"));
    }

    @Test
    void keepsItsDataWhenTheApiServerIsKilledAndStartedAgain() {
        fixture.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("kept")
                        .endMetadata()
                        .build())
                .create();

        fixture.stopApiServer();
        fixture.startApiServer();

        assertThat(fixture.client()
                        .configMaps()
                        .inNamespace("default")
                        .withName("kept")
                        .get())
                .isNotNull();
    }
}
