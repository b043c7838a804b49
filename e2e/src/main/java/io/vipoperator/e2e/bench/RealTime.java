package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Gives the measuring threads precedence over everything that is measured. Stateless. */
final class RealTime {
    /** Above the speakers', so that they cannot hide a loss. */
    static final int PRIORITY = 60;

    private RealTime() {}

    /** SCHED_RR for the calling thread, but not for what it starts; without the right it stays as it is. */
    static void raiseCurrentThread() {
        if (!isAllowed()) {
            return;
        }
        try {
            Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            Command.run(
                    "chrt",
                    "--rr",
                    "--reset-on-fork",
                    "--pid",
                    Integer.toString(PRIORITY),
                    thread.getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the number of this thread", e);
        }
    }

    /** Words that start a program with SCHED_RR, or without where the kernel refuses it. */
    static List<String> prefix() {
        return isAllowed() ? List.of("chrt", "--rr", Integer.toString(PRIORITY)) : List.of("nice", "-n", "-20");
    }

    static boolean isAllowed() {
        return Allowed.ANSWER;
    }

    /** Asked once. */
    private static final class Allowed {
        private static final boolean ANSWER = ask();

        private static boolean ask() {
            try {
                Command.run("chrt", "--rr", Integer.toString(PRIORITY), "true");
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        }
    }
}
