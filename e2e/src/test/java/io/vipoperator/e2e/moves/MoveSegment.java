package io.vipoperator.e2e.moves;

import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.NetnsSegment;
import io.vipoperator.e2e.probe.Answerer;
import io.vipoperator.e2e.probe.Asked;
import io.vipoperator.e2e.probe.Asker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two hosts with an agent each, a third one that no move touches, and a client: each host answers on all addresses of the test. The hosts are
 * 10.78.0.11 and fd78::11, and so on. Used by one test at a time.
 */
final class MoveSegment implements AutoCloseable {
    static final String FIRST = "first";
    static final String SECOND = "second";
    static final String THIRD = "third";
    static final String CLIENT = "client";

    /** The hosts' own, which no move touches. */
    static final List<String> OWN_ADDRESSES = List.of("10.78.0.11", "10.78.0.12", "10.78.0.13");

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Path APPLICATION = Path.of("..", "node-agent", "target", "quarkus-app", "quarkus-run.jar")
            .toAbsolutePath()
            .normalize();

    private final NetnsSegment segment;
    private final Map<String, ChildProcess> agents = new HashMap<>();
    private final List<String> addresses;
    private int asked;

    /** A segment whose hosts answer on these addresses when they have them. */
    MoveSegment(String... addresses) {
        this.addresses = List.of(addresses);
        if (!Files.isRegularFile(APPLICATION)) {
            throw new IllegalStateException(APPLICATION + " must exist: package the module node-agent first");
        }
        segment = NetnsSegment.of(FIRST, SECOND, THIRD, CLIENT);
        try {
            List<ChildProcess> answerers = new ArrayList<>();
            for (String host : segment.hosts()) {
                segment.run(host, "ip", "address", "add", ipv6Of(host) + "/64", "dev", "eth0", "nodad");
                if (!host.equals(CLIENT)) {
                    answerers.add(answerer(host));
                }
            }
            for (ChildProcess answerer : answerers) {
                await(answerer.name())
                        .atMost(START)
                        .pollInterval(POLL)
                        .until(() -> answerer.output().contains("listening"));
            }
        } catch (RuntimeException e) {
            segment.close();
            throw e;
        }
    }

