package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Gives the measuring threads precedence over everything that is measured. Stateless. */
final class RealTime {
    /** Above the speakers', so that they cannot hide a loss. */
    static final int PRIORITY = 60;

    private static final Duration THREAD_APPEARS = Duration.ofSeconds(5);

    private RealTime() {}

    /** SCHED_RR for threads of this process, found by the names that the kernel knows; without the right they stay as they are. */
    static void raise(List<String> threadNames) {
        for (String name : threadNames) {
            if (!Wait.until(THREAD_APPEARS, () -> raise(name))) {
                throw new IllegalStateException("thread " + name + " did not start");
            }
        }
    }

    private static boolean raise(String threadName) {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).strip().equals(threadName)) {
                    if (isAllowed()) {
                        Command.run(
                                "chrt",
                                "--rr",
                                "--pid",
                                Integer.toString(PRIORITY),
                                thread.getFileName().toString());
                    }
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the threads of this process", e);
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
