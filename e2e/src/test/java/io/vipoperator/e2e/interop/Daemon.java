package io.vipoperator.e2e.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program of a router, and how it is started.
 *
 * @param environment beside the test's own
 * @param socket which it makes, and which must be there before the next daemon starts
 */
record Daemon(String name, List<String> command, Map<String, String> environment, Optional<Path> socket) {
    Daemon {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    Daemon(String name, List<String> command, Optional<Path> socket) {
        this(name, command, Map.of(), socket);
    }
}
