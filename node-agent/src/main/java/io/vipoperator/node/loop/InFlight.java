package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Event;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * Addresses whose neighbours know the successor: a router that hands over hears of it a little later than the neighbours, since
 * what they had sent before is still to be answered, and an answer leaves only from an address that is there. Longer would not
 * do: a neighbour that asks for the address meanwhile gets two answers. The loop's thread only.
 */
final class InFlight {
    static final long GRACE_NANOS = 10_000_000L;

    private record Announced(Router router, IpAddress address, long dueNanos) {}

    /** All wait equally long, so the first is due first. */
    private final Deque<Announced> waiting = new ArrayDeque<>();

    /** Somebody else has announced an address of a router that hands over. Announcements come several times. */
    void announced(Router router, IpAddress address, long nowNanos) {
        boolean known = waiting.stream()
                .anyMatch(one -> one.router() == router && one.address().equals(address));
        if (!known) {
            waiting.add(new Announced(router, address, nowNanos + GRACE_NANOS));
        }
    }

    /** When the next one is due; {@link Long#MAX_VALUE} = none waits. */
    long deadlineNanos() {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().dueNanos();
    }

    /** Tells what is due. */
    void at(long nowNanos, BiConsumer<Router, Event> tell) {
        while (deadlineNanos() <= nowNanos) {
            Announced due = waiting.removeFirst();
            tell.accept(due.router(), new Event.AnnouncedByOther(due.address()));
        }
    }
}
