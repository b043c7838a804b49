package io.vipoperator.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.ChildProcess.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people ask of agents that run on two hosts of one segment. Needs root, for network namespaces. */
class AgentCommandsTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private final String first = "vip-c" + ProcessHandle.current().pid();
    private final String second = "vip-d" + ProcessHandle.current().pid();

    @BeforeEach
    void makeSegment() {
        ip("netns", "add", first);
        ip("netns", "add", second);
        ip("-n", first, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", second);
        for (String host : List.of(first, second)) {
            ip("-n", host, "link", "set", "lo", "up");
            ip("-n", host, "link", "set", "eth0", "up");
            ip("-n", host, "address", "add", host.equals(first) ? "10.77.0.1/24" : "10.77.0.2/24", "dev", "eth0");
        }
    }

    @AfterEach
    void removeSegment() {
        AgentProcess.run("ip", "netns", "delete", first);
        AgentProcess.run("ip", "netns", "delete", second);
    }

    @Test
    void checkTellsEveryProblemOfAFileThatRunWouldRefuse() throws IOException {
        Path good = Files.writeString(directory.resolve("good.yaml"), state(100, "10.77.0.160/24"));
        Path bad = Files.writeString(
                directory.resolve("bad.yaml"),
                "routers: [{virtualIP: web, family: IPv4, virtualRouterID: 300, priority: 100,"
                        + " addresses: [10.77.0.300/24]}]");

        Output sound = AgentCommand.run(Optional.empty(), socket(first), "check", good.toString());
        Output refused = AgentCommand.run(Optional.empty(), socket(first), "check", bad.toString());

        assertThat(sound.text()).isEqualTo(good + ": sound, 1 router: web/IPv4\n");
        assertThat(sound.status()).isZero();
        assertThat(refused.text())
                .contains(bad + ": routers[0].virtualRouterID: 300 must be 1 to 255\n")
                .contains(bad + ": routers[0].addresses[0]: \"10.77.0.300/24\" must be ")
                .endsWith(bad + ": 2 problems; run would refuse it\n");
        assertThat(refused.status()).isEqualTo(1);
    }

    @Test
    void theStaticPodsStateFileCanBeRun() {
        Path sample = Path.of("..", "deploy", "samples", "static-pod", "state.yaml");

        Output output = AgentCommand.run(Optional.empty(), socket(first), "check", sample.toString());

        assertThat(output.text()).isEqualTo(sample + ": sound, 1 router: kube-apiserver/IPv4\n");
        assertThat(output.status()).isZero();
    }

    @Test
    void whereNoAgentRunsThatIsSaid() {
        Output output = AgentCommand.run(Optional.of(first), socket(first), "show");

        assertThat(output.errors())
                .isEqualTo("vip-agent: no agent runs here: there is no " + socket(first)
                        + " (another path is given with --socket or VIP_AGENT_SOCKET)\n");
        assertThat(output.status()).isEqualTo(1);
        assertThat(AgentCommand.run(Optional.empty(), socket(first), "shwo").status())
                .isEqualTo(2);
    }

    @Test
    void showWatchAnnounceAndCaptureTellWhatPasses() throws Exception {
        try (AgentProcess active = start(first, 200);
                AgentProcess backup = startAfterTheFirstHolds()) {
            awaitActiveSeenBy(second);

            assertThat(ask(first, "show", "web")).matches("""
                            NAME   FAMILY   VRID   INTERFACE   STATE    PRIORITY   ACTIVE-ADDRESS   SINCE   REASON
                            web    IPv4     51     eth0        Active   200        self             \\d+s +ActiveDown
                            """);
            assertThat(ask(second, "show"))
                    .containsPattern("web +IPv4 +51 +eth0 +Backup +100 +10\\.77\\.0\\.1 +\\d+s ");
            assertThat(ask(first, "show", "-o", "json"))
                    .contains("\"kind\" : \"VirtualIPNodeState\"", "\"state\" : \"Active\"", "\"turning\" : true");
            assertThat(AgentCommand.run(Optional.of(second), socket(second), "announce", "web")
                            .errors())
                    .isEqualTo("vip-agent: nothing is announced, for this node does not hold the addresses:"
                            + " web/IPv4 is Backup (10.77.0.1 is Active)\n");

            announcementsAreOnTheWire();

            String captured = ask(second, "capture", "web", "--count", "1");
            assertThat(captured)
                    .containsPattern("Z  eth0 in   VRRPv3 10\\.77\\.0\\.1 > 224\\.0\\.0\\.18  VRID 51 \\(web\\)"
                            + "  priority 200  every 1000 ms  10\\.77\\.0\\.160  from ");

            try (ChildProcess watch =
                    AgentCommand.start(second, socket(second), directory.resolve("watch.log"), "watch")) {
                await().atMost(SOON).until(() -> watch.output().contains("is Backup ("));
                active.terminate();
                await().atMost(SOON)
                        .until(() -> watch.output()
                                .contains("web/IPv4  VRID 51  eth0  Backup -> Active (ActiveResigned)"
                                        + "  priority 100  peer 10.77.0.1"));
                backup.terminate();
                assertThat(watch.awaitEnd(SOON)).isTrue();
                assertThat(watch.output()).contains("has ended");
            }
            assertThat(backup.exitCode()).isZero();
            assertThat(socket(second)).doesNotExist();
        }
    }

    private AgentProcess startAfterTheFirstHolds() throws IOException {
        await().atMost(SOON).until(() -> holds(first));
        return start(second, 100);
    }

    /** Seen by another program on the other host: one burst begins when it is asked for, and none did before. */
    private void announcementsAreOnTheWire() throws IOException {
        Path log = directory.resolve("tcpdump.log");
        try (ChildProcess tcpdump = ChildProcess.start(
                "tcpdump",
                log,
                Map.of(),
                List.of(
                        "ip",
                        "netns",
                        "exec",
                        second,
                        "tcpdump",
                        "-i",
                        "eth0",
                        "-n",
                        "-l",
                        "--immediate-mode",
                        "arp"))) {
            await().atMost(SOON).until(() -> tcpdump.output().contains("listening on"));
            assertThat(ask(first, "announce", "web")).isEqualTo("web/IPv4: the addresses are announced again\n");
            await().atMost(SOON)
                    .until(() -> tcpdump.output().contains("Request who-has 10.77.0.160")
                            && tcpdump.output().contains("Reply 10.77.0.160 is-at"));
        }
    }

    @Test
    void atSighupAGoodFileRunsAndABadOneChangesNothing() throws Exception {
        try (AgentProcess agent = start(first, 200)) {
            await().atMost(SOON).until(() -> holds(first));

            Files.writeString(file(first), state(300, "10.77.0.160/24"));
            await().atMost(SOON).until(() -> agent.output().contains("priority: 300 must be 0 to 255"));
            agent.signal("HUP");
            await().atMost(SOON).until(() -> agent.output().split("is refused, what runs stays", -1).length == 3);
            assertThat(holds(first)).isTrue();
            assertThat(ask(first, "show"))
                    .contains("agent: SpecAccepted=False (Invalid): routers[0].priority: 300 must be 0 to 255");

            Files.writeString(file(first), state(150, "10.77.0.161/24"));
            agent.signal("HUP");
            await().atMost(SOON)
                    .until(() -> agent.output()
                            .contains("is read: web/IPv4: priority 200 -> 150,"
                                    + " advertised addresses +10.77.0.161 -10.77.0.160,"
                                    + " installed addresses +10.77.0.161/24 -10.77.0.160/24"));
            await().atMost(SOON).until(() -> addresses(first).contains("10.77.0.161/32") && !holds(first));
            assertThat(agent.isAlive()).isTrue();
        }
    }

    @Test
    void aFrozenAgentIsSaidToBeSilent() throws Exception {
        try (AgentProcess agent = start(first, 200)) {
            await().atMost(SOON).until(() -> holds(first));
            agent.signal("STOP");

            Output output = AgentCommand.run(Optional.of(first), socket(first), "show");

            assertThat(output.errors())
                    .isEqualTo("vip-agent: the agent on " + socket(first)
                            + " has said nothing for 3 s: it is frozen, or the machine is\n");
            assertThat(output.status()).isEqualTo(1);
        }
    }

    @Test
    void captureWorksWithoutAnAgentAndLearnsTheAddresses() throws Exception {
        try (AgentProcess agent = start(first, 200)) {
            await().atMost(SOON).until(() -> holds(first));

            // No agent runs on the second host.
            Output output = AgentCommand.run(
                    Optional.of(second), socket(second), "capture", "--interface", "eth0", "--count", "2");

            assertThat(output.text().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("VRRPv3 10.77.0.1 > 224.0.0.18  VRID 51  priority 200  every 1000 ms  10.77.0.160  from ")
                    .doesNotContain("!!");
            assertThat(output.errors()).contains("is learned from the advertisements alone");
            assertThat(agent.isAlive()).isTrue();
        }
    }

    private void awaitActiveSeenBy(String host) {
        await().atMost(SOON)
                .until(() -> AgentCommand.run(Optional.of(host), socket(host), "show")
                        .text()
                        .contains("10.77.0.1 "));
    }

    private String ask(String host, String... arguments) {
        Output output = AgentCommand.run(Optional.of(host), socket(host), arguments);
        assertThat(output.errors().replace("vip-agent: capturing; Ctrl-C ends it\n", ""))
                .isEmpty();
        assertThat(output.status()).isZero();
        return output.text();
    }

    private AgentProcess start(String host, int priority) throws IOException {
        Files.writeString(file(host), state(priority, "10.77.0.160/24"));
        return AgentProcess.start(
                Optional.of(host), log(host), "run", "--state", file(host).toString());
    }

    private static String state(int priority, String address) {
        return "routers: [{virtualIP: web, family: IPv4, virtualRouterID: 51, priority: " + priority + ", addresses: ["
                + address + "], advertisementIntervalMilliseconds: 1000,"
                + " announcement: {count: 1, repeatAfterSeconds: 0, refreshSeconds: 0}}]";
    }

    private Path file(String host) {
        return directory.resolve(host + ".yaml");
    }

    private Path log(String host) {
        return directory.resolve(host + ".log");
    }

    private Path socket(String host) {
        return AgentProcess.socket(log(host));
    }

    private static boolean holds(String host) {
        return addresses(host).contains("10.77.0.160/32");
    }

    private static String addresses(String host) {
        return AgentProcess.run("ip", "-n", host, "-4", "address", "show", "dev", "eth0");
    }

    private static void ip(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        assertThat(AgentProcess.run(command)).isEmpty();
    }
}
