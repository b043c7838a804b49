package io.vipoperator.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent with a state file on two hosts of one segment. Needs root, for network namespaces. */
class StandaloneAgentTest {
    private static final Duration START = Duration.ofSeconds(30);
    private static final String ADDRESS = "10.77.0.160/32";

    @TempDir
    private Path directory;

    private final String first = "vip-a" + ProcessHandle.current().pid();
    private final String second = "vip-b" + ProcessHandle.current().pid();

    @BeforeEach
    void makeSegment() {
        ip("netns", "add", first);
        ip("netns", "add", second);
        ip("-n", first, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", second);
        for (String host : new String[] {first, second}) {
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
    void atSigtermItResignsReleasesAndEndsWithZero() throws Exception {
        try (AgentProcess active = start(first, 200);
                AgentProcess backup = start(second, 100)) {
            await().atMost(START).until(() -> holds(first));
            await().atMost(START).until(() -> backup.output().contains("BACKUP"));
            assertThat(addresses(first))
                    .contains("noprefixroute")
                    .containsPattern("valid_lft [123]sec preferred_lft 0sec");
            assertThat(holds(second)).isFalse();

            active.terminate();

            // Without the resignation it would take 3.6 seconds: the interval is one.
            await().atMost(Duration.ofSeconds(3)).until(() -> holds(second));
            assertThat(active.exitCode()).isZero();
            assertThat(holds(first)).isFalse();
            // On a busy machine the other one may have been there first.
            assertThat(active.output())
                    .contains("BACKUP (Started)", "stopped")
                    .containsPattern("ACTIVE \\((ActiveDown|PreemptedLesser)\\)");
        }
    }

    @Test
    void aBadFileChangesNothingAnotherAgentWaitsAndTheKernelCleansUpAfterAKill() throws Exception {
        try (AgentProcess agent = start(first, 200)) {
            await().atMost(START).until(() -> holds(first));

            Files.writeString(file(first), "routers: [{virtualIP: web, family: IPv4, virtualRouterID: 300}]");
            await().atMost(Duration.ofSeconds(3))
                    .until(() -> agent.output()
                            .contains(
                                    "is refused, what runs stays: routers[0].virtualRouterID: 300 must be 1 to 255;"));
            assertThat(holds(first)).isTrue();

            try (AgentProcess other = AgentProcess.start(
                    Optional.of(first),
                    directory.resolve("other.log"),
                    "--state",
                    file(first).toString())) {
                await().atMost(START).until(() -> other.output().contains("runs in this network namespace; waiting"));
                assertThat(other.isAlive()).isTrue();
                assertThat(holds(first)).isTrue();
            }

            agent.kill();
            await().atMost(Duration.ofSeconds(4)).until(() -> !holds(first));
        }
    }

    @Test
    void wrongArgumentsEndWithTwoAndSayWhatIsWrong() throws Exception {
        try (AgentProcess agent =
                AgentProcess.start(Optional.empty(), directory.resolve("log"), "--state", "a", "--verbose")) {
            assertThat(agent.exitCode()).isEqualTo(2);
            assertThat(agent.output())
                    .startsWith("vip-agent: \"--verbose\" is not an option here\nUsage: vip-agent run ");
        }
    }

    private AgentProcess start(String host, int priority) throws IOException {
        Files.writeString(
                file(host),
                "routers: [{virtualIP: web, family: IPv4, virtualRouterID: 51, priority: " + priority
                        + ", addresses: [10.77.0.160/24], advertisementIntervalMilliseconds: 1000}]");
        return AgentProcess.start(
                Optional.of(host),
                directory.resolve(host + ".log"),
                "--state",
                file(host).toString());
    }

    private Path file(String host) {
        return directory.resolve(host + ".yaml");
    }

    private static boolean holds(String host) {
        return addresses(host).contains(ADDRESS);
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
