package io.vipoperator.operator.fleet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vipoperator.api.v1alpha1.Api;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agents' DaemonSet, stamped from the PodTemplate of the same name. Stateless. */
public final class AgentDaemonSet {
    /** Of PodTemplate, DaemonSet, and the label of the pods. */
    public static final String NAME = "vip-agent";

    static final String NAME_LABEL = "app.kubernetes.io/name";
    static final String HASH_ANNOTATION = "vip-operator.io/template-hash";
    /** What "kubectl rollout restart" writes: an order, not an edit to undo. */
    private static final String RESTARTED_ANNOTATION = "kubectl.kubernetes.io/restartedAt";
    /** Of the agents: they refuse a cache that carries the identity of another cluster. */
    private static final String CLUSTER_UID = "CLUSTER_UID";

    private AgentDaemonSet() {}

    /**
     * The DaemonSet as it shall be. It has no owner: agents outlive the operator, and whoever deletes its Deployment.
     *
     * @param existing its restart order is taken over
     * @param clusterUid UID of the namespace kube-system; empty if it can't be read
     */
    public static DaemonSet stamp(PodTemplate template, Optional<DaemonSet> existing, Optional<String> clusterUid) {
        PodTemplateSpecBuilder pods = new PodTemplateSpecBuilder(template.getTemplate())
                .editOrNewMetadata()
                .withName(null)
                .withNamespace(null)
                .withCreationTimestamp(null)
                .addToLabels(NAME_LABEL, NAME)
                .endMetadata();
        existing.flatMap(AgentDaemonSet::restartedAt)
                .ifPresent(at -> pods.editMetadata()
                        .addToAnnotations(RESTARTED_ANNOTATION, at)
                        .endMetadata());
        clusterUid.ifPresent(uid -> pods.withSpec(withClusterUid(pods.buildSpec(), uid)));
        PodTemplateSpec podTemplate = pods.build();
        return new DaemonSetBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(template.getMetadata().getNamespace())
                .addToLabels(NAME_LABEL, NAME)
                .addToAnnotations(HASH_ANNOTATION, hash(podTemplate))
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels(NAME_LABEL, NAME)
                .endSelector()
                .withTemplate(podTemplate)
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(1))
                // Two agents of one node would fight for its network namespace.
                .withMaxSurge(new IntOrString(0))
                .endRollingUpdate()
                .endUpdateStrategy()
                .endSpec()
                .build();
    }

    private static PodSpec withClusterUid(PodSpec spec, String uid) {
        List<Container> containers = spec.getContainers().stream()
                .map(container -> new ContainerBuilder(container)
                        .removeMatchingFromEnv(variable -> CLUSTER_UID.equals(variable.getName()))
                        .addNewEnv()
                        .withName(CLUSTER_UID)
                        .withValue(uid)
                        .endEnv()
                        .build())
                .toList();
        return new PodSpecBuilder(spec).withContainers(containers).build();
    }

    /** As stamped before. */
    static Optional<String> clusterUid(DaemonSet existing) {
        return existing.getSpec().getTemplate().getSpec().getContainers().stream()
                .flatMap(container -> container.getEnv().stream())
                .filter(variable -> CLUSTER_UID.equals(variable.getName()))
                .map(EnvVar::getValue)
                .findFirst();
    }

    /** It carries the hash of another template. */
    static boolean outdated(DaemonSet existing, DaemonSet desired) {
        Map<String, String> annotations = existing.getMetadata().getAnnotations();
        String hash = annotations == null ? null : annotations.get(HASH_ANNOTATION);
        return !desired.getMetadata().getAnnotations().get(HASH_ANNOTATION).equals(hash);
    }

    /** Somebody else owns fields of the spec, which an apply leaves alone. */
    static boolean editedByOthers(DaemonSet existing) {
        return existing.getMetadata().getManagedFields() != null
                && existing.getMetadata().getManagedFields().stream()
                        .filter(entry -> entry.getSubresource() == null
                                || entry.getSubresource().isEmpty())
                        .filter(entry -> !Api.OPERATOR_FIELD_MANAGER.equals(entry.getManager()))
                        .anyMatch(AgentDaemonSet::ownsSpec);
    }

    private static boolean ownsSpec(ManagedFieldsEntry entry) {
        return entry.getFieldsV1() != null
                && entry.getFieldsV1().getAdditionalProperties().containsKey("f:spec");
    }

    private static Optional<String> restartedAt(DaemonSet existing) {
        return Optional.ofNullable(existing.getSpec())
                .map(spec -> spec.getTemplate().getMetadata())
                .map(metadata -> metadata.getAnnotations())
                .map(annotations -> annotations.get(RESTARTED_ANNOTATION));
    }

    private static String hash(PodTemplateSpec template) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] json = Serialization.asJson(template).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(digest.digest(json), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
