package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts programs, in the network namespace of a host where one is given. Stateless. */
final class Command {
    private Command() {}

    /** Runs a program to its end and returns what it printed; a failure names the command and what it said. */
    static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        "'" + String.join(" ", command) + "' ended with " + status + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run '" + String.join(" ", command) + "'", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while '" + String.join(" ", command) + "' ran", e);
        }
    }

    /** As {@link #run}, for the ip program, whose arguments come as one line. */
    static void ip(String arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ", -1)));
        run(command.toArray(String[]::new));
    }

    /** Starts a daemon in the host's network namespace; its process is the program itself, not a wrapper. */
    static Process start(Host host, ProcessBuilder.Redirect output, List<String> command) {
        List<String> inside = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + host.namespace()));
        inside.addAll(command);
        try {
            return new ProcessBuilder(inside)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start '" + String.join(" ", inside) + "'", e);
        }
    }

    /** Whether the process runs that program. */
    static boolean isProgram(String pid, String program) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip().equals(program);
        } catch (IOException e) {
            // It has ended meanwhile.
            return false;
        }
    }

    /** Kills a process that the benchmark started, and waits for its end. */
    static void kill(Process process) {
        process.destroyForcibly();
        awaitEnd(process, 10);
    }

    /** Whether the process ended in time. */
    static boolean awaitEnd(Process process, long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
