package io.vipoperator.node.health.probe;

import java.net.PortUnreachableException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** What several probers say, in the same words. Pure. */
final class Words {
    private static final double NANOS_PER_MILLISECOND = 1_000_000.0;

    private Words() {}

    /** Such as 1500 ms, or 0.25 ms. */
    static String duration(long nanos) {
        return nanos >= TimeUnit.MILLISECONDS.toNanos(10)
                ? TimeUnit.NANOSECONDS.toMillis(nanos) + " ms"
                : String.format(Locale.ROOT, "%.2f ms", nanos / NANOS_PER_MILLISECOND);
    }

    /** What an exception says, in one line. */
    static String reason(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof PortUnreachableException) {
            // It has no message.
            return "port unreachable";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : oneLine(message);
    }

    /** Without line ends and other control characters. */
    static String oneLine(String text) {
        return text.strip().replaceAll("\\p{Cntrl}+", " ");
    }
}
