package io.vipoperator.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that ends with this JVM, also when the JVM is killed: it asks the kernel for SIGKILL at its parent's death. The kernel means the
 * parent <em>thread</em> by that, so all of them are started by one thread that never ends. Used from any thread.
 */
public final class ChildProcess implements AutoCloseable {

    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("child-processes").factory());

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts {@code command} with standard output and error going to {@code log}; {@code environment} is added to the JVM's own. */
    public static ChildProcess start(String name, Path log, Map<String, String> environment, List<String> command) {
        List<String> dying = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
        dying.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(dying).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ChildProcess(name, onStarter(builder), log);
    }

    private static Process onStarter(ProcessBuilder builder) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return builder.start();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(
                                            "setpriv (package util-linux) could not be started", e);
                                }
                            },
                            STARTER)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("could not start " + builder.command(), e.getCause());
        }
    }

    /** Runs {@code command} to its end and returns what it printed; a status other than 0 is an {@link IllegalStateException} with it. */
    public static String run(Duration limit, List<String> command) {
        return run(limit, Map.of(), command);
    }

    /** {@link #run(Duration, List)} with {@code environment} added to the JVM's own. */
    public static String run(Duration limit, Map<String, String> environment, List<String> command) {
        Output output = tryRun(limit, environment, command);
        if (output.status() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + output.status() + ":\n"
                    + output.text() + output.errors());
        }
        return output.text();
    }

    /** Runs {@code command} to its end, whatever its status; it is killed after {@code limit}, which is an {@link IllegalStateException}. */
    public static Output tryRun(Duration limit, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = onStarter(builder);
        CompletableFuture<String> text = drain(process.getInputStream());
        CompletableFuture<String> errors = drain(process.getErrorStream());
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " ran for more than " + limit);
            }
            // A daemon that the command left behind may hold the pipes open: what has come by then is the answer.
            return new Output(process.exitValue(), text.get(5, TimeUnit.SECONDS), errors.get(5, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("could not read the output of " + command, e);
        }
    }

    private static CompletableFuture<String> drain(java.io.InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }

    /** What a finished command printed, and its exit status. */
    public record Output(int status, String text, String errors) {}

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far, errors included. */
    public String output() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the log of " + name, e);
        }
    }

    /** Sends a signal by its name, such as {@code STOP}. */
    public void signal(String signal) {
        run(Duration.ofSeconds(30), List.of("kill", "-" + signal, Long.toString(pid())));
    }

    /** Waits for its end and tells whether it came within {@code limit}. */
    public boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        process.destroyForcibly();
        if (!awaitEnd(Duration.ofSeconds(10))) {
            throw new IllegalStateException(name + " (pid " + pid() + ") did not end within 10 s of SIGKILL");
        }
    }

    @Override
    public void close() {
        kill();
    }
}
