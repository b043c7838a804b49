package io.vipoperator.e2e.agent;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The packaged agent as users start it without Kubernetes: a process with a state file, in a network namespace. */
final class AgentProcess implements AutoCloseable {
    private static final Path JAR = Path.of("..", "node-agent", "target", "quarkus-app", "quarkus-run.jar");

    private final Process process;
    private final Path log;

    private AgentProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts an agent.
     *
     * @param namespace to start it in; empty = where the test runs
     * @param log file for what it prints
     */
    static AgentProcess start(Optional<String> namespace, Path log, String... arguments) {
        List<String> command = new ArrayList<>();
        namespace.ifPresent(name -> command.addAll(List.of("ip", "netns", "exec", name)));
        command.addAll(java());
        command.addAll(Arrays.asList(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().remove("NODE_NAME");
            // Not where an agent of this machine would listen.
            builder.environment().put("VIP_AGENT_SOCKET", socket(log).toString());
            return new AgentProcess(builder.redirectOutput(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words before its own arguments. */
    static List<String> java() {
        if (!Files.isRegularFile(JAR)) {
            throw new IllegalStateException(
                    JAR.toAbsolutePath().normalize() + " must exist: package the module node-agent first");
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx48m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString());
    }

    /** Where the agent with that log can be asked what it does. */
    static Path socket(Path log) {
        return log.resolveSibling(log.getFileName() + ".sock");
    }

    /** Any signal by its name, as {@code HUP}. */
    void signal(String name) {
        run("kill", "-" + name, Long.toString(process.pid()));
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** The exit code, for which it waits at most ten seconds. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the agent did not end; it printed:\n" + output());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end and gives what it printed. */
    static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly()
                .onExit()
                .completeOnTimeout(process, 10, TimeUnit.SECONDS)
                .join();
    }
}
