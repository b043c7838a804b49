package io.vipoperator.e2e.nic;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.NetnsSegment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A host of a segment on which the packaged agent runs what a state file says, with all that the agent's control socket has told of it since
 * it was started. Used by the test's thread; the agent's words are collected by a thread of their own.
 */
final class AgentHost {

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path APPLICATION = Path.of("..", "node-agent", "target", "quarkus-app", "quarkus-run.jar")
            .toAbsolutePath()
            .normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NetnsSegment segment;
    private final String name;
    private final Path state;
    private final Path socket;
    private final List<JsonNode> timeline = new CopyOnWriteArrayList<>();
    private ChildProcess process;

    /** A host without an agent. */
    AgentHost(NetnsSegment segment, String name) {
        this.segment = segment;
        this.name = name;
        this.state = segment.folder().resolve(name + ".yaml");
        this.socket = segment.folder().resolve(name + ".sock");
    }

    String name() {
        return name;
    }

    /** Its own address. */
    String address() {
        return segment.addressOf(name);
    }

    /** The MAC of its NIC. */
    String mac() {
        return json(run("ip", "-j", "link", "show", "dev", "eth0"))
                .path(0)
                .path("address")
                .asText();
    }

    /** Runs a command on the host. */
    String run(String... command) {
        return segment.run(name, command);
    }

    /** Starts the agent with nothing to run, and returns before it is ready. */
    void launch() {
        if (!Files.isRegularFile(APPLICATION)) {
            throw new IllegalStateException(APPLICATION + " must exist: package the module node-agent first");
        }
        if (!Files.exists(state)) {
            write(List.of());
        }
        process = segment.start(
                name,
                "agent",
                Map.of("VIP_AGENT_SOCKET", socket.toString()),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx48m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        APPLICATION.toString(),
                        "run",
                        "--state",
                        state.toString()));
    }

    /** After {@link #launch}: until it can be asked. */
    void awaitReady() {
        await("the agent on " + name).atMost(START).ignoreExceptions().until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the agent on " + name + " has ended:\n" + process.output());
            }
            return !ask("{\"show\":{}}").path("status").isMissingNode();
        });
        Thread.ofVirtual().start(this::collect);
        await("the words of the agent on " + name).atMost(SOON).until(() -> !timeline.isEmpty());
    }

    private void collect() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap("{\"watch\":{}}\n".getBytes(StandardCharsets.UTF_8)));
            BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                timeline.add(json(line));
            }
        } catch (IOException e) {
            // The agent has gone: what it said stays.
        }
    }

    private JsonNode ask(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
            String line = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
            return json(line == null ? "{}" : line);
        }
    }

    /** Exactly these routers run from now on; returns when the agent has taken them up. */
    void runs(Vip... routers) {
        write(List.of(routers));
        process.signal("HUP");
        await("the routers of " + name).atMost(SOON).until(() -> {
            List<String> running = Stream.of(routers).map(Vip::name).sorted().toList();
            return elements(status().path("routers"))
                    .map(router -> router.path("virtualIP").asText())
                    .sorted()
                    .toList()
                    .equals(running);
        });
    }

    /** The routers of the state file of the next start. */
    void write(List<Vip> routers) {
        StringBuilder text = new StringBuilder("routers:");
        routers.forEach(router -> text.append("\n  - ").append(router.yaml()));
        if (routers.isEmpty()) {
            text.append(" []");
        }
        try {
            Path next = Files.writeString(state.resolveSibling(name + ".next"), text.append("\n"));
            Files.move(next, state, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the agent says of itself now. */
    JsonNode status() {
        try {
            return ask("{\"show\":{}}").path("status");
        } catch (IOException e) {
            throw new UncheckedIOException("the agent on " + name + " can't be asked: " + log(), e);
        }
    }

    /** The router of that VirtualIP. */
    JsonNode router(Vip vip) {
        return elements(status().path("routers"))
                .filter(router -> router.path("virtualIP").asText().equals(vip.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(vip.name() + " does not run on " + name));
    }

    /** Waits until the router is in that state. */
    void awaitState(Vip vip, String wanted) {
        await(vip.name() + " is " + wanted + " on " + name)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> router(vip).path("state").asText(), wanted::equals);
    }

    /** Waits until the VirtualIP's routers of both families are in these states. */
    void awaitStates(Vip vip, List<String> wanted) {
        await(vip.name() + " is " + wanted + " on " + name)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> elements(status().path("routers"))
                                .filter(router ->
                                        router.path("virtualIP").asText().equals(vip.name()))
                                .map(router -> router.path("state").asText())
                                .toList(),
                        wanted::equals);
    }

    /** Waits until the router is in Fault for that reason, and gives the sentence. */
    String awaitFault(Vip vip, String reason) {
        return await(vip.name() + " is in Fault for " + reason + " on " + name)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> router(vip),
                        router -> router.path("state").asText().equals("Fault")
                                && router.path("reason").asText().equals(reason))
                .path("message")
                .asText();
    }

    /** Waits until the agent has told an incident of the router, and gives the sentence. */
    String awaitIncident(Vip vip, String reason) {
        try {
            return await("incident " + reason + " of " + vip.name() + " on " + name)
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> incidents(vip, reason), found -> !found.isEmpty())
                    .getFirst();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + router(vip) + "\n" + log(), e);
        }
    }

    /** The sentences of all incidents of the router with that reason. */
    List<String> incidents(Vip vip, String reason) {
        // The last one may be older than the watch.
        JsonNode last = router(vip).path("incident");
        return Stream.concat(entries(vip, "Incident"), Stream.of(last))
                .filter(entry -> entry.path("reason").asText().equals(reason))
                .map(entry -> entry.path("message").asText())
                .distinct()
                .toList();
    }

    /** The states that the router has entered. */
    List<String> states(Vip vip) {
        return entries(vip, "Transition")
                .map(entry -> entry.path("to").asText())
                .toList();
    }

    private Stream<JsonNode> entries(Vip vip, String kind) {
        return timeline.stream()
                .map(line -> line.path("entry"))
                .filter(entry -> entry.path("kind").asText().equals(kind)
                        && entry.path("virtualIP").asText().equals(vip.name()));
    }

    /** The address of the VirtualIP as {@code ip -d address} tells it; empty if it isn't there. */
    String installed(Vip vip) {
        return run("ip", "-d", "-o", "address", "show", "to", vip.address());
    }

    boolean holds(Vip vip) {
        return !installed(vip).isBlank();
    }

    /** Waits until the address is there, or is not. */
    void awaitHolds(Vip vip, boolean wanted) {
        await(vip.address() + (wanted ? " is on " : " is not on ") + name)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> holds(vip) == wanted);
    }

    /** Any signal, by its name. */
    void signal(String signal) {
        process.signal(signal);
    }

    /** Of the agent's process. */
    long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    /** SIGTERM, and waits for its end. */
    void terminate() {
        process.signal("TERM");
        if (!process.awaitEnd(Duration.ofSeconds(15))) {
            throw new AssertionError("the agent on " + name + " did not end:\n" + log());
        }
    }

    String log() {
        return process.output();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + text, e);
        }
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
