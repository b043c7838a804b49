package io.vipoperator.node.net;

import io.vipoperator.node.loop.KernelEvent;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Opens and closes sockets as the set of NICs changes that are listened on. Owned by the netlink thread. */
final class Listening {
    private final VrrpSockets sockets;
    private final Consumer<KernelEvent> events;
    private final IntFunction<String> names;
    private final Runnable meanwhile;

    /** Meanwhile is done after each opening, which may have waited long for the RTNL lock. */
    Listening(VrrpSockets sockets, Consumer<KernelEvent> events, IntFunction<String> names, Runnable meanwhile) {
        this.sockets = sockets;
        this.events = events;
        this.names = names;
        this.meanwhile = meanwhile;
    }

    /** Exactly on these from now on. */
    void on(Set<Integer> interfaceIndexes) {
        for (int index : sockets.opened()) {
            if (!interfaceIndexes.contains(index)) {
                sockets.retire(index);
            }
        }
        for (int index : interfaceIndexes) {
            if (!sockets.opened().contains(index)) {
                open(index);
                meanwhile.run();
            }
        }
    }

    private void open(int index) {
        try {
            sockets.open(index);
            events.accept(new KernelEvent.Listening(index));
        } catch (NativeException e) {
            events.accept(new KernelEvent.ListeningFailed(index, names.apply(index) + ": " + e.getMessage()));
        }
    }
}
