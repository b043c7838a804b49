package io.vipoperator.node.health.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server on this machine that does to each client what a script says, however rude. Ends all it began when it is closed. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Script script;

    /** What happens on one connection, which is closed at the script's end. */
    interface Script {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    ScriptedServer(Script script) throws IOException {
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    /** Says that, whatever the client says, and closes. */
    static ScriptedServer saying(String text) throws IOException {
        return new ScriptedServer((in, out) -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            in.read();
        });
    }

    /** Says that, then nothing more, and keeps the connection. */
    static ScriptedServer hangingAfter(String text) throws IOException {
        return new ScriptedServer((in, out) -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            untilClosed(in);
        });
    }

    /** Says that again and again. */
    static ScriptedServer floodingAfter(String first, String again) throws IOException {
        byte[] octets = again.repeat(Math.max(1, 8_192 / again.length())).getBytes(StandardCharsets.UTF_8);
        return new ScriptedServer((in, out) -> {
            out.write(first.getBytes(StandardCharsets.UTF_8));
            while (!Thread.interrupted()) {
                out.write(octets);
            }
        });
    }

    static void untilClosed(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections that the client has not closed. */
    int open() {
        return clients.size();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                clients.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed by the test.
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            script.serve(client.getInputStream(), client.getOutputStream());
        } catch (IOException e) {
            // The client has gone, as it should.
            return;
        } finally {
            clients.remove(client);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
