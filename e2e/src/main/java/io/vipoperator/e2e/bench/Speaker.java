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

    /** Writes another configuration, and has the running program read it (SIGHUP). */
    void edit(RouterSetup setup);

    /** Whether it has joined VRRP's multicast group. */
    boolean isListening();

    /** Of all its processes that live now. */
    List<Long> pids();

    /** One product, that can be started on any host. */
    interface Kind {
        /** As shown in the results. */
        String label();

        Speaker on(Host host, RouterSetup setup);

        /** Whether the product can be configured for that; where it can't it is left out. */
        boolean takesPartIn(Fault fault);

        /** How often it checks when it shall check so often: where the product can't, as often as it can. */
        default int checkIntervalMilliseconds(int wanted) {
            return wanted;
        }
    }
}
