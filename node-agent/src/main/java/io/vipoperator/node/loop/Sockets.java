package io.vipoperator.node.loop;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** On which NICs the node sends and receives, and where it could not. The loop's thread only. */
final class Sockets {
    private static final long RETRY_NANOS = 10_000_000_000L;

    private final Kernel kernel;
    private Set<Integer> wanted = Set.of();
    private final Set<Integer> ready = new HashSet<>();
    private final Map<Integer, String> failures = new HashMap<>();
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
        ready.retainAll(wanted);
        failures.keySet().retainAll(wanted);
        kernel.listenOn(wanted);
    }

    void listening(int interfaceIndex) {
        if (wanted.contains(interfaceIndex)) {
            ready.add(interfaceIndex);
            failures.remove(interfaceIndex);
        }
    }

    void failed(int interfaceIndex, String message, long nowNanos) {
        if (wanted.contains(interfaceIndex)) {
            ready.remove(interfaceIndex);
            failures.put(interfaceIndex, message);
            retryAtNanos = Math.min(retryAtNanos, nowNanos + RETRY_NANOS);
        }
    }

    boolean isReady(int interfaceIndex) {
        return ready.contains(interfaceIndex);
    }

    Optional<String> failure(int interfaceIndex) {
        return Optional.ofNullable(failures.get(interfaceIndex));
    }

    long deadlineNanos() {
        return retryAtNanos;
    }

    /** Asks once more for the sockets that could not be had: taken out and put in again, they are new to the kernel port. */
    void retry(long nowNanos) {
        if (nowNanos < retryAtNanos) {
            return;
        }
        retryAtNanos = Long.MAX_VALUE;
        if (!failures.isEmpty()) {
            Set<Integer> had = new HashSet<>(wanted);
            had.removeAll(failures.keySet());
            kernel.listenOn(Set.copyOf(had));
            kernel.listenOn(wanted);
        }
    }
}
