package io.vipoperator.node.layers.planted.loop;

import io.vipoperator.node.layers.planted.net.Sleeps;

/** Breaks a rule on purpose: the loop sees ports, not their Linux side. */
final class SeesNet {
    void down() throws InterruptedException {
        new Sleeps().rest();
    }
}
