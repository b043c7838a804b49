package io.vipoperator.node.net;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Java process in a namespace, to be killed and frozen. The pid is its own: ip replaces itself by it. */
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    ChildJvm(TestNamespace namespace, Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                namespace.name(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException e) {
            // The process was killed while it was read.
            lines.add("killed");
        }
    }

    /** Waits until the process has printed that line, wherever it stands among the others. */
    void expect(String line) {
        await("line '" + line + "'").atMost(Duration.ofSeconds(20)).until(() -> lines.contains(line));
    }

    /** Kills it and waits for its end. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    int pid() {
        return (int) process.pid();
    }

    void signal(String name) {
        TestNamespace.run(List.of("kill", "-" + name, Integer.toString(pid())));
    }

    @Override
    public void close() {
        kill();
    }
}
