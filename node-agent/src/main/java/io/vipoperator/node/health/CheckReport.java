package io.vipoperator.node.health;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one check stands. A value for other threads.
 *
 * @param setup that it runs
 * @param standing the verdict
 * @param sinceNanos when it came to that, on the clock of the checks
 * @param message for people: what was asked and what came when it came to that, or how it fails by now
 * @param number that the file holds; empty for all other kinds, and while there is none
 * @param certificateNotAfter when the certificate ends that the server showed last; empty without TLS
 */
public record CheckReport(
        CheckSetup setup,
        Standing standing,
        long sinceNanos,
        String message,
        OptionalInt number,
        Optional<Instant> certificateNotAfter) {}
