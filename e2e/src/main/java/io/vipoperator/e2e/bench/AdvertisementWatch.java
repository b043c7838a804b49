package io.vipoperator.e2e.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sees the advertisements at the bridge as they come, so that a fault can strike at a chosen moment between two of them: how long an
 * outage is depends on that moment, and both sides shall meet the same ones. One thread reads; the methods are for any thread.
 */
final class AdvertisementWatch implements AutoCloseable {
    private static final Pattern ADVERTISEMENT =
            Pattern.compile("IP (\\S+) > \\S+: VRRPv3.* vrid (\\d+), prio (\\d+),");

    private final Process capture;
    private final Thread reader;
    private final AtomicLong count = new AtomicLong();
    private final Map<String, Seen> lastBySource = new ConcurrentHashMap<>();

    /**
     * One advertisement.
     *
     * @param source address of the sender
     * @param atNanos {@link System#nanoTime} of its coming; 0 where it was read from a file
     */
    record Seen(String source, int virtualRouterID, long atNanos) {
        /** Reads a line of tcpdump; null where it says something else. */
        static Seen of(String line, long atNanos) {
            Matcher matcher = ADVERTISEMENT.matcher(line);
            return matcher.find() ? new Seen(matcher.group(1), Integer.parseInt(matcher.group(2)), atNanos) : null;
        }
    }

    AdvertisementWatch() {
        capture = Segment.startCapture(ProcessBuilder.Redirect.PIPE);
        reader = Thread.ofPlatform().name("advertisements").daemon().start(this::read);
    }

    private void read() {
        RealTime.raiseCurrentThread();
        try (BufferedReader lines = capture.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Seen seen = Seen.of(line, System.nanoTime());
                if (seen != null) {
                    lastBySource.put(seen.source(), seen);
                    count.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // The capture was killed in the middle of a line, which ends it as well as the end of its output does.
            return;
        }
    }

    /** Returns when so much time has passed since an advertisement of the host. */
    void awaitMoment(Host host, int virtualRouterID, int intervalMilliseconds, double shareOfInterval) {
        long beforeNanos = lastNanos(host, virtualRouterID);
        Duration limit = Duration.ofMillis(10_000L + (10L * intervalMilliseconds));
        boolean came = Wait.until(limit, () -> lastNanos(host, virtualRouterID) > beforeNanos);
        if (!came) {
            throw new IllegalStateException("host " + host.name() + " did not advertise within " + limit);
        }
        Wait.untilNanos(lastNanos(host, virtualRouterID) + Math.round(shareOfInterval * intervalMilliseconds * 1e6));
    }

    /** When the host last advertised; 0 where it has not yet. */
    long lastNanos(Host host, int virtualRouterID) {
        Seen seen = lastBySource.get(host.address());
        return seen == null || seen.virtualRouterID() != virtualRouterID ? 0 : seen.atNanos();
    }

    /** Advertisements seen until now, of all hosts. */
    long count() {
        return count.get();
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
