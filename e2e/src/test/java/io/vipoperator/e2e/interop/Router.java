package io.vipoperator.e2e.interop;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.NetnsSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A router of one make on a host of its own: started, stopped, and its power cut. What it owns is what the kernel of its host says, never what
 * its programs say. Used by the test's thread.
 */
final class Router {

    /** 224.0.0.18 as the kernel prints it. */
    private static final String VRRP_GROUP = "120000E0";

    /** ff02::12 as the kernel prints it. */
    private static final String VRRP_GROUP_IPV6 = "ff020000000000000000000000000012";

    /** The port of a raw socket is its protocol: 112. */
    private static final String RAW_VRRP = ":0070 ";

    private static final Duration SOCKET = Duration.ofSeconds(20);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NetnsSegment segment;
    private final String host;
    private final Make make;
    private final Setup setup;
    private final List<ChildProcess> daemons = new ArrayList<>();
    private int starts;

    Router(NetnsSegment segment, String host, Make make, Setup setup) {
        this.segment = segment;
        this.host = host;
        this.make = make;
        this.setup = setup;
        make.installation().boot(segment, host, setup);
    }

    /** The host's name, which answers the client's probes while this router is Active. */
    String host() {
        return host;
    }

    Make make() {
        return make;
    }

    Setup setup() {
        return setup;
    }

    /** Starts its daemons; returns before they take part. */
    void start() {
        // A new one each time: files with process numbers don't outlive a boot either.
        Path folder = segment.folder().resolve(host + "-start-" + starts++);
        for (Daemon daemon : make.installation().configure(folder, host, setup)) {
            daemons.add(segment.start(host, daemon.name(), daemon.environment(), daemon.command()));
            daemon.socket().ifPresent(Router::awaitSocket);
        }
    }

    private static void awaitSocket(Path socket) {
        await("the socket " + socket)
                .atMost(SOCKET)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(socket));
    }

    /**
     * Whether it has joined VRRP's multicast groups, or has the raw socket of a unicast router; a daemon that has ended by itself is an
     * {@link IllegalStateException}.
     */
    boolean isListening() {
        daemons.stream().filter(daemon -> !daemon.isAlive()).forEach(daemon -> {
            throw new IllegalStateException(daemon.name() + " has ended by itself:\n" + daemon.output());
        });
        if (setup.peers().isPresent()) {
            return proc("raw").contains(RAW_VRRP);
        }
        return (setup.ipv4().isEmpty() || proc("igmp").contains(VRRP_GROUP))
                && (setup.ipv6().isEmpty() || proc("igmp6").contains(VRRP_GROUP_IPV6));
    }

    private String proc(String file) {
        return segment.run(host, "cat", "/proc/self/net/" + file);
    }

    /** SIGTERM, last started first; returns at once. */
    void terminate() {
        daemons.reversed().forEach(daemon -> daemon.signal("TERM"));
    }

    /** After {@link #terminate}. */
    void awaitEnd() {
        for (ChildProcess daemon : daemons) {
            if (!daemon.awaitEnd(STOP)) {
                throw new IllegalStateException(
                        daemon.name() + " did not end within " + STOP + " of SIGTERM:\n" + daemon.output());
            }
        }
        daemons.clear();
    }

    /** SIGKILL to all its processes at once. */
    void kill() {
        // Children first: one that outlives its parent even for a moment would resign.
        List<String> command = Stream.concat(Stream.of("kill", "-KILL"), pids()).toList();
        ChildProcess.run(STOP, command);
        daemons.forEach(ChildProcess::kill);
        daemons.clear();
    }

    private Stream<String> pids() {
        return daemons.stream()
                .flatMap(daemon -> ProcessHandle.of(daemon.pid()).stream())
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
                .map(process -> Long.toString(process.pid()));
    }

    /** The host is dead: no process, no carrier, and no memory of what was on its NICs. */
    void powerCut() {
        kill();
        segment.cableCut(host);
        if (addressInterface().equals("eth0")) {
            // Its own address stays: that one comes back with the boot.
            ChildProcess.tryRun(
                    STOP,
                    Map.of(),
                    segment.inNetworkOf(
                            host, List.of("ip", "address", "delete", Protocol.IPV4 + "/32", "dev", "eth0")));
        } else {
            segment.run(host, "ip", "link", "delete", addressInterface());
        }
    }

    /** After {@link #powerCut}: its cable, its devices and its daemons are there again. */
    void boot() {
        segment.cableJoin(host);
        make.installation().boot(segment, host, setup);
        start();
    }

    private String addressInterface() {
        return make.installation().addressInterface(setup);
    }

    /** Whether all its addresses are on NICs of the host that work. */
    boolean owns() {
        return owned().containsAll(setup.addresses());
    }

    /** Those of its addresses that are on a NIC of the host that works: FRR's has them always, and is down unless FRR is Active. */
    Set<String> owned() {
        Set<String> owned = new TreeSet<>();
        for (JsonNode nic : json(segment.run(host, "ip", "-j", "address", "show"))) {
            if (stream(nic.path("flags")).anyMatch(flag -> flag.asText().equals("LOWER_UP"))) {
                stream(nic.path("addr_info"))
                        .map(one -> one.path("local").asText())
                        .filter(setup.addresses()::contains)
                        .forEach(owned::add);
            }
        }
        return owned;
    }

    /** What neighbours must resolve the address to while it is Active. */
    String macAddress() {
        return json(segment.run(host, "ip", "-j", "link", "show", "dev", addressInterface()))
                .path(0)
                .path("address")
                .asText();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON from ip: " + text, e);
        }
    }

    static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements.stream();
    }

    /** What its programs have said, and what its kernel says. */
    String output() {
        return "--- " + host + " (priority " + setup.priority() + ")\n"
                + segment.run(host, "ip", "address", "show")
                + logs();
    }

    private String logs() {
        try (Stream<Path> files = Files.list(segment.folder())) {
            return files.filter(file -> file.getFileName().toString().startsWith(host + "-"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(Router::read)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            return "no logs: " + e;
        }
    }

    private static String read(Path log) {
        try {
            return log.getFileName() + ":\n" + Files.readString(log);
        } catch (IOException e) {
            return "no " + log + ": " + e;
        }
    }
}
