package io.vipoperator.operator.write;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Since when the agents' Secret holds which key. The kubelets bring it to the nodes within their sync period, a minute and
 * a half at most; a router that runs gets a new key only after that, as it would stop without. Immutable; time is a parameter.
 *
 * @param since by digest
 */
record KeyArrivals(Map<String, Instant> since) {
    static final KeyArrivals NONE = new KeyArrivals(Map.of());
    static final Duration MOUNTED_AFTER = Duration.ofSeconds(100);

    KeyArrivals {
        since = Map.copyOf(since);
    }

    KeyArrivals seen(Set<String> held, Instant now) {
        Map<String, Instant> next = new HashMap<>();
        held.forEach(digest -> next.put(digest, since.getOrDefault(digest, now)));
        return new KeyArrivals(next);
    }

    Set<String> present() {
        return since.keySet();
    }

    /** On every node. */
    Set<String> mounted(Instant now) {
        Set<String> mounted = new TreeSet<>();
        since.forEach((digest, at) -> {
            if (!now.isBefore(at.plus(MOUNTED_AFTER))) {
                mounted.add(digest);
            }
        });
        return mounted;
    }

    Optional<Instant> wakeAt(Instant now) {
        return since.values().stream()
                .map(at -> at.plus(MOUNTED_AFTER))
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder());
    }
}
