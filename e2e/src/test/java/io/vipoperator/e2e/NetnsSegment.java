package io.vipoperator.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The lighter fixture: hosts as network namespaces on one bridge (10.78.0.0/24), in which agents, keepalived and FRR run as child processes.
 * A namespace is held by a process that answers UDP on port 7777 with the host's name, for probes, and it is gone with it: nothing is left
 * when this JVM ends, also when it is killed. Needs root. Used by one test at a time.
 */
public final class NetnsSegment implements AutoCloseable {

    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);
    private static final int ECHO_PORT = 7777;

    private final Path folder;
    private final Path pause;
    private final ChildProcess bridge;
    private final Map<String, ChildProcess> hosts = new LinkedHashMap<>();
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final List<ChildProcess> processes = new ArrayList<>();

    private NetnsSegment() {
        if (!"0".equals(ChildProcess.run(COMMAND_LIMIT, List.of("id", "-u")).strip())) {
            throw new IllegalStateException("network namespaces need root: run the tests as root");
        }
        try {
            folder = Files.createTempDirectory("vip-segment-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the segment's files", e);
        }
        pause = Binaries.folder(Duration.ofMinutes(5), "pause").resolve("pause");
        bridge = namespace("bridge");
        inNamespace(bridge, "ip", "link", "add", "br0", "type", "bridge", "mcast_snooping", "0", "forward_delay", "0");
        inNamespace(bridge, "ip", "link", "set", "br0", "up");
        inNamespace(bridge, "nft", "add table bridge faults");
        inNamespace(bridge, "nft", "add chain bridge faults forward { type filter hook forward priority 0; }");
        inNamespace(bridge, "nft", "add chain bridge faults isolated { type filter hook forward priority 1; }");
    }

    /** A segment with these hosts, {@code 10.78.0.11} and so on in their order, each on its NIC {@code eth0}. */
    public static NetnsSegment of(String... names) {
        NetnsSegment segment = new NetnsSegment();
        try {
            Stream.of(names).forEach(segment::addHost);
        } catch (RuntimeException e) {
            segment.close();
            throw e;
        }
        return segment;
    }

    private ChildProcess namespace(String name) {
        ChildProcess holder = ChildProcess.start(
                name,
                folder.resolve(name + ".log"),
                Map.of(),
                List.of(
                        "unshare",
                        "--net",
                        "--uts",
                        "--",
                        pause.toString(),
                        "echo",
                        Integer.toString(ECHO_PORT),
                        name));
        await("the namespace of " + name)
                .atMost(COMMAND_LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    if (!holder.isAlive()) {
                        throw new IllegalStateException("no namespace for " + name + ": " + holder.output());
                    }
                    return runs(holder, pause);
                });
        return holder;
    }

    /** The process becomes setpriv, unshare and pause in turn: only the last one is in the new namespace. */
    private static boolean runs(ChildProcess process, Path program) {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().command())
                .filter(command -> command.equals(program.toString()))
                .isPresent();
    }

    private void addHost(String name) {
        ChildProcess host = namespace(name);
        String address = "10.78.0." + (11 + hosts.size());
        hosts.put(name, host);
        addresses.put(name, address);
        plugIn(name, name, "eth0");
        run(name, "ip", "link", "set", "lo", "up");
        run(name, "ip", "address", "add", address + "/24", "dev", "eth0");
        run(name, "ip", "link", "set", "eth0", "up");
    }

    /** The hosts' names, in order. */
    public List<String> hosts() {
        return List.copyOf(hosts.keySet());
    }

    /** The host's own address on the segment. */
    public String addressOf(String host) {
        return addresses.get(host);
    }

    /** A folder for files of the test; it goes with the segment. */
    public Path folder() {
        return folder;
    }

    /** {@code command}, to be run in the host's network namespace with this machine's files. */
    public List<String> inNetworkOf(String host, List<String> command) {
        ChildProcess holder = hosts.get(host);
        if (holder == null) {
            throw new IllegalArgumentException("no host is named " + host + ": there are " + hosts.keySet());
        }
        return enter(holder, command);
    }

    private static List<String> enter(ChildProcess holder, List<String> command) {
        List<String> inside = new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder.pid()), "-n", "-u", "--"));
        inside.addAll(command);
        return List.copyOf(inside);
    }

    private static void inNamespace(ChildProcess holder, String... command) {
        ChildProcess.run(COMMAND_LIMIT, enter(holder, List.of(command)));
    }

    /** Runs {@code command} on the host to its end: what it printed; a status other than 0 is an exception with its output. */
    public String run(String host, String... command) {
        return ChildProcess.run(COMMAND_LIMIT, inNetworkOf(host, List.of(command)));
    }

    /** Starts a process on the host that ends with the segment; its output goes to a file that {@link ChildProcess#output()} reads. */
    public ChildProcess start(String host, String name, Map<String, String> environment, List<String> command) {
        ChildProcess process = ChildProcess.start(
                name + " on " + host,
                folder.resolve(host + "-" + name + "-" + processes.size() + ".log"),
                environment,
                inNetworkOf(host, command));
        processes.add(process);
        return process;
    }

    /** Whether the host has the IPv4 address on a NIC. */
    public boolean holds(String host, String address) {
        return !run(host, "ip", "-o", "-4", "address", "show", "to", address + "/32")
                .isBlank();
    }

    /** Those of the hosts that have the IPv4 address on a NIC. */
    public List<String> holders(String address) {
        return hosts.keySet().stream().filter(host -> holds(host, address)).toList();
    }

    /** A new cable between a new port of the switch and a new NIC of the host, which is down and has no address yet. */
    public void plugIn(String host, String port, String nic) {
        String pid = Long.toString(hosts.get(host).pid());
        inNamespace(bridge, "ip", "link", "add", port, "type", "veth", "peer", "name", nic, "netns", pid);
        inNamespace(bridge, "ip", "link", "set", port, "master", "br0", "up");
    }

    /** Runs {@code command} where the switch is: the bridge {@code br0}, with a port of each host's name. */
    public String onSwitch(String... command) {
        return ChildProcess.run(COMMAND_LIMIT, enter(bridge, List.of(command)));
    }

    /** The cable is out: carrier is lost at both ends. */
    public void cableCut(String host) {
        inNamespace(bridge, "ip", "link", "set", host, "down");
    }

    public void cableJoin(String host) {
        inNamespace(bridge, "ip", "link", "set", host, "up");
    }

    /** Silently, without loss of carrier, nothing of the host passes any more. */
    public void isolate(String host) {
        inNamespace(bridge, "nft", "add rule bridge faults isolated iifname " + host + " drop");
        inNamespace(bridge, "nft", "add rule bridge faults isolated oifname " + host + " drop");
    }

    /** Ends {@link #isolate} for all hosts. */
    public void rejoin() {
        inNamespace(bridge, "nft", "flush chain bridge faults isolated");
    }

    /** VRRP that the host sends is lost; all else passes. */
    public void dropVrrpFrom(String host) {
        inNamespace(bridge, "nft", "add rule bridge faults forward iifname " + host + " meta l4proto 112 drop");
    }

    /** VRRP over IPv4 alone that the host sends is lost. */
    public void dropIpv4VrrpFrom(String host) {
        inNamespace(
                bridge,
                "nft",
                "add rule bridge faults forward iifname " + host + " ether type ip meta l4proto 112 drop");
    }

    /** VRRP over IPv6 alone that the host sends is lost, as where a switch snoops MLD and nobody queries. */
    public void dropIpv6VrrpFrom(String host) {
        inNamespace(
                bridge,
                "nft",
                "add rule bridge faults forward iifname " + host + " ether type ip6 meta l4proto 112 drop");
    }

    /** VRRP that is sent to the host is lost; all else passes. */
    public void dropVrrpTo(String host) {
        inNamespace(bridge, "nft", "add rule bridge faults forward oifname " + host + " meta l4proto 112 drop");
    }

    /** Ends all losses of VRRP. */
    public void healVrrp() {
        inNamespace(bridge, "nft", "flush chain bridge faults forward");
    }

    /**
     * Gives the host a way to an API server of this machine: its {@code 127.0.0.1:port} becomes the machine's. While the host's loopback
     * device is down, connections hang, as behind a dead switch.
     */
    public void linkToApiServer(String host, int port) {
        String socket = folder.resolve(host + "-api.sock").toString();
        processes.add(ChildProcess.start(
                "API link of " + host,
                folder.resolve(host + "-api-outside.log"),
                Map.of(),
                List.of("socat", "UNIX-LISTEN:" + socket + ",fork,unlink-early", "TCP:127.0.0.1:" + port)));
        start(
                host,
                "api-link",
                Map.of(),
                List.of("socat", "TCP-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork", "UNIX-CONNECT:" + socket));
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::kill);
        hosts.values().forEach(ChildProcess::kill);
        bridge.kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + folder, e);
        }
    }
}
