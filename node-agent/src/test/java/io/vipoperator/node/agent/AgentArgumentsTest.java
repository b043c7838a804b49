package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentArgumentsTest {
    @Test
    void aFileIsRunWithoutKubernetesWhateverTheNodesName() {
        assertThat(parse(Optional.of("node-1"), "--state", "a.yaml"))
                .isEqualTo(new AgentArguments.Standalone(Path.of("a.yaml")));
        assertThat(parse(Optional.empty(), "--state=a.yaml"))
                .isEqualTo(new AgentArguments.Standalone(Path.of("a.yaml")));
    }

    @Test
    void withoutAFileTheNodesNameIsNeeded() {
        assertThat(parse(Optional.of("node-1"))).isEqualTo(new AgentArguments.InCluster("node-1"));
        assertThat(parse(Optional.empty()))
                .isEqualTo(new AgentArguments.Wrong(
                        "NODE_NAME must be the name of this node, unless --state FILE is given"));
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(parse(Optional.empty(), "--stat", "x"))
                .isEqualTo(
                        new AgentArguments.Wrong("\"--stat\" is not an argument: there are --state FILE and --help"));
        assertThat(parse(Optional.empty(), "--state"))
                .isEqualTo(new AgentArguments.Wrong("--state must be followed by the path of a file"));
        assertThat(parse(Optional.empty(), "--state", "a", "--state", "b"))
                .isEqualTo(new AgentArguments.Wrong("--state must be given once"));
    }

    @Test
    void helpIsGivenWhateverElseIsAsked() {
        assertThat(parse(Optional.empty(), "--state", "a", "--help")).isEqualTo(new AgentArguments.Help());
    }

    private static AgentArguments parse(Optional<String> nodeName, String... arguments) {
        return AgentArguments.parse(arguments, nodeName);
    }
}
