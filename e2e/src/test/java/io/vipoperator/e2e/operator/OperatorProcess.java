package io.vipoperator.e2e.operator;

import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.E2eFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The packaged operator as a process of its own. Closing kills it. */
final class OperatorProcess implements AutoCloseable {
    private final ChildProcess process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private OperatorProcess(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static OperatorProcess start(String name, Path kubeconfig) {
        Path jar = E2eFolder.find().resolveSibling("operator/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("the operator is not built: " + jar + " must exist");
        }
        try {
            int port = freePort();
            Path log = Files.createTempFile("vip-operator-" + name + "-", ".log");
            log.toFile().deleteOnExit();
            ChildProcess process = ChildProcess.start(
                    "operator " + name,
                    log,
                    Map.of(
                            "KUBECONFIG", kubeconfig.toString(),
                            "POD_NAME", name,
                            "QUARKUS_HTTP_PORT", Integer.toString(port)),
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-Xmx128m",
                            "-jar",
                            jar.toString()));
            return new OperatorProcess(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException("operator " + name + " could not be started", e);
        }
    }

    OperatorProcess awaitReady() {
        await("operator is ready")
                .atMost(Duration.ofMinutes(2))
                .ignoreException(UncheckedIOException.class)
                .until(() -> get("/q/health/ready").statusCode() == 200);
        return this;
    }

    boolean leads() {
        return get("/q/metrics").body().lines().anyMatch("vip_leader 1.0"::equals);
    }

    HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    void terminate() {
        process.signal("TERM");
    }

    String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
