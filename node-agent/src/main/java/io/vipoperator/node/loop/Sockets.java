package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** On which NICs the node sends and receives, over which families, and where it could not. The loop's thread only. */
final class Sockets {
    private static final long RETRY_NANOS = 10_000_000_000L;

    /** One family of one NIC. */
    private record Place(int interfaceIndex, Family family) {}

    private final Kernel kernel;
    private Set<Integer> wanted = Set.of();
    private final Set<Place> ready = new HashSet<>();
    private final Map<Place, String> failures = new HashMap<>();
    private long retryAtNanos = Long.MAX_VALUE;

    Sockets(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Sends and receives on exactly these from now on. */
    void want(Set<Integer> interfaceIndexes) {
        if (interfaceIndexes.equals(wanted)) {
            return;
        }
        wanted = Set.copyOf(interfaceIndexes);
        ready.removeIf(place -> !wanted.contains(place.interfaceIndex()));
        failures.keySet().removeIf(place -> !wanted.contains(place.interfaceIndex()));
        kernel.listenOn(wanted);
    }

    void listening(KernelEvent.Listening event) {
        if (wanted.contains(event.interfaceIndex())) {
            for (Family family : event.families()) {
                Place place = new Place(event.interfaceIndex(), family);
                ready.add(place);
                failures.remove(place);
            }
        }
    }

    void failed(KernelEvent.ListeningFailed event, long nowNanos) {
        if (wanted.contains(event.interfaceIndex())) {
            for (Family family : event.families()) {
                Place place = new Place(event.interfaceIndex(), family);
                ready.remove(place);
                failures.put(place, event.message());
            }
            retryAtNanos = Math.min(retryAtNanos, nowNanos + RETRY_NANOS);
        }
    }

    boolean isReady(int interfaceIndex, Family family) {
        return ready.contains(new Place(interfaceIndex, family));
    }

    Optional<String> failure(int interfaceIndex, Family family) {
        return Optional.ofNullable(failures.get(new Place(interfaceIndex, family)));
    }

    long deadlineNanos() {
        return retryAtNanos;
    }

    /** Asks once more for the sockets that could not be had. */
    void retry(long nowNanos) {
        if (nowNanos < retryAtNanos) {
            return;
        }
        retryAtNanos = Long.MAX_VALUE;
        if (!failures.isEmpty()) {
            kernel.listenOn(wanted);
        }
    }
}
