package io.vipoperator.node.layers.planted.health;

import io.vipoperator.node.layers.planted.loop.RollsDice;

/** Breaks a rule on purpose: verdicts are told to whoever listens. */
final class TellsTheLoop {
    RollsDice loop() {
        return new RollsDice();
    }
}
