package io.vipoperator.e2e.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Sees the probes of a host's one check as they begin, so that its server can stop at a chosen moment between two of them: how long it
 * takes to notice depends on that moment, and both sides shall meet the same ones. One thread reads; the methods are for any thread.
 */
final class CheckWatch implements AutoCloseable {
    private static final String BEGINNING =
            "dst port " + WebServer.PORT + " and tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn";

    private final Host host;
    private final Process capture;
    private final Thread reader;
    private volatile long lastNanos;

    CheckWatch(Host host) {
        this.host = host;
        capture = Segment.startCapture(host, "lo", ProcessBuilder.Redirect.PIPE, BEGINNING);
        reader = Thread.ofPlatform().name("check-" + host.name()).daemon().start(this::read);
    }

    private void read() {
        RealTime.raiseCurrentThread();
        try (BufferedReader lines = capture.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("Flags [S")) {
                    lastNanos = System.nanoTime();
                }
            }
        } catch (IOException e) {
            // The capture was killed in the middle of a line, which ends it as well as the end of its output does.
            return;
        }
    }

    /** Returns when so much time has passed since a probe began. */
    void awaitMoment(int intervalMilliseconds, double shareOfInterval) {
        long before = lastNanos;
        Duration limit = Duration.ofMillis(10_000L + (10L * intervalMilliseconds));
        if (!Wait.until(limit, () -> lastNanos != before)) {
            throw new IllegalStateException("host " + host.name() + " did not ask its server within " + limit);
        }
        Wait.untilNanos(lastNanos + Math.round(shareOfInterval * intervalMilliseconds * 1e6));
    }

    @Override
    public void close() {
        Command.kill(capture);
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
