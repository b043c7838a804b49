package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks an address every millisecond and remembers what came back. One thread sends, one receives; the methods are for any thread.
 *
 * <p>Where the sender itself comes late it skips probes rather than send a burst: what the machine's stall hid is not measured.
 */
final class Prober implements AutoCloseable {
    private static final long PERIOD_NANOS = 1_000_000;

    /** Some four minutes, a power of two. */
    private static final int REMEMBERED = 1 << 18;

    /** Without an answer for so long nobody holds the address. */
    private static final long SILENCE_NANOS = 30_000_000;

    private final AtomicLongArray sent = new AtomicLongArray(REMEMBERED);
    private final AtomicLongArray answered = new AtomicLongArray(REMEMBERED);
    private final AtomicLongArray answeredBy = new AtomicLongArray(REMEMBERED);
    private final AtomicInteger count = new AtomicInteger();
    private final DatagramChannel channel;
    private final InetSocketAddress target;
    private final Thread sender;
    private final Thread receiver;
    private volatile boolean closed;
    private volatile long lastAnswerNanos;
    private volatile int lastAnswerBy;

    /**
     * Starts probing.
     *
     * @param name of the threads
     */
    Prober(String name, String address) {
        target = new InetSocketAddress(address, Echo.PORT);
        try {
            channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.bind(null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a UDP socket", e);
        }
        sender = Thread.ofPlatform().name(name + "-s").daemon().start(this::send);
        receiver = Thread.ofPlatform().name(name + "-r").daemon().start(this::receive);
    }

    private void send() {
        RealTime.raiseCurrentThread();
        ByteBuffer probe = ByteBuffer.allocateDirect(Echo.PROBE_BYTES);
        long dueNanos = System.nanoTime();
        for (int sequence = 0; !closed; sequence++) {
            Wait.untilNanos(dueNanos);
            probe.clear().putInt(0, sequence);
            int slot = sequence & (REMEMBERED - 1);
            answered.set(slot, 0);
            answeredBy.set(slot, 0);
            long now = System.nanoTime();
            sent.set(slot, now);
            count.set(sequence + 1);
            sendProbe(probe);
            dueNanos = Math.max(dueNanos + PERIOD_NANOS, now);
        }
    }

    private void sendProbe(ByteBuffer probe) {
        try {
            channel.send(probe, target);
        } catch (IOException e) {
            // No route or no neighbour: it counts as lost, and the next one is due in a millisecond.
            LockSupport.parkNanos(PERIOD_NANOS / 10);
        }
    }

    private void receive() {
        RealTime.raiseCurrentThread();
        ByteBuffer answer = ByteBuffer.allocateDirect(Echo.PROBE_BYTES);
        while (!closed) {
            answer.clear();
            try {
                channel.receive(answer);
            } catch (AsynchronousCloseException e) {
                return;
            } catch (IOException e) {
                // An ICMP error of an earlier probe.
                continue;
            }
            long now = System.nanoTime();
            int slot = answer.getInt(0) & (REMEMBERED - 1);
            int by = answer.get(Echo.SIGNATURE_OFFSET);
            answered.set(slot, now);
            answeredBy.set(slot, by);
            lastAnswerBy = by;
            lastAnswerNanos = now;
        }
    }

    /** The host that answers at this moment; false for all hosts while nobody does. */
    boolean isAnsweredBy(Host host) {
        return lastAnswerBy == host.number() && System.nanoTime() - lastAnswerNanos < SILENCE_NANOS;
    }

    /** The probes sent since, oldest first; the very last ones may not have their answers yet. */
    List<Probe> since(long nanos) {
        int end = count.get();
        int begin = end;
        while (begin > 0 && end - begin < REMEMBERED - 1 && sent.get((begin - 1) & (REMEMBERED - 1)) >= nanos) {
            begin--;
        }
        List<Probe> probes = new ArrayList<>(end - begin);
        for (int sequence = begin; sequence < end; sequence++) {
            int slot = sequence & (REMEMBERED - 1);
            probes.add(new Probe(sent.get(slot), answered.get(slot), (int) answeredBy.get(slot)));
        }
        return probes;
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
            sender.join();
            receiver.join();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a UDP socket", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
