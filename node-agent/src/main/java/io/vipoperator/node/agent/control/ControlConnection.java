package io.vipoperator.node.agent.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;

/** The other end of the control socket: one request, then lines. Used by one thread. */
public final class ControlConnection implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Queue<ControlAnswer> answers = new ArrayDeque<>();

    private ControlConnection(SocketChannel channel, Selector selector) {
        this.channel = channel;
        this.selector = selector;
    }

    /** What {@link #next} found. */
    public sealed interface Received {
        /** A line. */
        record Line(ControlAnswer answer) implements Received {}

        /** Nothing, for as long as that. */
        record Silence() implements Received {}

        /** The agent has hung up: everything is said, or it has ended. */
        record End() implements Received {}
    }

    /**
     * Asks the agent that listens there.
     *
     * @throws IOException if none does
     */
    public static ControlConnection ask(Path socket, ControlRequest request) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        try {
            channel.write(ByteBuffer.wrap((request.line() + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new ControlConnection(channel, selector);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The next line.
     *
     * @param timeoutMilliseconds how long to wait for the next part of it; a frozen agent says nothing for ever
     * @throws IOException if the connection breaks, or what comes is no answer
     */
    public Received next(long timeoutMilliseconds) throws IOException {
        while (answers.isEmpty()) {
            selector.selectedKeys().clear();
            if (selector.select(timeoutMilliseconds) == 0) {
                return new Received.Silence();
            }
            if (channel.read(buffer.clear()) < 0) {
                return new Received.End();
            }
            split(buffer.flip());
        }
        return new Received.Line(answers.remove());
    }

    private void split(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte octet = bytes.get();
            if (octet != '\n') {
                line.write(octet);
                continue;
            }
            try {
                answers.add(ControlJson.MAPPER.readValue(line.toString(StandardCharsets.UTF_8), ControlAnswer.class));
            } catch (JsonProcessingException e) {
                throw new IOException("the agent's answer can't be read: " + e.getOriginalMessage(), e);
            }
            line.reset();
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
