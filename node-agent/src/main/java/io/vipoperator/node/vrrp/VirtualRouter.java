package io.vipoperator.node.vrrp;

import java.util.List;

/** The VRRP state machine of one virtual router (RFC 9568 section 6.4). Pure. */
public final class VirtualRouter {
    private VirtualRouter() {}

    /** The state before {@link Event.Startup}. */
    public static State initial() {
        return new State.Initialize();
    }

    /**
     * Answers one event.
     *
     * @param config in force
     * @param state until now
     * @param event that happened
     * @param nowNanos the loop's clock
     */
    public static Step step(RouterConfig config, State state, Event event, long nowNanos) {
        return new Step(state, List.of());
    }
}
