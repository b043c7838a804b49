package io.vipoperator.node.health.probe;

import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import io.vipoperator.node.health.Standing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Makes the prober for each kind of check, and owns what they share: threads, sockets, caches. */
public final class Probers implements AutoCloseable {
    private final InstantSource clock = InstantSource.system();
    private final ProbeLoop network = new ProbeLoop(DnsServerAddressStreamProviders.platformDefault());
    private final HostAddresses addresses = new HostAddresses(network);
    private final ScanThread scans = new ScanThread();
    private final ProcessScan processes = new ProcessScan(Path.of("/proc"), scans, System::nanoTime);
    private final FileReads files = new FileReads();
    private final Echoes echoes;
    private final Programs programs;

    /**
     * Starts what all probers share.
     *
     * @param echoes stays with its owner
     * @param programs stays with its owner
     */
    public Probers(Echoes echoes, Programs programs) {
        this.echoes = echoes;
        this.programs = programs;
    }

    /** A prober for that target. */
    public Prober of(Probe probe) {
        return switch (probe) {
            case Probe.Http http -> new HttpProber(network, http, clock);
            case Probe.Tcp tcp -> new TcpProber(network, tcp);
            case Probe.Udp udp -> new UdpProber(network, udp);
            case Probe.Dns dns -> new DnsProber(dns, addresses::of);
            case Probe.Smtp smtp -> new SmtpProber(network, smtp, clock);
            case Probe.Grpc grpc -> new GrpcProber(network, grpc, clock);
            case Probe.Ping ping -> new PingProber(ping, echoes, addresses::of);
            case Probe.Exec exec -> new ExecProber(exec, programs);
            case Probe.Processes wanted -> new ProcessProber(wanted, processes, scans);
            case Probe.File file -> new FileProber(file, files);
            case Probe.Decided(var standing, var message) -> decided(standing, message);
        };
    }

    private static Prober decided(Standing standing, String message) {
        Finding finding = standing == Standing.HEALTHY ? Finding.success(message) : Finding.failure(message);
        return timeoutNanos -> CompletableFuture.completedFuture(finding);
    }

    @Override
    public void close() {
        network.close();
        scans.close();
        files.close();
    }
}
