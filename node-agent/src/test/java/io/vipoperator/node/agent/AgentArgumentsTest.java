package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.agent.cli.CommandLine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentArgumentsTest {
    private static final AgentArguments.Common DEFAULTS =
            new AgentArguments.Common(Optional.empty(), Path.of("/run/vip-agent/agent.sock"), Set.of());

    private static final AgentArguments.Common OF_A_FILE = new AgentArguments.Common(
            Optional.empty(), Path.of("/run/vip-agent/agent.sock"), Set.of("ExecCheck", "FileCheck", "ProcessCheck"));

    @Test
    void inKubernetesSomebodyMustGrantWhatNeedsRightsOnTheHost() {
        Map<String, String> environment =
                Map.of("NODE_NAME", "n", "VIP_AGENT_FEATURES", "ExecCheck, FileCheck,HMAC,Teleport");

        assertThat(of(environment))
                .isEqualTo(new AgentArguments.InCluster(
                        "n",
                        new AgentArguments.Common(
                                Optional.empty(),
                                Path.of("/run/vip-agent/agent.sock"),
                                Set.of("ExecCheck", "FileCheck"))));
    }

    @Test
    void aFileIsRunWithoutKubernetesWhateverTheNodesName() {
        assertThat(of(Map.of("NODE_NAME", "node-1"), "--state", "a.yaml"))
                .isEqualTo(new AgentArguments.Standalone(Path.of("a.yaml"), OF_A_FILE));
        assertThat(of(Map.of(), "run", "--state=a.yaml"))
                .isEqualTo(new AgentArguments.Standalone(Path.of("a.yaml"), OF_A_FILE));
    }

    @Test
    void withoutAFileTheNodesNameIsNeeded() {
        assertThat(of(Map.of("NODE_NAME", "node-1"))).isEqualTo(new AgentArguments.InCluster("node-1", DEFAULTS));
        assertThat(of(Map.of()))
                .isEqualTo(new AgentArguments.Wrong(
                        "NODE_NAME must be the name of this node, unless --state FILE is given"));
    }

    @Test
    void theCommandLineWinsOverTheEnvironment() {
        Map<String, String> environment =
                Map.of("NODE_NAME", "n", "VIP_AGENT_KEYS", "/keys", "VIP_AGENT_SOCKET", "/socket");

        assertThat(of(environment))
                .isEqualTo(new AgentArguments.InCluster(
                        "n", new AgentArguments.Common(Optional.of(Path.of("/keys")), Path.of("/socket"), Set.of())));
        assertThat(of(environment, "--keys", "/k", "--socket", "/s"))
                .isEqualTo(new AgentArguments.InCluster(
                        "n", new AgentArguments.Common(Optional.of(Path.of("/k")), Path.of("/s"), Set.of())));
    }

    private static AgentArguments of(Map<String, String> environment, String... words) {
        return AgentArguments.of(
                (CommandLine.Run) CommandLine.parse(words), name -> Optional.ofNullable(environment.get(name)));
    }
}
