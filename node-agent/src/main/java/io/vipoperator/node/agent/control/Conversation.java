package io.vipoperator.node.agent.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One client of the control socket: a request of one line, then lines to it. It never waits: what the client doesn't take is
 * kept up to a limit, and a client that takes nothing for five seconds is given up. Owned by the control thread.
 */
final class Conversation {
    private static final int LONGEST_REQUEST_BYTES = 4096;
    /** One answer always fits; a watcher that is so far behind isn't read by anybody. */
    private static final int MOST_PENDING_BYTES = 256 * 1024;

    private static final int MOST_READS_AT_END = 16;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer request = ByteBuffer.allocate(LONGEST_REQUEST_BYTES);
    private final Deque<ByteBuffer> pending = new ArrayDeque<>();
    private long pendingBytes;
    private long deadlineNanos;
    private boolean asked;
    private boolean watching;
    private boolean over;

    /** The key's channel is a connected one in non-blocking mode. */
    Conversation(SocketChannel channel, SelectionKey key, long nowNanos) {
        this.channel = channel;
        this.key = key;
        this.deadlineNanos = nowNanos + PATIENCE_NANOS;
    }

    /**
     * Reads what is there.
     *
     * @return the request when its line is complete; never twice
     */
    Optional<ControlRequest> read() throws IOException {
        if (asked) {
            ByteBuffer ignored = ByteBuffer.allocate(LONGEST_REQUEST_BYTES);
            over |= channel.read(ignored) < 0;
            return Optional.empty();
        }
        int read = channel.read(request);
        int end = lineEnd();
        if (end >= 0) {
            asked = true;
            String line = new String(request.array(), 0, end, StandardCharsets.UTF_8);
            return Optional.of(ControlRequest.parse(line));
        }
        if (!request.hasRemaining()) {
            asked = true;
            return Optional.of(
                    new ControlRequest.Bad("a request must be at most " + LONGEST_REQUEST_BYTES + " bytes long"));
        }
        over |= read < 0;
        return Optional.empty();
    }

    private int lineEnd() {
        for (int i = 0; i < request.position(); i++) {
            if (request.array()[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Lines go on until somebody ends it; without this it ends with what is pending. */
    void keepOpen() {
        watching = true;
    }

    boolean watching() {
        return watching;
    }

    /** Sends a line as soon as the client takes it. */
    void say(ControlAnswer answer, long nowNanos) {
        if (pendingBytes > MOST_PENDING_BYTES) {
            over = true;
            return;
        }
        if (pending.isEmpty()) {
            deadlineNanos = nowNanos + PATIENCE_NANOS;
        }
        byte[] line = (ControlJson.write(answer) + "\n").getBytes(StandardCharsets.UTF_8);
        pending.add(ByteBuffer.wrap(line));
        pendingBytes += line.length;
    }

    /** Writes what the client takes. */
    void flush(long nowNanos) throws IOException {
        while (!pending.isEmpty()) {
            int written = channel.write(pending.peek());
            if (written == 0) {
                break;
            }
            pendingBytes -= written;
            deadlineNanos = nowNanos + PATIENCE_NANOS;
            if (!pending.peek().hasRemaining()) {
                pending.remove();
            }
        }
        key.interestOps(pending.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /** Nothing more will be said, or the client is gone or too slow. */
    boolean over(long nowNanos) {
        boolean waits = !asked || !pending.isEmpty();
        boolean answered = asked && !watching && pending.isEmpty();
        return over || answered || (waits && nowNanos - deadlineNanos > 0);
    }

    /** The client is gone. */
    void giveUp() {
        over = true;
    }

    /** Hangs up. What the client has sent beside its request is read before: the kernel would take the answer back with it. */
    void close() {
        try {
            ByteBuffer ignored = ByteBuffer.allocate(LONGEST_REQUEST_BYTES);
            for (int i = 0; i < MOST_READS_AT_END && channel.read(ignored.clear()) > 0; i++) {
                over = true;
            }
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
            over = true;
        }
    }
}
