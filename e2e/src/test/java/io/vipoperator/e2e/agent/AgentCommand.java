package io.vipoperator.e2e.agent;

import io.vipoperator.e2e.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The packaged agent's command line, as people type it on a host. Stateless. */
final class AgentCommand {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private AgentCommand() {}

    /** Runs a command to its end. */
    static ChildProcess.Output run(Optional<String> namespace, Path socket, String... arguments) {
        return ChildProcess.tryRun(LIMIT, environment(socket), words(namespace, arguments));
    }

    /** Starts a command that doesn't end by itself. */
    static ChildProcess start(String namespace, Path socket, Path log, String... arguments) {
        return ChildProcess.start(arguments[0], log, environment(socket), words(Optional.of(namespace), arguments));
    }

    private static Map<String, String> environment(Path socket) {
        return Map.of("VIP_AGENT_SOCKET", socket.toString());
    }

    private static List<String> words(Optional<String> namespace, String... arguments) {
        List<String> words = new ArrayList<>();
        namespace.ifPresent(name -> words.addAll(List.of("ip", "netns", "exec", name)));
        words.addAll(AgentProcess.java());
        words.addAll(List.of(arguments));
        return words;
    }
}
