package io.vipoperator.e2e.interop;

import com.fasterxml.jackson.databind.JsonNode;
import io.vipoperator.e2e.NetnsSegment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The packaged node agent without Kubernetes, driven by a state file. */
final class AgentInstallation implements Make.Installation {

    private static final Path APPLICATION = Path.of("..", "node-agent", "target", "quarkus-app", "quarkus-run.jar")
            .toAbsolutePath()
            .normalize();

    @Override
    public void require() {
        Configuration.requireProgram(APPLICATION, "./mvnw package -pl node-agent -am");
    }

    @Override
    public void boot(NetnsSegment segment, String host, Setup setup) {
        // It needs a NIC and nothing else.
    }

    @Override
    public List<Daemon> configure(Path folder, String host, Setup setup) {
        List<String> routers = new ArrayList<>();
        if (!setup.ipv4().isEmpty()) {
            routers.add(router("IPv4", setup.ipv4(), 24, setup));
        }
        if (!setup.ipv6().isEmpty()) {
            // The link-local one it generates.
            routers.add(router(
                    "IPv6",
                    setup.ipv6().stream()
                            .filter(address -> !Setup.isLinkLocal(address))
                            .toList(),
                    64,
                    setup));
        }
        Path state = Configuration.write(folder.resolve("state.yaml"), "routers:\n" + String.join("", routers));
        Path keys = folder.resolve("keys");
        setup.password().ifPresent(password -> Configuration.write(keys.resolve("password"), password));
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("--state", state.toString()));
        setup.password().ifPresent(password -> command.addAll(List.of("--keys", keys.toString())));
        return List.of(new Daemon(
                "agent", command, Map.of("VIP_AGENT_SOCKET", socket(folder.getParent(), host)), Optional.empty()));
    }

    private static String router(String family, List<String> addresses, int prefix, Setup setup) {
        StringBuilder text = new StringBuilder("""
                  - virtualIP: third-members
                    family: %s
                    version: V%d
                    virtualRouterID: %d
                    priority: %d
                    addresses: [%s]
                    advertisementIntervalMilliseconds: %d
                    preemption: {mode: %s, delaySeconds: 0}
                    checksum: %s
                """.formatted(
                        family,
                        setup.version(),
                        setup.virtualRouterId(),
                        setup.priority(),
                        addresses.stream()
                                .map(address -> "\"" + address + "/" + prefix + "\"")
                                .collect(Collectors.joining(", ")),
                        setup.intervalMillis(),
                        setup.preempt() ? "Always" : "Never",
                        setup.messageOnly() ? "MessageOnly" : "PseudoHeader"));
        setup.password()
                .ifPresent(password -> text.append("    authentication: {type: Password, keys: [{id: 1, digest: %s}]}\n"
                        .formatted(digest(password))));
        setup.peers()
                .ifPresent(peers -> text.append("    transport: {type: Unicast, peers: [%s]}\n"
                        .formatted(peers.stream()
                                .map(peer -> "{address: \"" + peer + "\"}")
                                .collect(Collectors.joining(", ")))));
        return text.toString();
    }

    /** By which the agent finds the key's file. */
    private static String digest(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx48m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                APPLICATION.toString());
    }

    /** Files are this machine's, not a host's. */
    private static String socket(Path folder, String host) {
        return folder.resolve(host + ".sock").toString();
    }

    /** What the running agent of a host reports of its routers, in the words of the API: what {@code vip-agent show -o json} asks it. */
    static List<JsonNode> report(NetnsSegment segment, String host) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket(segment.folder(), host)))) {
            channel.write(ByteBuffer.wrap("{\"show\":{}}\n".getBytes(StandardCharsets.UTF_8)));
            String line = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
            return Router.stream(Router.json(line).path("status").path("routers"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the agent on " + host + " gave no report", e);
        }
    }

    @Override
    public String addressInterface(Setup setup) {
        return "eth0";
    }

    /** Its addresses have a lifetime of three seconds, which it renews. */
    @Override
    public boolean leavesAddressesWhenKilled() {
        return false;
    }
}
