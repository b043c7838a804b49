package io.vipoperator.node.agent;

import java.nio.file.Path;
import java.util.Optional;

/** What the command line asks for. Pure. */
sealed interface AgentArguments {
    /** Text for people who asked, or who erred. */
    String USAGE = """
            Usage: vip-agent [--state FILE]

            Runs VRRP virtual routers on this host.

              --state FILE   run what this file says (YAML or JSON: a VirtualIPNodeState or its spec),
                             without Kubernetes; it is read again when it changes
              --help         this text

            Without --state the agent runs what the VirtualIPNodeState of its node says. Environment:
              NODE_NAME             the node's name; needed without --state
              POD_UID               told in the status
              CLUSTER_UID           UID of the namespace kube-system; a cache of another cluster is refused
              VIP_AGENT_CACHE       directory of the cache, default /var/lib/vip-operator
              VIP_AGENT_HTTP_HOST   where health and metrics listen, default 127.0.0.1
              VIP_AGENT_HTTP_PORT   default 9641
            """;

    /** Run a file. */
    record Standalone(Path file) implements AgentArguments {}

    /** Run what the API server says of this node. */
    record InCluster(String nodeName) implements AgentArguments {}

    /** Say how it is used. */
    record Help() implements AgentArguments {}

    /** Something is wrong. */
    record Wrong(String message) implements AgentArguments {}

    /**
     * Reads the command line.
     *
     * @param nodeName as the environment says
     */
    static AgentArguments parse(String[] arguments, Optional<String> nodeName) {
        Optional<Path> file = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--help") || argument.equals("-h")) {
                return new Help();
            }
            boolean joined = argument.startsWith("--state=");
            if (!joined && !argument.equals("--state")) {
                return new Wrong("\"" + argument + "\" is not an argument: there are --state FILE and --help");
            }
            String value =
                    joined ? argument.substring("--state=".length()) : i + 1 < arguments.length ? arguments[++i] : "";
            if (value.isEmpty()) {
                return new Wrong("--state must be followed by the path of a file");
            }
            if (file.isPresent()) {
                return new Wrong("--state must be given once");
            }
            file = Optional.of(Path.of(value));
        }
        if (file.isPresent()) {
            return new Standalone(file.get());
        }
        return nodeName.filter(name -> !name.isBlank())
                .<AgentArguments>map(InCluster::new)
                .orElseGet(() -> new Wrong("NODE_NAME must be the name of this node, unless --state FILE is given"));
    }
}
