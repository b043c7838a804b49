package io.vipoperator.node.layers.planted.health;

import java.util.concurrent.ThreadLocalRandom;

/** Breaks a rule on purpose: a check has its place in the interval by its name. */
final class JittersByChance {
    long delayNanos() {
        return ThreadLocalRandom.current().nextLong(1_000_000_000L);
    }
}
