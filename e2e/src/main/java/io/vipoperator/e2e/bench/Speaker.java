package io.vipoperator.e2e.bench;

import java.util.List;

/** A program that speaks VRRP, on one host. Used by the benchmark's main thread only. */
interface Speaker {
    /** Starts the program; returns before it takes part. */
    void start();

    /** SIGTERM, and waits for the end. */
    void stop();

    /** SIGKILL for every process at once. No effect where it does not run. */
    void kill();

    /** Whether it has joined VRRP's multicast group. */
    boolean isListening();

    /** Of all its processes that live now. */
    List<Long> pids();

    /** One product, that can be started on any host. */
    interface Kind {
        /** As shown in the results. */
        String label();

        Speaker on(Host host, RouterSetup setup);
    }
}
