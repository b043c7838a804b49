package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nginx on one host, which the checks ask: one process, so that its end is one moment. Owned by the benchmark's main thread. */
final class WebServer implements AutoCloseable {
    static final int PORT = 8088;
    static final String PATH = "/healthz";

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final int CONNECT_MILLISECONDS = 200;

    /** The line of stub_status that counts: connections accepted, handled, and requests. */
    private static final Pattern COUNTS = Pattern.compile("\\s(\\d+) (\\d+) (\\d+)\\s");

    private final Host host;
    private final Path configuration;
    private final Path log;
    private Process process;

    WebServer(Host host, Path folder) {
        this.host = host;
        configuration = folder.resolve("nginx-" + host.name() + ".conf");
        log = folder.resolve("nginx-" + host.name() + ".log");
    }

    /** Returns when it answers. */
    void start() {
        try {
            Files.writeString(configuration, """
                    daemon off;
                    master_process off;
                    error_log %s;
                    pid %s.pid;
                    events {
                        worker_connections 4096;
                    }
                    http {
                        access_log off;
                        server {
                            listen %d backlog=4096;
                            location = %s { return 200 "well\\n"; }
                            location = /count { stub_status; }
                        }
                    }
                    """.formatted(log, configuration, PORT, PATH));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        process = Command.start(
                host,
                ProcessBuilder.Redirect.appendTo(log.toFile()),
                List.of("nginx", "-e", log.toString(), "-c", configuration.toString()));
        if (!Wait.until(START_LIMIT, this::isConnectable)) {
            throw new IllegalStateException(
                    "nginx on host " + host.name() + " did not answer within " + START_LIMIT + ": see " + log);
        }
    }

    private boolean isConnectable() {
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx on host " + host.name() + " has ended by itself: see " + log);
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host.address(), PORT), CONNECT_MILLISECONDS);
            return true;
        } catch (IOException e) {
            // Not yet.
            return false;
        }
    }

    /** At once: connections are refused from then on. No effect where it does not run. */
    void stop() {
        if (process != null) {
            Command.kill(process);
            process = null;
        }
    }

    /** Connections that it has accepted since its start. */
    long accepted() {
        String text = Command.run("curl", "--silent", "--fail", "http://" + host.address() + ":" + PORT + "/count");
        Matcher matcher = COUNTS.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("nginx on host " + host.name() + " says no counts: " + text.strip());
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public void close() {
        stop();
    }
}
