package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.agent.cli.CommandLine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentArgumentsTest {
    private static final AgentArguments.Common DEFAULTS =
            new AgentArguments.Common(Optional.empty(), Path.of("/run/vip-agent/agent.sock"));

    @Test
    void aFileIsRunWithoutKubernetesWhateverTheNodesName() {
        assertThat(parse(Optional.of("node-1"), "--state", "a.yaml"))
                .isEqualTo(new AgentArguments.Standalone(Path.of("a.yaml"), Optional.empty()));
        assertThat(parse(Optional.empty(), "--state=a.yaml"))
                .isEqualTo(new AgentArguments.Standalone(Path.of("a.yaml"), Optional.empty()));
    }

    @Test
    void withoutAFileTheNodesNameIsNeeded() {
        assertThat(parse(Optional.of("node-1"))).isEqualTo(new AgentArguments.InCluster("node-1", Optional.empty()));
        assertThat(parse(Optional.empty()))
                .isEqualTo(new AgentArguments.Wrong(
                        "NODE_NAME must be the name of this node, unless --state FILE is given"));
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(parse(Optional.empty(), "--stat", "x"))
                .isEqualTo(new AgentArguments.Wrong(
                        "\"--stat\" is not an argument: there are --state FILE, --keys DIR and --help"));
        assertThat(parse(Optional.empty(), "--state"))
                .isEqualTo(new AgentArguments.Wrong("--state must be followed by the path of a file"));
        assertThat(parse(Optional.empty(), "--state", "a", "--state", "b"))
                .isEqualTo(new AgentArguments.Wrong("--state must be given once"));
    }

    @Test
    void keysAreReadFromADirectoryWithEitherSourceOfTheState() {
        assertThat(parse(Optional.empty(), "--keys", "/k", "--state", "a"))
                .isEqualTo(new AgentArguments.Standalone(Path.of("a"), Optional.of(Path.of("/k"))));
        assertThat(parse(Optional.of("node-1"), "--keys=/k"))
                .isEqualTo(new AgentArguments.InCluster("node-1", Optional.of(Path.of("/k"))));
        assertThat(parse(Optional.of("node-1"), "--keys="))
                .isEqualTo(new AgentArguments.Wrong("--keys must be followed by the path of a directory"));
        assertThat(parse(Optional.of("node-1"), "--keys=a", "--keys", "b"))
                .isEqualTo(new AgentArguments.Wrong("--keys must be given once"));
    }

    @Test
    void helpIsGivenWhateverElseIsAsked() {
        assertThat(parse(Optional.empty(), "--state", "a", "--help")).isEqualTo(new AgentArguments.Help());
    }

    private static AgentArguments parse(Optional<String> nodeName, String... arguments) {
        return AgentArguments.parse(arguments, nodeName);
    }
}
