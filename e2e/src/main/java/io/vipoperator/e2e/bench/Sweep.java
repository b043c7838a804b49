package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Asks many addresses until the successor answers for each of them. One thread receives, the caller's sends; an address that has answered
 * is not asked any more, so that asking costs the machine little.
 */
final class Sweep implements AutoCloseable {
    private static final long PERIOD_NANOS = 20_000_000;
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private final List<InetSocketAddress> targets;
    private final DatagramChannel channel;
    private final Thread receiver;
    private final AtomicLongArray answeredNanos;
    private volatile boolean closed;
    private volatile int expected;

    /**
     * What came of it.
     *
     * @param firstNanos from the strike until the first address was answered by the successor
     * @param lastNanos until the last one was
     * @param missing addresses that never were
     */
    record Answers(long firstNanos, long lastNanos, int missing) {}

    Sweep(List<String> addresses) {
        targets = addresses.stream()
                .map(address -> new InetSocketAddress(address, Echo.PORT))
                .toList();
        answeredNanos = new AtomicLongArray(targets.size());
        try {
            channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            channel.bind(null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a UDP socket", e);
        }
        receiver = Thread.ofPlatform().name("sweep-r").daemon().start(this::receive);
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
            if (answer.get(Echo.SIGNATURE_OFFSET) == expected) {
                answeredNanos.compareAndSet(answer.getInt(0), 0, System.nanoTime());
            }
        }
    }

    /** Whether the host answers for all addresses, in time. The client knows all neighbours then. */
    boolean isAnsweredBy(Host host) {
        return ask(host, WARM_UP).missing() == 0;
    }

    /** Asks from now on until the host has answered for all addresses. */
    Answers ask(Host host, Duration limit) {
        long begin = System.nanoTime();
        expected = 0;
        for (int i = 0; i < targets.size(); i++) {
            answeredNanos.set(i, 0);
        }
        expected = host.number();
        ByteBuffer probe = ByteBuffer.allocateDirect(Echo.PROBE_BYTES);
        long dueNanos = begin;
        while (askOnce(probe) && System.nanoTime() - begin < limit.toNanos()) {
            dueNanos = Math.max(dueNanos + PERIOD_NANOS, System.nanoTime());
            Wait.untilNanos(dueNanos);
        }
        return answers(begin);
    }

    /** Whether an answer is missing. */
    private boolean askOnce(ByteBuffer probe) {
        boolean missing = false;
        for (int i = 0; i < targets.size(); i++) {
            if (answeredNanos.get(i) == 0) {
                missing = true;
                try {
                    channel.send(probe.clear().putInt(0, i).position(0), targets.get(i));
                } catch (IOException noNeighbour) {
                    // It is asked again in the next round.
                    missing = true;
                }
            }
        }
        return missing;
    }

    private Answers answers(long begin) {
        long first = Long.MAX_VALUE;
        long last = 0;
        int missing = 0;
        for (int i = 0; i < targets.size(); i++) {
            long nanos = answeredNanos.get(i);
            if (nanos == 0) {
                missing++;
            } else {
                first = Math.min(first, nanos - begin);
                last = Math.max(last, nanos - begin);
            }
        }
        return new Answers(first, last, missing);
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
            receiver.join();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a UDP socket", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
