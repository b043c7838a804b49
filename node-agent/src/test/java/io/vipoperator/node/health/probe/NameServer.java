package io.vipoperator.node.health.probe;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Debian's dnsmasq as an authority for what it is told, on a free port of 127.0.0.1. */
final class NameServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/dnsmasq");

    private final Process process;
    private final int port;

    /** With options of dnsmasq, such as {@code --txt-record=name,text}. */
    NameServer(List<String> options) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IllegalStateException("these tests need dnsmasq: install the package dnsmasq-base");
        }
        port = freePort();
        var command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--pid-file=",
                "--user=root",
                "--no-resolv",
                "--no-hosts",
                "--bind-interfaces",
                "--interface=lo",
                "--except-interface=none",
                "--local=/test/",
                "--port=" + port));
        command.addAll(options);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(this::listens);
    }

    int port() {
        return port;
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("dnsmasq ended with status " + process.exitValue());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
