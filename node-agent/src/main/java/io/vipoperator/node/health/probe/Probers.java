package io.vipoperator.node.health.probe;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import io.vipoperator.node.health.Standing;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Makes the prober for each kind of check, and owns what they share: threads, sockets, caches. */
public final class Probers implements AutoCloseable {
    private final Echoes echoes;
    private final Programs programs;
    private final HostThreads threads = new HostThreads();
    private final HostAddresses addresses = new HostAddresses(threads.lookups());
    private final ProcessScan processes = new ProcessScan(Path.of("/proc"), threads.processes(), System::nanoTime);
    private final FileReads files = new FileReads();

    /** With what only the kernel can do; it stays with its owner. */
    public Probers(Echoes echoes, Programs programs) {
        this.echoes = echoes;
        this.programs = programs;
    }

    /** A prober for that target. */
    public Prober of(Probe probe) {
        return switch (probe) {
            case Probe.Http http -> unbuilt();
            case Probe.Tcp tcp -> unbuilt();
            case Probe.Udp udp -> unbuilt();
            case Probe.Dns dns -> new DnsProber(dns, addresses);
            case Probe.Smtp smtp -> unbuilt();
            case Probe.Grpc grpc -> unbuilt();
            case Probe.Ping ping -> new PingProber(ping, echoes, addresses);
            case Probe.Exec exec -> new ExecProber(exec, programs);
            case Probe.Processes wanted -> new ProcessProber(wanted, processes, threads.processes());
            case Probe.File file -> new FileProber(file, files);
            case Probe.Decided(var standing, var message) -> decided(standing, message);
        };
    }

    private static Prober decided(Standing standing, String message) {
        Finding finding = standing == Standing.HEALTHY ? Finding.success(message) : Finding.failure(message);
        return timeoutNanos -> CompletableFuture.completedFuture(finding);
    }

    private static Prober unbuilt() {
        return timeoutNanos -> CompletableFuture.completedFuture(Finding.failure("not built yet"));
    }

    @Override
    public void close() {
        threads.close();
        files.close();
    }
}
