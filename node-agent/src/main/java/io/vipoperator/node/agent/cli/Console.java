package io.vipoperator.node.agent.cli;

import io.vipoperator.node.agent.control.ControlServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a command prints, and what it knows of its surroundings.
 *
 * @param out answers
 * @param err complaints
 * @param colours whether answers go to a terminal that shows colours
 * @param environment by name
 */
public record Console(
        PrintStream out, PrintStream err, boolean colours, Function<String, Optional<String>> environment) {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int MISUSED = 2;

    /** The process's own. */
    public static Console ofProcess() {
        Function<String, Optional<String>> environment =
                name -> Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
        boolean colours = isTerminal(Path.of("/proc/self/fd/1"))
                && environment.apply("NO_COLOR").isEmpty()
                && environment
                        .apply("TERM")
                        .filter(term -> !term.equals("dumb"))
                        .isPresent();
        return new Console(System.out, System.err, colours, environment);
    }

    /** The JDK doesn't tell before release 22. */
    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the agent listens: as an option says, else the environment, else the default. */
    Path socket(Optional<Path> option) {
        return option.or(() -> environment.apply("VIP_AGENT_SOCKET").map(Path::of))
                .orElse(ControlServer.DEFAULT_PATH);
    }

    /** Complains. */
    int failed(String message) {
        err.println("vip-agent: " + message);
        return FAILED;
    }
}
