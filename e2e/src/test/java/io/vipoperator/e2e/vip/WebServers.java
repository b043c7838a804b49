package io.vipoperator.e2e.vip;

import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real nginx on each node, in the node's own network: {@code /} answers with the node's name, {@code /healthz} is what checks ask and
 * can be made to fail without a reload. They are no processes of the node: who cuts its power stops its nginx too.
 */
final class WebServers implements AutoCloseable {

    /** How {@code /healthz} answers. */
    enum Health {
        FINE,
        /** 503, always. */
        FAILING,
        /** 503 to every second connection. */
        EVERY_SECOND_FAILS,
        /** 503 to five connections, then 200 to five. */
        FIVE_FAIL_FIVE_ARE_FINE
    }

    private final Cluster cluster;
    private final int port;
    private final Path folder;
    private final Map<String, ChildProcess> running = new HashMap<>();

    private WebServers(Cluster cluster, int port, Path folder) {
        this.cluster = cluster;
        this.port = port;
        this.folder = folder;
    }

    /** Starts one on each node, on all of its addresses. */
    static WebServers start(Cluster cluster, int port) {
        try {
            WebServers servers = new WebServers(cluster, port, Files.createTempDirectory("vip-nginx-"));
            cluster.nodes().forEach(servers::start);
            return servers;
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for nginx", e);
        }
    }

    /** Starts the one of {@code node}, as it was, and returns when it answers. */
    void start(String node) {
        Path home = folder.resolve(node);
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("nginx.conf"), configuration(node, home));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the configuration of nginx on " + node, e);
        }
        List<String> command = List.of(
                "nginx",
                "-p",
                home.toString(),
                "-e",
                home + "/error.log",
                "-c",
                home.resolve("nginx.conf").toString());
        ChildProcess nginx = ChildProcess.start(
                "nginx on " + node, home.resolve("output"), Map.of(), cluster.inNetworkOf(node, command));
        running.put(node, nginx);
        List<String> ask = cluster.inNetworkOf(
                node, List.of("curl", "--silent", "--fail", "--max-time", "2", "http://127.0.0.1:" + port + "/"));
        await("nginx answers on " + node).atMost(TestVip.LONG).until(() -> {
            if (!nginx.isAlive()) {
                throw new IllegalStateException(
                        "nginx on " + node + " ended: " + nginx.output() + read(home.resolve("error.log")));
            }
            return ChildProcess.tryRun(TestVip.LONG, Map.of(), ask).status() == 0;
        });
    }

    /** One process, so that nothing of it is left when it is killed; $connection counts connections, and a check makes one a probe. */
    private String configuration(String node, Path home) {
        return """
                daemon off;
                master_process off;
                user root;
                pid %2$s/pid;
                events { worker_connections 256; }
                http {
                  log_format checks $status;
                  access_log off;
                  client_body_temp_path %2$s/body;
                  proxy_temp_path %2$s/proxy;
                  fastcgi_temp_path %2$s/fastcgi;
                  uwsgi_temp_path %2$s/uwsgi;
                  scgi_temp_path %2$s/scgi;
                  map $connection $every_second { "~[13579]$" 1; default 0; }
                  map $connection $five_of_ten { "~[01234]$" 1; default 0; }
                  server {
                    listen %3$d;
                    location = / { return 200 %1$s; }
                    location = /healthz {
                      access_log %2$s/checks.log checks;
                      if (-f %2$s/FAILING) { return 503; }
                      if (-f %2$s/EVERY_SECOND_FAILS) { rewrite ^ /every-second last; }
                      if (-f %2$s/FIVE_FAIL_FIVE_ARE_FINE) { rewrite ^ /five-of-ten last; }
                      return 200;
                    }
                    location = /every-second {
                      internal;
                      access_log %2$s/checks.log checks;
                      if ($every_second) { return 503; }
                      return 200;
                    }
                    location = /five-of-ten {
                      internal;
                      access_log %2$s/checks.log checks;
                      if ($five_of_ten) { return 503; }
                      return 200;
                    }
                  }
                }
                """.formatted(node, home, port);
    }

    /** Ends the one of {@code node}: connections are refused. */
    void stop(String node) {
        ChildProcess nginx = running.remove(node);
        nginx.signal("TERM");
        if (!nginx.awaitEnd(TestVip.LONG)) {
            throw new IllegalStateException(nginx.name() + " did not end by SIGTERM");
        }
    }

    /** From the next probe on; all nodes but this one stay as they are. */
    void answer(String node, Health health) {
        Path home = folder.resolve(node);
        try {
            for (Health other : Health.values()) {
                if (other != health) {
                    Files.deleteIfExists(home.resolve(other.name()));
                }
            }
            if (health != Health.FINE) {
                Files.writeString(home.resolve(health.name()), "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not tell nginx on " + node + " to be " + health, e);
        }
    }

    /** {@link #answer(String, Health)}, of all nodes. */
    void answerEverywhere(Health health) {
        cluster.nodes().forEach(node -> answer(node, health));
    }

    /** How many probes of {@code node} got this status so far. */
    long answers(String node, int status) {
        return read(folder.resolve(node).resolve("checks.log"))
                .lines()
                .filter(Integer.toString(status)::equals)
                .count();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file, e);
        }
    }

    @Override
    public void close() {
        running.values().forEach(ChildProcess::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + folder, e);
        }
    }
}
