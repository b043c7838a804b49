package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.probe.ProbeEvent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a test measured, as a line of one table that is printed among the tests' output: {@code grep '^| e2e'} finds it. */
public final class Measured {

    /**
     * Two nodes may both have an address for some milliseconds of a planned move. Far less than a dead agent's address lives, and more
     * than a machine that stands still for a moment adds: what is wrong must fail a test, not what is slow.
     */
    static final double HAND_OVER_MILLIS = 500;

    private Measured() {}

    /** Prints the line. */
    public static void print(String what, String figures) {
        System.out.printf(Locale.ROOT, "| e2e | %-72s | %s |%n", what, figures);
    }

    /** A machine that stood still for so long may have lost all that was asked meanwhile. */
    private static final double STALL_MILLIS = 100;

    /** One that stood still for longer than a hand-over keeps the address for what is in flight, what was in flight. */
    private static final double GRACE_MILLIS = 10;

    private static final double IN_FLIGHT = 3;

    /** Ends the probe and asserts that each of its questions was answered, but for those of a stall of this machine; prints what it saw. */
    static void assertNothingLost(String what, AddressProbe probe) {
        String losses = losses(probe);
        ProbeEvent.Ended ended = probe.end();
        String figures = String.format(
                Locale.ROOT,
                "%d of %d questions lost, longest stall of the client %.0f ms",
                ended.lost(),
                ended.sent(),
                ended.stallMillis());
        print(what, figures);
        double inFlight = ended.stallMillis() < GRACE_MILLIS ? 0 : IN_FLIGHT;
        double forgiven = ended.stallMillis() < STALL_MILLIS ? inFlight : ended.stallMillis();
        assertThat((double) ended.lost())
                .as("%s: %s; %s", what, figures, losses)
                .isLessThanOrEqualTo(forgiven);
    }

    /** The client's losses in words. */
    static String losses(AddressProbe probe) {
        List<ProbeEvent.Gap> gaps = probe.gaps();
        if (gaps.isEmpty()) {
            return "client lost nothing";
        }
        return "client lost "
                + gaps.stream()
                        .map(gap ->
                                String.format(Locale.ROOT, "%.0f ms (%s -> %s)", gap.gapMillis(), gap.from(), gap.to()))
                        .collect(Collectors.joining(", "));
    }

    /** All the client's losses, in milliseconds. */
    static double lostMillis(AddressProbe probe) {
        return probe.gaps().stream().mapToDouble(ProbeEvent.Gap::gapMillis).sum();
    }
}
