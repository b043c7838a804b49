package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vipoperator.node.agent.cli.CommandLine;
import io.vipoperator.node.agent.cli.StateCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The shipped example of a static pod does what it says. */
class StaticPodSampleTest {
    private static final Path SAMPLE = Path.of("..", "deploy", "samples", "static-pod");

    @Test
    void itsStateFileCanBeRun() throws IOException {
        assertThat(StateChecks.read(Files.readString(SAMPLE.resolve("state.yaml"))))
                .isEqualTo(new StateCheck.Verdict(List.of("kube-apiserver/IPv4"), List.of(), List.of(), List.of()));
    }

    @Test
    void itsManifestRunsThatFileFromAFolderOfTheHost() throws IOException {
        Pod pod = Serialization.unmarshal(Files.readString(SAMPLE.resolve("vip-agent.yaml")), Pod.class);
        Container agent = pod.getSpec().getContainers().get(0);

        assertThat(CommandLine.parse(agent.getArgs().toArray(String[]::new)))
                .isEqualTo(new CommandLine.Run(
                        Optional.of(Path.of("/etc/vip-agent/state.yaml")), Optional.empty(), Optional.empty()));
        assertThat(agent.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .containsExactly("/etc/vip-agent", "/run/vip-agent", "/tmp");
        assertThat(pod.getSpec().getVolumes()).extracting(Volume::getName).containsExactly("state", "socket", "tmp");
        assertThat(pod.getSpec().getVolumes().get(0).getHostPath().getPath()).isEqualTo("/etc/vip-agent");
        assertThat(pod.getSpec().getHostNetwork()).isTrue();
    }
}
