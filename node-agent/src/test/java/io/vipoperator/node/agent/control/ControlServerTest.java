package io.vipoperator.node.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.agent.control.ControlConnection.Received;
import io.vipoperator.node.agent.control.TimelineEntry.Kind;
import io.vipoperator.node.loop.LoopReport;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real socket, and an agent that is made up: what it reports is numbered by the report's generation. */
class ControlServerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final FakeAgent agent = new FakeAgent();
    private ControlServer server;

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.stop();
        }
    }

    @Test
    void showTellsTheLatestReportAndWhetherTheLoopTurns() throws IOException {
        start();
        report(1);
        report(2);

        assertThat(ask("{\"show\":{}}"))
                .containsExactly(
                        "{\"status\":{\"observedGeneration\":2,\"routers\":[{\"virtualIP\":\"web\",\"family\":\"IPv4\","
                                + "\"virtualRouterID\":51,\"interface\":\"eth0\",\"state\":\"Active\",\"effectivePriority\":200,"
                                + "\"since\":\"2026-11-21T10:00:02Z\",\"reason\":\"ActiveDown\"}]},"
                                + "\"loop\":{\"turning\":true,\"lastTurnMillisecondsAgo\":5}}");

        agent.ageMilliseconds = 1000;
        assertThat(ask("{\"show\":{}}").get(0))
                .endsWith("\"loop\":{\"turning\":false,\"lastTurnMillisecondsAgo\":1000}}");
    }

    @Test
    void beforeTheFirstReportThereIsNoStatus() throws IOException {
        agent.ageMilliseconds = -1;
        start();

        assertThat(ask("{\"show\":{}}")).containsExactly("{\"loop\":{\"turning\":false}}");
    }

    @Test
    void theSocketIsForItsOwnerAloneAndGoesWithTheAgent() throws Exception {
        start();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        server.stop();
        assertThat(path()).doesNotExist();
        assertThat(path().resolveSibling("agent.sock.new")).doesNotExist();
    }

    @Test
    void twoWatchersSeeEveryReportInOrder() throws IOException {
        start();
        report(1);
        try (ControlConnection first = ControlConnection.ask(path(), new ControlRequest.Watch());
                ControlConnection second = ControlConnection.ask(path(), new ControlRequest.Watch())) {
            assertThat(nextEntry(first).kind()).isEqualTo(Kind.Current);
            assertThat(nextEntry(second).kind()).isEqualTo(Kind.Current);
            for (int i = 2; i <= 101; i++) {
                report(i);
            }

            for (ControlConnection watcher : List.of(first, second)) {
                for (int i = 2; i <= 101; i++) {
                    TimelineEntry entry = nextEntry(watcher);
                    assertThat(entry.kind()).isEqualTo(Kind.Transition);
                    assertThat(entry.time()).isEqualTo("2026-11-21T10:%02d:%02dZ".formatted(i / 60, i % 60));
                }
            }
        }
    }

    @Test
    void reportsThatComeFasterThanTheyCanBeToldAreMissingButTheLastOneIsNot() throws IOException {
        start();
        report(1);
        try (ControlConnection watcher = ControlConnection.ask(path(), new ControlRequest.Watch())) {
            assertThat(nextEntry(watcher).kind()).isEqualTo(Kind.Current);
            agent.pause = true;
            report(2);
            await().atMost(SOON).until(() -> agent.paused);
            for (int i = 3; i <= 1000; i++) {
                report(i);
            }
            agent.pause = false;

            TimelineEntry entry = nextEntry(watcher);
            List<Kind> kinds = new ArrayList<>();
            while (!"2026-11-21T10:16:40Z".equals(entry.time())) {
                kinds.add(entry.kind());
                entry = nextEntry(watcher);
            }
            assertThat(kinds).containsOnlyOnce(Kind.Skipped).hasSizeLessThan(300);
        }
    }

    @Test
    void aWatcherHearsThatTheLoopNoLongerTurns() throws IOException {
        start();
        report(1);
        try (ControlConnection watcher = ControlConnection.ask(path(), new ControlRequest.Watch())) {
            assertThat(nextEntry(watcher).kind()).isEqualTo(Kind.Current);
            agent.ageMilliseconds = 4000;

            await().atMost(SOON)
                    .until(() -> watcher.next(1000) instanceof Received.Line(var answer)
                            && new ControlAnswer.LoopTurn(false, 4000L).equals(answer.loop()));
        }
    }

    @Test
    void aWatcherWhoReadsNothingIsDroppedAndHoldsNobodyUp() throws IOException {
        start();
        report(1);
        try (SocketChannel slow = connect("{\"watch\":{}}")) {
            await().atMost(SOON).until(() -> {
                for (int i = 0; i < 100; i++) {
                    report(agent.reported + 1);
                }
                assertThat(ask("{\"show\":{}}")).hasSize(1);
                return isDropped(slow);
            });
        }
    }

    /** Writing tells without reading what has come. */
    private static boolean isDropped(SocketChannel channel) {
        try {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void garbageIsAnsweredWithWhatMustHold() throws IOException {
        start();

        assertThat(ask("GET / HTTP/1.1")).containsExactly("{\"error\":\"a request must be one line of JSON\"}");
        assertThat(ask("[]"))
                .containsExactly("{\"error\":\"a request must be an object with one field: show, watch or announce\"}");
        assertThat(ask("{\"stop\":{}}"))
                .containsExactly("{\"error\":\"\\\"stop\\\" must be show, watch or announce\"}");
        assertThat(ask("{\"announce\":{\"name\":7}}"))
                .containsExactly("{\"error\":\"announce.name must be the name of a VirtualIP\"}");
        assertThat(ask("x".repeat(5000))).containsExactly("{\"error\":\"a request must be at most 4096 bytes long\"}");
    }

    @Test
    void whoAsksNothingIsGivenUpAndMoreThanEightAreTurnedAway() throws IOException {
        start();
        report(1);
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                silent.add(connect(""));
            }

            assertThat(ask("{\"show\":{}}")).containsExactly("{\"error\":\"there are 8 clients already: try again\"}");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(ask("{\"show\":{}}"))
                            .singleElement()
                            .asString()
                            .startsWith("{\"status\""));
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    @Test
    void announceIsPassedOnForWhatIsActiveHere() throws IOException {
        start();
        report(1);

        assertThat(ask("{\"announce\":{\"name\":\"web\"}}"))
                .containsExactly("{\"done\":\"web/IPv4: the addresses are announced again\"}");
        assertThat(agent.announced).containsExactly("web");
        assertThat(ask("{\"announce\":{\"name\":\"wbe\"}}"))
                .containsExactly("{\"error\":\"\\\"wbe\\\" is no VirtualIP that runs here: there are web\"}");

        agent.state = RouterState.Backup;
        assertThat(ask("{\"announce\":{\"name\":\"web\"}}"))
                .containsExactly("{\"error\":\"nothing is announced, for this node does not hold the addresses:"
                        + " web/IPv4 is Backup\"}");
        agent.ageMilliseconds = 2000;
        assertThat(ask("{\"announce\":{\"name\":\"web\"}}"))
                .containsExactly("{\"error\":\"the loop does not turn: nothing would be announced\"}");
        assertThat(agent.announced).hasSize(1);
    }

    @Test
    void aWatchEndsWithTheAgentAndHearsItsLastWord() throws Exception {
        start();
        report(1);
        try (ControlConnection watcher = ControlConnection.ask(path(), new ControlRequest.Watch())) {
            assertThat(nextEntry(watcher).kind()).isEqualTo(Kind.Current);
            report(2);
            server.stop();

            assertThat(nextEntry(watcher).kind()).isEqualTo(Kind.Transition);
            assertThat(watcher.next(10_000)).isEqualTo(new Received.End());
        }
    }

    @Test
    void whatAKilledAgentLeftBehindIsReplacedAndALiveOnesSocketIsNot() throws Exception {
        start();
        FakeAgent second = new FakeAgent();
        ControlServer other = new ControlServer(path(), second);
        other.start();
        await().atMost(SOON).until(() -> !second.failures.isEmpty());
        other.stop();
        assertThat(second.failures)
                .containsExactly("nobody can talk to this agent on " + path()
                        + ": another agent listens there; give this one a path of its own with --socket");
        assertThat(ask("{\"show\":{}}")).hasSize(1);
        server.stop();

        ControlSocketFile stale = ControlSocketFile.listen(path());
        stale.channel().close();
        assertThat(path()).exists();
        start();
        assertThat(ask("{\"show\":{}}")).hasSize(1);
        assertThat(agent.failures).isEmpty();
    }

    @Test
    void aFileThatIsNoSocketIsLeftAloneAndSaid() throws Exception {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), "mine");
        server = new ControlServer(path(), agent);
        server.start();

        await().atMost(SOON).until(() -> !agent.failures.isEmpty());
        assertThat(agent.failures)
                .containsExactly("nobody can talk to this agent on " + path()
                        + ": there is a file of that name that is no socket");
        server.stop();
        assertThat(path()).hasContent("mine");
    }

    private void start() {
        server = new ControlServer(path(), agent);
        server.start();
        await().atMost(SOON).until(() -> Files.exists(path()));
    }

    private void report(int number) {
        agent.reported = number;
        server.reports().changed(new LoopReport(number, 0, List.of(), List.of(), List.of()));
    }

    private Path path() {
        return directory.resolve("run").resolve("agent.sock");
    }

    private SocketChannel connect(String line) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path()));
        if (!line.isEmpty()) {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        return channel;
    }

    /** All lines until the agent hangs up. */
    private List<String> ask(String line) throws IOException {
        try (SocketChannel channel = connect(line)) {
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static TimelineEntry nextEntry(ControlConnection connection) throws IOException {
        while (true) {
            Received received = connection.next(10_000);
            assertThat(received).isInstanceOf(Received.Line.class);
            ControlAnswer answer = ((Received.Line) received).answer();
            if (answer.entry() != null) {
                return answer.entry();
            }
        }
    }

    private static final class FakeAgent implements ControlSubject {
        private final List<String> announced = new CopyOnWriteArrayList<>();
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private volatile RouterState state = RouterState.Active;
        private volatile long ageMilliseconds = 5;
        private volatile int reported;
        private volatile boolean pause;
        private volatile boolean paused;

        @Override
        public VirtualIPNodeStateStatus status(LoopReport report) {
            while (pause) {
                paused = true;
                Thread.onSpinWait();
            }
            long number = report.generation();
            RouterStatus router = new RouterStatus(
                    "web",
                    null,
                    Family.IPv4,
                    51,
                    "eth0",
                    state,
                    200,
                    null,
                    null,
                    null,
                    "2026-11-21T10:%02d:%02dZ".formatted(number / 60, number % 60),
                    "ActiveDown",
                    null,
                    null);
            return new VirtualIPNodeStateStatus(number, null, null, null, List.of(router), null, null);
        }

        @Override
        public long lastTurnAgeMilliseconds() {
            return ageMilliseconds;
        }

        @Override
        public boolean announce(String virtualIP) {
            return announced.add(virtualIP);
        }

        @Override
        public void socketFailed(String message) {
            failures.add(message);
        }
    }
}
