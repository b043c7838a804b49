package io.vipoperator.node.net;

import io.vipoperator.node.loop.NanoClock;

/** CLOCK_MONOTONIC: HotSpot reads it for {@code nanoTime}, unchanged, and {@link EpollWaiter}'s timer counts on it. */
public final class LinuxClock implements NanoClock {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
