package io.vipoperator.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.vipoperator.e2e.ApiServerFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real API server takes everything that is shipped, and the agents' pod has the rights of the design and no other. */
class ShippedManifestsTest {

    private static final String NAMESPACE = "vip-operator-system";
    private static ApiServerFixture apiServer;

    @BeforeAll
    static void installTheBase() {
        apiServer = ApiServerFixture.shared();
        apiServer.kubectl("apply", "-k", Checkout.BASE.toString());
        apiServer.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsAccepted(Path sample) {
        String how = Files.isDirectory(sample) ? "-k" : "-f";

        String answer = apiServer.kubectl("apply", "--dry-run=server", how, sample.toString());

        assertThat(answer.lines()).isNotEmpty().allMatch(line -> line.endsWith("(server dry run)"));
    }

    @Test
    void theKindOverlayIsAccepted() {
        Path kind = Checkout.BASE.resolveSibling("kind");

        assertThat(apiServer.kubectl("apply", "--dry-run=server", "-k", kind.toString()))
                .contains("podtemplate/vip-agent");
        assertThat(apiServer.kubectl(
                        "apply",
                        "--dry-run=server",
                        "-f",
                        kind.resolve("virtualip.yaml").toString()))
                .contains("virtualip.vip-operator.io/demo");
    }

    @Test
    void aDaemonSetFromTheAgentsTemplateIsAccepted() {
        var template = agentTemplate().getTemplate();

        var daemonSet = apiServer
                .client()
                .resource(new DaemonSetBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("vip-agent")
                        .endMetadata()
                        .withNewSpec()
                        .withNewSelector()
                        .withMatchLabels(Map.of("app.kubernetes.io/name", "vip-agent"))
                        .endSelector()
                        .withTemplate(template)
                        .endSpec()
                        .build())
                .dryRun(true)
                .create();

        assertThat(daemonSet.getSpec().getTemplate()).isEqualTo(template);
    }

    @Test
    void theAgentHasTheRightsOfTheDesignAndNoOther() {
        PodSpec pod = agentTemplate().getTemplate().getSpec();
        Container agent = pod.getContainers().get(0);

        assertThat(pod.getContainers()).hasSize(1);
        assertThat(pod.getHostNetwork()).isTrue();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(pod.getDnsPolicy()).isEqualTo("ClusterFirstWithHostNet");
        assertThat(pod.getPriorityClassName()).isEqualTo("system-node-critical");
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(agent.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(agent.getSecurityContext().getCapabilities().getAdd())
                .containsExactly("NET_ADMIN", "NET_RAW", "SYS_NICE", "IPC_LOCK");
        assertThat(agent.getSecurityContext().getPrivileged()).isNull();
        assertThat(agent.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(agent.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(agent.getResources().getLimits()).containsOnlyKeys("memory");
        assertThat(agent.getPorts()).isEmpty();
    }

    @Test
    void theComponentForHostChecksAddsWhatTheyNeedAndNothingElse(@TempDir Path folder) throws IOException {
        Path deploy = Checkout.BASE.toRealPath().getParent();
        Path here = folder.toRealPath();
        Files.writeString(folder.resolve("kustomization.yaml"), """
                resources: [%s]
                components: [%s]
                """.formatted(
                here.relativize(deploy.resolve("base")), here.relativize(deploy.resolve("components/host-checks"))));

        assertThat(apiServer.kubectl("apply", "--dry-run=server", "-k", folder.toString()))
                .contains("podtemplate/vip-agent");
        PodSpec pod = apiServer
                .client()
                .load(new ByteArrayInputStream(
                        apiServer.kubectl("kustomize", folder.toString()).getBytes(StandardCharsets.UTF_8)))
                .items()
                .stream()
                .filter(PodTemplate.class::isInstance)
                .map(template -> ((PodTemplate) template).getTemplate().getSpec())
                .findFirst()
                .orElseThrow();
        Container agent = pod.getContainers().get(0);
        assertThat(pod.getHostPID()).isTrue();
        assertThat(agent.getSecurityContext().getCapabilities().getAdd())
                .containsExactly("NET_ADMIN", "NET_RAW", "SYS_NICE", "IPC_LOCK", "SETUID", "SETGID", "KILL");
        assertThat(agent.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(agent.getEnv())
                .anySatisfy(variable -> assertThat(variable)
                        .returns("VIP_AGENT_FEATURES", EnvVar::getName)
                        .returns("ExecCheck,ProcessCheck,FileCheck", EnvVar::getValue));
        assertThat(agent.getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount)
                        .returns("/checks", VolumeMount::getMountPath)
                        .returns(true, VolumeMount::getReadOnly));
    }

    private static PodTemplate agentTemplate() {
        return apiServer
                .client()
                .v1()
                .podTemplates()
                .inNamespace(NAMESPACE)
                .withName("vip-agent")
                .get();
    }

    /** Files, and folders with a kustomization. */
    static Stream<Path> samples() {
        return Checkout.filesIn(Checkout.SAMPLES).stream()
                .filter(file -> file.getParent().equals(Checkout.SAMPLES)
                        || Files.exists(file.resolveSibling("kustomization.yaml")))
                .map(file -> file.getParent().equals(Checkout.SAMPLES) ? file : file.getParent())
                .distinct();
    }
}
