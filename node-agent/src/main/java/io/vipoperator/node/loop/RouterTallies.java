package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.TransitionReason;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tallies of the routers that run. Only the loop's thread changes them; any thread reads. */
public final class RouterTallies {
    private final Map<RouterKey, RouterTally> byRouter = new ConcurrentHashMap<>();

    /** The tally of the router of that name that was started last; empty before its first transition and after its last. */
    public Optional<RouterTally> of(RouterKey router) {
        return Optional.ofNullable(byRouter.get(router));
    }

    /** Keeps the tally of a router from its start to its stop. */
    void transition(RouterKey router, RouterTally tally, TransitionReason reason) {
        if (reason == TransitionReason.Stopped) {
            // Not that of a router which has taken its place.
            byRouter.remove(router, tally);
        } else {
            byRouter.put(router, tally);
        }
    }
}
