package io.vipoperator.e2e.vip;

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
