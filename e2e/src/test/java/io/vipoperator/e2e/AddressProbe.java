package io.vipoperator.e2e;

import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.probe.Probe;
import io.vipoperator.e2e.probe.ProbeEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A {@link Probe} that asks an address each millisecond from a machine of the segment, as a process of its own, until it is closed. */
public final class AddressProbe implements AutoCloseable {

    private final ChildProcess process;
    private final Path log;

    private AddressProbe(ChildProcess process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts one on the cluster's client machine; it may be started before the address answers. */
    public static AddressProbe start(Cluster cluster, String address) {
        return start(address, command -> cluster.inNetworkOf(cluster.probeMachine(), command));
    }

    /** Starts one on a host of the lighter fixture. */
    public static AddressProbe start(NetnsSegment segment, String host, String address) {
        return start(address, command -> segment.inNetworkOf(host, command));
    }

    private static AddressProbe start(String address, UnaryOperator<List<String>> inNetwork) {
        try {
            Path log = Files.createTempFile("vip-probe-", ".log");
            String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
            String classes = Path.of(Probe.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
            List<String> command = List.of(
                    java,
                    "-Xmx32m",
                    "-Xms32m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classes,
                    Probe.class.getName(),
                    address);
            return new AddressProbe(
                    ChildProcess.start("probe of " + address, log, Map.of(), inNetwork.apply(command)), log);
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("could not start a probe of " + address, e);
        }
    }

    /** What it has seen so far. */
    public List<ProbeEvent> events() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(ProbeEvent::parse).flatMap(Optional::stream).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + log, e);
        }
    }

    /** The gaps that are over. */
    public List<ProbeEvent.Gap> gaps() {
        return events().stream()
                .filter(ProbeEvent.Gap.class::isInstance)
                .map(ProbeEvent.Gap.class::cast)
                .toList();
    }

    /** The machine that answered last; empty if nobody answers now. */
    public Optional<String> answering() {
        if (!process.isAlive()) {
            throw new IllegalStateException(process.name() + " ended:\n" + process.output());
        }
        Optional<String> server = Optional.empty();
        for (ProbeEvent event : events()) {
            server = switch (event) {
                case ProbeEvent.Answered answered -> Optional.of(answered.server());
                case ProbeEvent.Silent silent -> Optional.empty();
                case ProbeEvent.Gap gap -> server;
                case ProbeEvent.Ended ended -> server;
            };
        }
        return server;
    }

    /** Waits until somebody answers who is not one of {@code others}, and returns who. */
    public String awaitAnswer(Duration limit, String... others) {
        return await("an answer" + (others.length == 0 ? "" : " of another than " + List.of(others)))
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        this::answering,
                        server -> server.isPresent() && !List.of(others).contains(server.get()))
                .orElseThrow();
    }

    /** Ends it and returns the sums. */
    public ProbeEvent.Ended end() {
        process.signal("TERM");
        if (!process.awaitEnd(Duration.ofSeconds(30))) {
            throw new IllegalStateException(process.name() + " did not end within 30 s of SIGTERM");
        }
        return events().stream()
                .filter(ProbeEvent.Ended.class::isInstance)
                .map(ProbeEvent.Ended.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(process.name() + " gave no sums:\n" + process.output()));
    }

    @Override
    public void close() {
        process.kill();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + log, e);
        }
    }
}