    private ChildProcess answerer(String host) {
        segment.run(host, "sysctl", "-qw", "net.ipv4.ip_nonlocal_bind=1", "net.ipv6.ip_nonlocal_bind=1");
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of(Answerer.class.getName(), host, segment.addressOf(host)));
        command.addAll(addresses);
        return segment.start(host, "answerer", Map.of(), command);
    }

    private static List<String> java() {
        try {
            String classes = Path.of(Answerer.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classes);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    NetnsSegment segment() {
        return segment;
    }

    String ipv6Of(String host) {
        String ipv4 = segment.addressOf(host);
        return "fd78::" + ipv4.substring(ipv4.lastIndexOf('.') + 1);
    }

    /** Starts the agent of the host with these routers. */
    void start(String host, String routers) {
        write(host, routers);
        Path keys = keys(host);
        ChildProcess agent = segment.start(
                host,
                "agent",
                Map.of(
                        "VIP_AGENT_SOCKET",
                                segment.folder().resolve(host + ".sock").toString(),
                        "VIP_AGENT_KEYS", keys.toString()),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx48m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        APPLICATION.toString(),
                        "--state",
                        file(host).toString()));
        agents.put(host, agent);
    }

    /** Where the agent of the host finds its keys. */
    Path keys(String host) {
        try {
            return Files.createDirectories(segment.folder().resolve(host + "-keys"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the running agent of the host these routers. */
    void edit(String host, String routers) {
        write(host, routers);
        agents.get(host).signal("HUP");
    }

    /** Gives both agents other routers at the same moment. */
    void editBoth(String first, String second) {
        write(FIRST, first);
        write(SECOND, second);
        ChildProcess.run(
                Duration.ofSeconds(30),
                List.of(
                        "kill",
                        "-HUP",
                        Long.toString(agents.get(FIRST).pid()),
                        Long.toString(agents.get(SECOND).pid())));
    }

    private void write(String host, String routers) {
        try {
            Path next = segment.folder().resolve(host + ".next");
            Files.writeString(next, "routers:\n" + routers);
            Files.move(next, file(host), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String host) {
        return segment.folder().resolve(host + ".yaml");
    }

    /** Puts a key where both agents find it: how it is named in a state. */
    String addKey(String text) {
        byte[] content = text.getBytes(StandardCharsets.US_ASCII);
        try {
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            for (String host : List.of(FIRST, SECOND)) {
                Files.write(keys(host).resolve(digest), content);
            }
            return "{id: %d, digest: %s}".formatted(1 + text.charAt(4) % 7, digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    ChildProcess agent(String host) {
        return agents.get(host);
    }

    /** SIGTERM; waits for its end. */
    void stop(String host) {
        ChildProcess agent = agents.remove(host);
        agent.signal("TERM");
        if (!agent.awaitEnd(Duration.ofSeconds(20))) {
            throw new AssertionError("the agent did not end after SIGTERM:\n" + agent.output());
        }
    }

    /** Whether the host has the address on a NIC. */
    boolean holds(String host, String address) {
        return segment.run(host, "ip", "-o", "address", "show", "to", address).contains(address);
    }

    /** Waits until that host, and no other one, has all the addresses. */
    void awaitHolder(String host, String... all) {
        String other = host.equals(FIRST) ? SECOND : FIRST;
        try {
            await(host + " alone holds " + List.of(all))
                    .atMost(START)
                    .pollInterval(POLL)
                    .until(() -> Stream.of(all).allMatch(one -> holds(host, one))
                            && Stream.of(all).noneMatch(one -> holds(other, one)));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + output(), e);
        }
    }

    /** Waits until the agent's state of that router is so, as {@code vip-agent} logs it. */
    void awaitLog(String host, String text) {
        try {
            await(text)
                    .atMost(START)
                    .pollInterval(POLL)
                    .until(() -> agents.get(host).output().contains(text));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + output(), e);
        }
    }

    /** {@code vip-agent show -o json} on the host. */
    String show(String host) {
        return askAgent(host, "show", "-o", "json");
    }

    /** {@code vip-agent announce NAME} on the host. */
    void announce(String host, String virtualIP) {
        askAgent(host, "announce", virtualIP);
    }

    private String askAgent(String host, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                APPLICATION.toString()));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("--socket", segment.folder().resolve(host + ".sock").toString()));
        return ChildProcess.run(START, segment.inNetworkOf(host, command));
    }

    /** What the agents have said, and what the hosts have. */
    String output() {
        StringBuilder text = new StringBuilder();
        agents.forEach((host, agent) -> text.append("--- ")
                .append(host)
                .append('\n')
                .append(agent.output())
                .append(segment.run(host, "ip", "-br", "address")));
        return text.toString();
    }

    /** Asks these addresses, and the hosts' own, until it is ended. */
    Client ask(String... targets) {
        Path file = segment.folder().resolve("asked-" + asked++);
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of(Asker.class.getName(), file.toString()));
        command.addAll(List.of(targets));
        OWN_ADDRESSES.forEach(own -> command.add("=" + own));
        return new Client(segment.start(CLIENT, "asker", Map.of(), command), file);
    }

    /** The running client. */
    record Client(ChildProcess process, Path file) {
        /** Waits until it asks. */
        void awaitStart() {
            await("the client asks")
                    .atMost(START)
                    .pollInterval(POLL)
                    .until(() -> process.output().contains("asking"));
        }

        /** Ends it a second later, and reads what it saw. */
        List<Asked> end() {
            long fromNanos = System.nanoTime();
            await("what the last second is judged by")
                    .pollInterval(POLL)
                    .until(() -> System.nanoTime() - fromNanos > 1_500_000_000L);
            process.signal("TERM");
            if (!process.awaitEnd(Duration.ofSeconds(20))) {
                throw new AssertionError("the client did not end:\n" + process.output());
            }
            try (Stream<String> lines = Files.lines(file)) {
                return lines.map(Asked::parse).toList();
            } catch (IOException e) {
                throw new UncheckedIOException(process.output(), e);
            }
        }
    }

    @Override
    public void close() {
        segment.close();
    }
}
