package io.vipoperator.node.net;

import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.vrrp.Family;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Opens and closes sockets as the set of NICs changes that are listened on. Owned by the netlink thread. */
final class Listening {
    private static final Set<Family> EVERY_FAMILY = EnumSet.allOf(Family.class);

    private final VrrpSockets sockets;
    private final Consumer<KernelEvent> events;
    private final IntFunction<String> names;
    private final Runnable meanwhile;
    private final Set<Integer> toOpen = new HashSet<>();

    /** Meanwhile is done after each opening, which may have waited long for the RTNL lock. */
    Listening(VrrpSockets sockets, Consumer<KernelEvent> events, IntFunction<String> names, Runnable meanwhile) {
        this.sockets = sockets;
        this.events = events;
        this.names = names;
        this.meanwhile = meanwhile;
    }

    /** Exactly on these from now on; what could not be had before is tried again. */
    void on(Set<Integer> interfaceIndexes) {
        toOpen.retainAll(interfaceIndexes);
        for (int index : sockets.opened()) {
            if (!interfaceIndexes.contains(index)) {
                sockets.retire(index);
            }
        }
        for (int index : interfaceIndexes) {
            if (!toOpen.contains(index) && !sockets.families(index).containsAll(EVERY_FAMILY)) {
                open(index);
                meanwhile.run();
            }
        }
    }

    /**
     * The kernel has forgotten who had joined which group on these NICs: joins again, once the former sockets are closed. They
     * would leave the group in the name of the new ones.
     */
    void again(Set<Integer> interfaceIndexes) {
        for (int index : interfaceIndexes) {
            if (sockets.opened().contains(index)) {
                sockets.retire(index);
                toOpen.add(index);
            }
        }
    }

    /** What was retired is closed. */
    void closed() {
        toOpen.forEach(this::open);
        toOpen.clear();
    }

    private void open(int index) {
        try {
            var failures = sockets.open(index);
            if (failures.size() < EVERY_FAMILY.size()) {
                events.accept(new KernelEvent.Listening(index, sockets.families(index)));
            }
            failures.forEach((family, failure) -> tellFailed(index, Set.of(family), failure));
        } catch (NativeException e) {
            tellFailed(index, EVERY_FAMILY, e);
        }
    }

    private void tellFailed(int index, Set<Family> families, NativeException failure) {
        events.accept(
                new KernelEvent.ListeningFailed(index, families, names.apply(index) + ": " + failure.getMessage()));
    }
}
