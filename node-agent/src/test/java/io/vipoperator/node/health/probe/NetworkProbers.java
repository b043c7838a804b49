package io.vipoperator.node.health.probe;

import java.util.concurrent.CompletableFuture;

/** Probers without what only the kernel does. */
final class NetworkProbers {
    private NetworkProbers() {}

    static Probers start() {
        return new Probers(
                (target, timeoutNanos) -> CompletableFuture.failedFuture(new AssertionError("nobody pings here")),
                (command, user, timeoutNanos) -> {
                    throw new AssertionError("no program runs here");
                });
    }
}
