package io.vipoperator.node.health.probe;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real nginx with the given configuration, which ends with the test. */
final class Nginx implements AutoCloseable {
    private final Process process;
    private final Path directory;

    /**
     * Starts it, and waits until it listens.
     *
     * @param blocks of the configuration beside events
     */
    Nginx(Path directory, int port, String... blocks) throws IOException {
        this.directory = directory;
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, """
                %s
                daemon off;
                user root;
                worker_processes 1;
                pid %s/nginx.pid;
                error_log %s/error.log info;
                events { worker_connections 1024; }
                %s
                """.formatted(
                        "load_module /usr/lib/nginx/modules/ngx_mail_module.so;",
                        directory,
                        directory,
                        String.join("\n", blocks)));
        process = new ProcessBuilder(
                        "nginx",
                        "-p",
                        directory.toString(),
                        "-e",
                        directory + "/error.log",
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nginx.out").toFile())
                .start();
        await("nginx listens: " + directory)
                .atMost(Duration.ofSeconds(20))
                .until(() -> !process.isAlive() || listens(port));
        if (!process.isAlive()) {
            throw new IOException("nginx did not start: " + Files.readString(directory.resolve("nginx.out"))
                    + Files.readString(directory.resolve("error.log")));
        }
    }

    /** A port that is free now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("access.log"));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Its worker ends with it: that is what a SIGTERM means to nginx. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
