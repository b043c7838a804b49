package io.vipoperator.node.layers.planted.vrrp;

/** Breaks a rule on purpose: in the protocol, time is a parameter. */
final class ReadsTheClock {
    long now() {
        return System.nanoTime();
    }
}
