package io.vipoperator.node.health.probe;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.util.concurrent.CompletableFuture;

/** Makes the prober for each kind of check, and owns what they share: threads, sockets, caches. */
public final class Probers implements AutoCloseable {
    /** Starts what all probers share. */
    public Probers() {}

    /** A prober for that target. */
    public Prober of(Probe probe) {
        return switch (probe) {
            case Probe.Http http -> unbuilt();
            case Probe.Tcp tcp -> unbuilt();
            case Probe.Udp udp -> unbuilt();
            case Probe.Dns dns -> unbuilt();
            case Probe.Smtp smtp -> unbuilt();
            case Probe.Grpc grpc -> unbuilt();
            case Probe.Ping ping -> unbuilt();
            case Probe.Exec exec -> unbuilt();
            case Probe.Processes processes -> unbuilt();
            case Probe.File file -> unbuilt();
            case Probe.Decided decided -> unbuilt();
        };
    }

    private static Prober unbuilt() {
        return timeoutNanos -> CompletableFuture.completedFuture(Finding.failure("not built yet"));
    }

    @Override
    public void close() {}
}
