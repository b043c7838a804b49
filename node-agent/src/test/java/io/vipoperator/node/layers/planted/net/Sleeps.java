package io.vipoperator.node.layers.planted.net;

/** Breaks a rule on purpose: nothing sleeps. */
public final class Sleeps {
    /** Wastes a millisecond. */
    public void rest() throws InterruptedException {
        Thread.sleep(1);
    }
}
