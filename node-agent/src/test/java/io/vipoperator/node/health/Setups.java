package io.vipoperator.node.health;

import java.util.List;

/** Checks as the tests want them: one second, 300 ms timeout, rise 2, fall 3, and nothing known at first. */
final class Setups {
    static final long SECOND = 1_000_000_000L;

    private Setups() {}

    static CheckSetup check(String name) {
        return check(name, Standing.UNKNOWN);
    }

    static CheckSetup check(String name, Standing initial) {
        return timed(name, SECOND, 300_000_000L, initial, probing("127.0.0.1"));
    }

    static CheckSetup timed(String name, long intervalNanos, long timeoutNanos, Standing initial, Probe probe) {
        return new CheckSetup(name, "uid-" + name, 1, intervalNanos, timeoutNanos, 2, 3, initial, probe);
    }

    static Probe probing(String host) {
        return new Probe.Dns(host, 53, "example.org", "A", List.of());
    }
}
