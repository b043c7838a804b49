package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Adds one router to many that run on the Active: whether they miss an advertisement, and when the new one runs. */
final class Adding {
    private static final int FIRST_VIRTUAL_ROUTER_ID = 1;
    private static final int INTERVAL_MILLISECONDS = 100;

    /** An advertisement was left out, or came so late. */
    private static final double MISSED_MILLISECONDS = 1.5 * INTERVAL_MILLISECONDS;

    private static final Duration CAPTURED_BEFORE = Duration.ofSeconds(2);
    private static final Duration CAPTURED_AFTER = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final Prober idleProber;

    /**
     * One product.
     *
     * @param runsNanos from the edit until a client was answered on the new router's address; 0 where it never was
     * @param before of the others, before the edit
     * @param after of the others, from shortly before the edit on
     * @param takeovers of the others by their Backups
     */
    record Added(
            String label,
            int routers,
            long runsNanos,
            Gaps before,
            Gaps after,
            long takeovers,
            long longestStallNanos) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "  %-12s the new one answers after %7.1f ms%s; of %d others missed an advertisement: %d (before: %d), "
                            + "longest silence %.0f ms (before: %.0f), taken over by their Backups: %d%s",
                    label,
                    runsNanos / 1e6,
                    runsNanos == 0 ? " (never)" : "",
                    routers,
                    after.routersSilentFor(MISSED_MILLISECONDS),
                    before.routersSilentFor(MISSED_MILLISECONDS),
                    after.worstMilliseconds(),
                    before.worstMilliseconds(),
                    takeovers,
                    longestStallNanos == 0 ? "" : String.format(Locale.ROOT, "   * %.0f ms", longestStallNanos / 1e6));
        }
    }

    Adding(Path folder, Prober idleProber) {
        this.folder = folder;
        this.idleProber = idleProber;
    }

    Added measure(Speaker.Kind kind, int routers) {
        RouterSetup setup = RouterSetup.of(routers, FIRST_VIRTUAL_ROUTER_ID, INTERVAL_MILLISECONDS);
        Path before = folder.resolve("adding-" + kind.label() + "-before.advertisements");
        Path after = folder.resolve("adding-" + kind.label() + ".advertisements");
        try (Pair pair = Pair.start(kind, setup)) {
            try (Prober prober = new Prober("adding", RouterSetup.address(routers))) {
                pair.awaitOneActive(prober);
            }
            Wait.during(CAPTURED_AFTER);
            capture(before, () -> Wait.during(CAPTURED_AFTER));
            long fromNanos = System.nanoTime();
            long[] runsNanos = {0};
            capture(after, () -> runsNanos[0] = add(pair, setup));
            List<String> seen = Files.readAllLines(after);
            return new Added(
                    kind.label(),
                    routers,
                    runsNanos[0],
                    Gaps.of(Files.readAllLines(before), Segment.ONE.address()),
                    Gaps.of(seen, Segment.ONE.address()),
                    FalseFailovers.takeovers(seen).values().stream()
                            .mapToLong(Long::longValue)
                            .sum(),
                    Stalls.of(idleProber.since(fromNanos)).longestNanos());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what was captured in " + folder, e);
        }
    }

    /** On host one only, and so without anybody to hear: it answers when it has waited for one in vain. */
    private static long add(Pair pair, RouterSetup setup) {
        Wait.during(CAPTURED_BEFORE);
        try (Sweep sweep = new Sweep(List.of(RouterSetup.address(FIRST_VIRTUAL_ROUTER_ID + setup.routers())))) {
            pair.one().edit(setup.withPriority(RouterSetup.ACTIVE_PRIORITY).withRouters(setup.routers() + 1));
            Sweep.Answers answers = sweep.ask(Segment.ONE, LIMIT);
            Wait.during(CAPTURED_AFTER);
            return answers.lastNanos();
        }
    }

    private static void capture(Path file, Runnable meanwhile) {
        Process tcpdump = Segment.startCapture(ProcessBuilder.Redirect.to(file.toFile()));
        try {
            meanwhile.run();
        } finally {
            Command.kill(tcpdump);
        }
    }
}
