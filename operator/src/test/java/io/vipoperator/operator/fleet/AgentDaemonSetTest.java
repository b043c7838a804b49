package io.vipoperator.operator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.PodTemplateBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentDaemonSetTest {
    private static final Optional<String> UID = Optional.of("uid-1");

    private static PodTemplate template(String image) {
        return new PodTemplateBuilder()
                .withNewMetadata()
                .withName("vip-agent")
                .withNamespace("network")
                .endMetadata()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app.kubernetes.io/part-of", "vip-operator")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("agent")
                .withImage(image)
                .addNewEnv()
                .withName("A")
                .withValue("b")
                .endEnv()
                .endContainer()
                .endSpec()
                .endTemplate()
                .build();
    }

    private static List<EnvVar> environment(DaemonSet daemonSet) {
        return daemonSet
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv();
    }

    @Test
    void itIsTheTemplateWithoutOwnerAndNeverTwoAgentsOnANode() {
        DaemonSet stamped = AgentDaemonSet.stamp(template("a:1"), Optional.empty(), UID);
        assertThat(stamped.getMetadata().getName()).isEqualTo("vip-agent");
        assertThat(stamped.getMetadata().getNamespace()).isEqualTo("network");
        assertThat(stamped.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(stamped.getSpec().getSelector().getMatchLabels())
                .containsOnlyKeys("app.kubernetes.io/name")
                .containsValue("vip-agent");
        assertThat(stamped.getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/name", "vip-agent")
                .containsEntry("app.kubernetes.io/part-of", "vip-operator");
        assertThat(stamped.getSpec().getUpdateStrategy().getRollingUpdate().getMaxSurge())
                .hasFieldOrPropertyWithValue("intVal", 0);
    }

    @Test
    void theAgentsAreToldTheIdentityOfTheirCluster() {
        DaemonSet stamped = AgentDaemonSet.stamp(template("a:1"), Optional.empty(), UID);
        assertThat(environment(stamped))
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactly(tuple("A", "b"), tuple("CLUSTER_UID", "uid-1"));
        assertThat(AgentDaemonSet.clusterUid(stamped)).contains("uid-1");

        DaemonSet without = AgentDaemonSet.stamp(template("a:1"), Optional.empty(), Optional.empty());
        assertThat(environment(without)).extracting(EnvVar::getName).containsExactly("A");
        assertThat(AgentDaemonSet.clusterUid(without)).isEmpty();
    }

    @Test
    void theHashTellsAnotherTemplateFromTheSame() {
        DaemonSet stamped = AgentDaemonSet.stamp(template("a:1"), Optional.empty(), UID);
        DaemonSet again = AgentDaemonSet.stamp(template("a:1"), Optional.of(stamped), UID);
        DaemonSet newer = AgentDaemonSet.stamp(template("a:2"), Optional.of(stamped), UID);
        assertThat(AgentDaemonSet.outdated(stamped, again)).isFalse();
        assertThat(AgentDaemonSet.outdated(stamped, newer)).isTrue();
    }

    @Test
    void anOrderToRestartIsKeptAndNoEditToUndo() {
        DaemonSet stamped = AgentDaemonSet.stamp(template("a:1"), Optional.empty(), UID);
        DaemonSet ordered = new DaemonSetBuilder(stamped)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations("kubectl.kubernetes.io/restartedAt", "2026-01-01T00:00:00Z")
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        DaemonSet next = AgentDaemonSet.stamp(template("a:1"), Optional.of(ordered), UID);
        assertThat(next.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("kubectl.kubernetes.io/restartedAt", "2026-01-01T00:00:00Z");
    }

    @Test
    void whoOwnsAFieldOfTheSpecBesidesTheOperatorHasEdited() {
        DaemonSet stamped = AgentDaemonSet.stamp(template("a:1"), Optional.empty(), UID);
        assertThat(AgentDaemonSet.editedByOthers(owned(stamped, "vip-operator", "f:spec", null)))
                .isFalse();
        assertThat(AgentDaemonSet.editedByOthers(owned(stamped, "kubectl-edit", "f:spec", null)))
                .isTrue();
        assertThat(AgentDaemonSet.editedByOthers(owned(stamped, "kubectl-label", "f:metadata", null)))
                .isFalse();
        assertThat(AgentDaemonSet.editedByOthers(owned(stamped, "kube-controller-manager", "f:spec", "status")))
                .isFalse();
    }

    private static DaemonSet owned(DaemonSet daemonSet, String by, String field, String subresource) {
        return new DaemonSetBuilder(daemonSet)
                .editMetadata()
                .addNewManagedField()
                .withManager(by)
                .withSubresource(subresource)
                .withNewFieldsV1()
                .addToAdditionalProperties(field, Map.of())
                .endFieldsV1()
                .endManagedField()
                .endMetadata()
                .build();
    }
}
