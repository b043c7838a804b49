package io.vipoperator.operator.write;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Ten Events at once and then one every ten seconds, per object. Confined to the thread that writes Events; time is a parameter. */
final class EventBudget {
    private static final int BURST = 10;
    private static final Duration REFILL = Duration.ofSeconds(10);
    private static final int REMEMBERED = 20_000;

    /** When the bucket would be full again. */
    private final Map<String, Instant> fullAt = new HashMap<>();

    boolean spend(String object, Instant now) {
        Instant full = fullAt.getOrDefault(object, now);
        Instant next = (full.isBefore(now) ? now : full).plus(REFILL);
        if (next.isAfter(now.plus(REFILL.multipliedBy(BURST)))) {
            return false;
        }
        if (fullAt.size() >= REMEMBERED) {
            fullAt.values().removeIf(at -> !at.isAfter(now));
        }
        fullAt.put(object, next);
        return true;
    }
}
