package io.vipoperator.node.layers.planted.agent;

import io.vipoperator.node.layers.planted.net.Sleeps;

/** Lawful by itself; one half of a cycle. */
public final class BuildsNet {
    /** Builds what the agent is made of. */
    public Sleeps build() {
        return new Sleeps();
    }
}
