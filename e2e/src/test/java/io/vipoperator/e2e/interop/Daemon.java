package io.vipoperator.e2e.interop;

import java.util.List;

/** A program of a router, and how it is started. */
record Daemon(String name, List<String> command) {
    Daemon {
        command = List.copyOf(command);
    }
}
