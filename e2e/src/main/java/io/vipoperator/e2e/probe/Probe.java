package io.vipoperator.e2e.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that asks an address by UDP each millisecond, and prints a line ({@link ProbeEvent}) whenever what it sees changes. It is answered
 * by the lab's machines ({@code pause echo}), which send each datagram back with their name behind it. It ends at SIGTERM or after the given
 * seconds, with a line of sums.
 *
 * <pre>java -cp e2e/target/classes io.vipoperator.e2e.probe.Probe ADDRESS [PORT [INTERVAL_MICROSECONDS [SECONDS]]]</pre>
 *
 * Each question carries its number and its time, so that the answers alone give the timeline. Two threads: one asks, one reads and prints.
 */
public final class Probe {

    private static final int QUESTION_BYTES = 2 * Long.BYTES;
    private static final int BUFFER_BYTES = 1 << 20;
    /** For the answers to the last questions. */
    private static final long LAST_ANSWERS_NANOS = 200_000_000;

    private final DatagramChannel channel;
    private final InetSocketAddress target;
    private final long intervalNanos;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final Timeline timeline = new Timeline(System.nanoTime(), System.currentTimeMillis());
    /** When the last questions were sent, by their numbers: those of a minute at the usual interval. */
    private final AtomicLongArray sentNanos = new AtomicLongArray(1 << 16);
    /** How many were sent; of the asking thread. */
    private volatile long sent;
    /** When asking ended; {@link Long#MAX_VALUE} before. */
    private volatile long askedNanos = Long.MAX_VALUE;

    private long stallNanos;

    private Probe(InetSocketAddress target, long intervalNanos) throws IOException {
        this.target = target;
        this.intervalNanos = intervalNanos;
        this.channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.configureBlocking(false);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0 || arguments.length > 4) {
            System.err.println(
                    "usage: Probe ADDRESS [PORT (7777) [INTERVAL_MICROSECONDS (1000) [SECONDS (until SIGTERM)]]]");
            System.exit(2);
        }
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7777;
        long intervalNanos = 1000 * (arguments.length > 2 ? Long.parseLong(arguments[2]) : 1000);
        long limitNanos = arguments.length > 3 ? 1_000_000_000 * Long.parseLong(arguments[3]) : Long.MAX_VALUE;
        new Probe(new InetSocketAddress(arguments[0], port), intervalNanos).run(limitNanos);
    }

    private void run(long limitNanos) throws InterruptedException {
        Thread asking = new Thread(() -> ask(limitNanos), "ask");
        Thread reading = new Thread(this::read, "read");
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running.set(false);
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        reading.start();
        asking.start();
        asking.join();
        askedNanos = System.nanoTime();
        reading.join();
        System.out.println(timeline.ended(sent, stallNanos));
        ended.countDown();
    }

    private void ask(long limitNanos) {
        ByteBuffer question = ByteBuffer.allocateDirect(QUESTION_BYTES);
        long start = System.nanoTime();
        long due = start;
        while (running.get() && due - start < limitNanos) {
            long now = System.nanoTime();
            if (now < due) {
                LockSupport.parkNanos(due - now);
                continue;
            }
            stallNanos = Math.max(stallNanos, now - due);
            // What was missed in a stall is not made up for in a burst.
            due = Math.max(due + intervalNanos, now);
            long sequence = sent;
            sentNanos.set(slot(sequence), now);
            send(question.clear().putLong(sequence).putLong(now).flip());
            sent = sequence + 1;
        }
        running.set(false);
    }

    private int slot(long sequence) {
        return (int) (sequence % sentNanos.length());
    }

    private void send(ByteBuffer question) {
        try {
            channel.send(question, target);
        } catch (ClosedChannelException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            // The kernel can't send it (no neighbour, no route): a question without an answer, as the client counts it.
            return;
        }
    }

    private void read() {
        ByteBuffer answer = ByteBuffer.allocateDirect(2048);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (!isOver(System.nanoTime())) {
                selector.select(10);
                selector.selectedKeys().clear();
                drain(answer);
                long awaited = timeline.awaited();
                if (awaited < sent) {
                    timeline.idle(sentNanos.get(slot(awaited)), System.nanoTime())
                            .ifPresent(System.out::println);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So that what the sums call unanswered was lost, and isn't on its way. */
    private boolean isOver(long nowNanos) {
        return askedNanos != Long.MAX_VALUE
                && (timeline.answered() >= sent || nowNanos - askedNanos > LAST_ANSWERS_NANOS);
    }

    private void drain(ByteBuffer answer) throws IOException {
        while (channel.receive(answer.clear()) != null) {
            answer.flip();
            if (answer.remaining() < QUESTION_BYTES) {
                continue;
            }
            long sequence = answer.getLong();
            long sentNanos = answer.getLong();
            String server = StandardCharsets.UTF_8.decode(answer).toString();
            timeline.answer(new Timeline.Answer(sequence, sentNanos, server.isEmpty() ? "?" : server))
                    .forEach(System.out::println);
        }
    }
}
