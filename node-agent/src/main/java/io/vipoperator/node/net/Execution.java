package io.vipoperator.node.net;

import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.NanoClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Carries out what {@link Holdings} decides, in its order. Owned by the netlink thread. */
final class Execution {
    private static final int ROUNDS = 16;

    private final Rtnetlink requests;
    private final NodeWatch watch;
    private final Holdings holdings;
    private final VirtualMacs virtualMacs;
    private final Consumer<KernelEvent> events;
    private final NanoClock clock;
    /** Where a removal failed, what was to be told after it is told after the next that works: the loop waits for it. */
    private final Deque<KernelEvent> untold = new ArrayDeque<>();

    Execution(
            Rtnetlink requests,
            NodeWatch watch,
            Holdings holdings,
            VirtualMacs virtualMacs,
            Consumer<KernelEvent> events,
            NanoClock clock) {
        this.virtualMacs = virtualMacs;
        this.requests = requests;
        this.watch = watch;
        this.holdings = holdings;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Decides and acts until there is nothing left to do; what is left after so many rounds waits for the next turn.
     *
     * @return whether the kernel has yet to route to an address
     */
    boolean settle(BooleanSupplier loopAwake) {
        for (int round = 0; round < ROUNDS; round++) {
            // First: addresses of a macvlan that is gone shall be put on its successor.
            virtualMacs.reconcile();
            var actions = holdings.decide(watch.node(), clock.nanoTime(), loopAwake.getAsBoolean());
            if (actions.isEmpty() && untold.isEmpty()) {
                return false;
            }
            boolean acted = of(actions);
            watch.takeIn();
            if (!acted) {
                return true;
            }
        }
        return false;
    }

    /** Does all of it; what became of it is told to {@link Holdings}. False if all of it was to wait for the kernel. */
    private boolean of(List<Action> actions) {
        boolean acted = !untold.isEmpty();
        var takeOffs = new ArrayList<AddressRequest>();
        var putOns = new ArrayList<Action.PutOn>();
        for (var action : actions) {
            acted |= !(action instanceof Action.AwaitRoute);
            switch (action) {
                case Action.TakeOff takeOff -> takeOffs.add(takeOff.request());
                case Action.PutOn putOn -> putOns.add(putOn);
                case Action.AwaitRoute await -> {
                    if (requests.delivers(await.key())) {
                        holdings.delivered(await);
                        acted = true;
                    }
                }
                case Action.Tell tell -> {
                    if (takeOffs.isEmpty() && untold.isEmpty()) {
                        events.accept(tell.event());
                    } else {
                        untold.add(tell.event());
                    }
                }
            }
        }
        takeOff(takeOffs);
        while (!untold.isEmpty()) {
            events.accept(untold.remove());
        }
        putOn(putOns);
        return acted;
    }

    /** Whether it works is seen in what the kernel tells: that it is gone already is as good. */
    private void takeOff(List<AddressRequest> takeOffs) {
        if (!takeOffs.isEmpty()) {
            requests.carryOut(takeOffs);
        }
    }

    private void putOn(List<Action.PutOn> putOns) {
        if (putOns.isEmpty()) {
            return;
        }
        virtualMacs.bringUp(putOns.stream()
                .map(putOn -> putOn.request().key().interfaceIndex())
                .collect(Collectors.toSet()));
        // The moment before, so that no lifetime is thought to be longer than it is.
        long now = clock.nanoTime();
        var answers =
                requests.carryOut(putOns.stream().map(Action.PutOn::request).toList());
        boolean exists = false;
        for (int i = 0; i < putOns.size(); i++) {
            int interfaceIndex = putOns.get(i).request().key().interfaceIndex();
            if (answers.get(i).error() == Errno.ENODEV.number() && virtualMacs.provides(interfaceIndex)) {
                // It was removed, of which the kernel will tell: there will be another one.
                continue;
            }
            holdings.answered(putOns.get(i), answers.get(i), now);
            exists |= answers.get(i).error() == Errno.EEXIST.number();
        }
        if (exists) {
            // What exists must be known before the next decision.
            watch.takeIn();
            watch.readAddresses();
        }
    }
}
