package io.vipoperator.node.loop;

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

    /** A router changes its state for the first time; one that takes the place of another comes after it. */
    void started(RouterKey router, RouterTally tally) {
        if (!tally.started) {
            tally.started = true;
            byRouter.put(router, tally);
        }
    }

    /** A router is no longer run; the tally of one that has taken its place stays. */
    void stopped(RouterKey router, RouterTally tally) {
        byRouter.remove(router, tally);
    }
}
