package io.vipoperator.node.layers.planted.net;

import io.vipoperator.node.layers.planted.agent.BuildsNet;

/** Breaks a rule on purpose: nobody sees agent, and the two see each other. */
public final class SeesTheAgent {
    /** Goes up a layer. */
    public Sleeps up() {
        return new BuildsNet().build();
    }
}
