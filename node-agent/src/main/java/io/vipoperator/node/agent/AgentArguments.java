package io.vipoperator.node.agent;

import io.vipoperator.node.agent.cli.CommandLine;
import io.vipoperator.node.agent.control.ControlServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the agent shall run, by command line and environment. Pure. */
sealed interface AgentArguments {
    /**
     * What holds however it runs.
     *
     * @param keys where keys of authentication are, if that was said
     * @param socket where the control socket is
     * @param features of those that need rights on the host, which were granted
     */
    record Common(Optional<Path> keys, Path socket, Set<String> features) {}

    /** Run a file. */
    record Standalone(Path file, Common common) implements AgentArguments {}

    /** Run what the API server says of this node. */
    record InCluster(String nodeName, Common common) implements AgentArguments {}

    /** Something is wrong. */
    record Wrong(String message) implements AgentArguments {}

    /**
     * Puts both together; what the command line says wins.
     *
     * @param environment by name, empty where it is blank
     */
    static AgentArguments of(CommandLine.Run run, Function<String, Optional<String>> environment) {
        Common common = new Common(
                run.keys().or(() -> environment.apply("VIP_AGENT_KEYS").map(Path::of)),
                run.socket()
                        .or(() -> environment.apply("VIP_AGENT_SOCKET").map(Path::of))
                        .orElse(ControlServer.DEFAULT_PATH),
                run.state().isPresent() ? Features.OF_HOST : granted(environment));
        if (run.state().isPresent()) {
            return new Standalone(run.state().get(), common);
        }
        return environment
                .apply("NODE_NAME")
                .<AgentArguments>map(name -> new InCluster(name, common))
                .orElseGet(() -> new Wrong("NODE_NAME must be the name of this node, unless --state FILE is given"));
    }

    /** A file's agent has what its process has. In a pod whoever gives the rights says which. */
    private static Set<String> granted(Function<String, Optional<String>> environment) {
        return environment.apply("VIP_AGENT_FEATURES").stream()
                .flatMap(words -> Arrays.stream(words.split(",")))
                .map(String::strip)
                .filter(Features.OF_HOST::contains)
                .collect(Collectors.toUnmodifiableSet());
    }
}
