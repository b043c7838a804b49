package io.vipoperator.e2e;

import io.vipoperator.e2e.HoldingTimes.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which nodes have one address on a NIC, and since when: the kernel's own messages ({@code ip monitor}) from each node, with the time at
 * which they came. This is about the kernel, not about what agents say. Used by one test at a time.
 */
public final class AddressWatch implements AutoCloseable {

    private static final Pattern MESSAGE =
            Pattern.compile("\\[(\\S+)\\] (Deleted )?\\d+: \\S+ +inet6? ([0-9a-f.:]+)[/ ].*");

    private final Cluster cluster;
    private final String address;
    private final List<Watched> watched = new ArrayList<>();
    private final List<Change> powerCuts = new ArrayList<>();

    private record Watched(String node, ChildProcess process, Path log, boolean heldAtStart, long startMicros) {}

    private AddressWatch(Cluster cluster, String address) {
        this.cluster = cluster;
        this.address = address;
    }

    /** Watches it on all nodes from now on. */
    public static AddressWatch start(Cluster cluster, String address) {
        AddressWatch watch = new AddressWatch(cluster, address);
        cluster.nodes().forEach(watch::attach);
        return watch;
    }

    /** A node that was booted has a new kernel, as it were: watches it too, the old one having lost what it had with its power. */
    public void attach(String node) {
        try {
            Path log = Files.createTempFile("vip-addresses-", ".log");
            ChildProcess process = ChildProcess.start(
                    "watch of " + address + " on " + node,
                    log,
                    Map.of("LC_ALL", "C"),
                    cluster.inNetworkOf(node, List.of("ip", "-ts", "-o", family(address), "monitor", "address")));
            watched.add(new Watched(node, process, log, isOn(cluster, node, address), nowMicros()));
        } catch (IOException e) {
            throw new UncheckedIOException("no file for the addresses of " + node, e);
        }
    }

    /** Whether {@code node} has the address now. */
    public static boolean isOn(Cluster cluster, String node, String address) {
        String whole = address + (address.contains(":") ? "/128" : "/32");
        return !cluster.runInNetworkOf(node, "ip", "-o", family(address), "address", "show", "to", whole)
                .isBlank();
    }

    private static String family(String address) {
        return address.contains(":") ? "-6" : "-4";
    }

    /** All of it, until now. */
    public HoldingTimes holdingTimes() {
        List<Change> changes = new ArrayList<>(powerCuts);
        for (Watched one : watched) {
            changes.add(new Change(one.node(), one.heldAtStart(), one.startMicros()));
            // Until its power is really off the node renews what it has.
            long end = powerCuts.stream()
                    .filter(cut -> cut.node().equals(one.node()))
                    .mapToLong(Change::atMicros)
                    .filter(atMicros -> atMicros >= one.startMicros())
                    .min()
                    .orElse(Long.MAX_VALUE);
            try (Stream<String> lines = Files.lines(one.log())) {
                lines.map(MESSAGE::matcher)
                        .filter(Matcher::matches)
                        .filter(message -> message.group(3).equals(address))
                        .map(message -> new Change(one.node(), message.group(2) == null, micros(message.group(1))))
                        .filter(change -> change.atMicros() < end)
                        .forEach(changes::add);
            } catch (IOException e) {
                throw new UncheckedIOException("could not read " + one.log(), e);
            }
        }
        return new HoldingTimes(changes, nowMicros());
    }

    /** The power of {@code node} is about to be cut: it holds nothing from now on. */
    public void lost(String node) {
        powerCuts.add(new Change(node, false, nowMicros()));
    }

    private static long micros(String localTime) {
        return ChronoUnit.MICROS.between(
                java.time.Instant.EPOCH,
                LocalDateTime.parse(localTime).atZone(ZoneId.systemDefault()).toInstant());
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, java.time.Instant.now());
    }

    @Override
    public void close() {
        for (Watched one : watched) {
            one.process().kill();
            try {
                Files.deleteIfExists(one.log());
            } catch (IOException e) {
                throw new UncheckedIOException("could not delete " + one.log(), e);
            }
        }
    }
}
