package io.vipoperator.node.agent;

import io.vipoperator.node.agent.cli.CommandLine;
import io.vipoperator.node.agent.control.ControlServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How the agent shall run, by command line and environment. Pure. */
sealed interface AgentArguments {
    /** Text for people who asked, or who erred. */
    String USAGE = """
            Usage: vip-agent [--state FILE] [--keys DIR]

            Runs VRRP virtual routers on this host.

              --state FILE   run what this file says (YAML or JSON: a VirtualIPNodeState or its spec),
                             without Kubernetes; it is read again when it changes
              --keys DIR     the keys of authentication, one file each under any name; a state names
                             them by the SHA-256 of the file. Default: VIP_AGENT_KEYS, else
                             /etc/vip-operator/keys if that exists. Read again when they change
              --help         this text

            Without --state the agent runs what the VirtualIPNodeState of its node says. Environment:
              NODE_NAME             the node's name; needed without --state
              POD_UID               told in the status
              CLUSTER_UID           UID of the namespace kube-system; a cache of another cluster is refused
              VIP_AGENT_KEYS        directory of keys, as --keys
              VIP_AGENT_CACHE       directory of the cache, default /var/lib/vip-operator
              VIP_AGENT_HTTP_HOST   where health and metrics listen, default 127.0.0.1
              VIP_AGENT_HTTP_PORT   default 9641
            """;

    /** The arguments that have a value, and what its path is of. */
    Map<String, String> WHAT_BY_NAME = Map.of("--state", "a file", "--keys", "a directory");

    /**
     * Run a file.
     *
     * @param file with the state
     * @param keys their directory, if one was named
     */
    record Standalone(Path file, Optional<Path> keys) implements AgentArguments {}

    /**
     * Run what the API server says of this node.
     *
     * @param nodeName of this node
     * @param keys their directory, if one was named
     */
    record InCluster(String nodeName, Optional<Path> keys) implements AgentArguments {}

    /** Say how it is used. */
    record Help() implements AgentArguments {}

    /** Something is wrong. */
    record Wrong(String message) implements AgentArguments {}

    /**
     * Puts both together; what the command line says wins.
     *
     * @param environment by name, empty where it is blank
     */
    static AgentArguments parse(String[] arguments, Optional<String> nodeName) {
        Map<String, Path> paths = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--help") || argument.equals("-h")) {
                return new Help();
            }
            String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
            if (!WHAT_BY_NAME.containsKey(name)) {
                return new Wrong(
                        "\"" + argument + "\" is not an argument: there are --state FILE, --keys DIR and --help");
            }
            boolean joined = !name.equals(argument);
            String value =
                    joined ? argument.substring(name.length() + 1) : i + 1 < arguments.length ? arguments[++i] : "";
            if (value.isEmpty()) {
                return new Wrong(name + " must be followed by the path of " + WHAT_BY_NAME.get(name));
            }
            if (paths.putIfAbsent(name, Path.of(value)) != null) {
                return new Wrong(name + " must be given once");
            }
        }
        Optional<Path> keys = Optional.ofNullable(paths.get("--keys"));
        if (paths.containsKey("--state")) {
            return new Standalone(paths.get("--state"), keys);
        }
        return nodeName.filter(name -> !name.isBlank())
                .<AgentArguments>map(name -> new InCluster(name, keys))
                .orElseGet(() -> new Wrong("NODE_NAME must be the name of this node, unless --state FILE is given"));
    }
}
