package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateSourceTest {
    /** A fraction of a second, where the machine has time. */
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final List<DesiredState> applied = new CopyOnWriteArrayList<>();
    private final AgentConditions conditions = new AgentConditions(Clock.systemUTC());
    private final RunningState running =
            new RunningState(applied::add, new RunningChecks(checks -> {}, Set.of()), conditions);
    private FileStateSource source;

    @AfterEach
    void stop() {
        source.stop();
    }

    @Test
    void theFileIsReadAtTheStart() throws IOException {
        start(state(51));

        assertThat(priorities()).containsExactly(List.of(51));
        assertThat(applied.get(0).generation()).isEqualTo(1);
    }

    @Test
    void aFileThatIsReplacedByRenameIsReadAgain() throws IOException {
        start(state(51));

        Path other = directory.resolve("other");
        Files.writeString(other, state(52));
        Files.move(other, file(), StandardCopyOption.ATOMIC_MOVE);

        Awaitility.await().atMost(SOON).until(() -> applied.size() == 2);
        assertThat(priorities()).containsExactly(List.of(51), List.of(52));
        assertThat(applied.get(1).generation()).isEqualTo(2);
    }

    @Test
    void aBadFileIsRefusedAndWhatRunsStaysUntilAGoodOneComes() throws IOException {
        start(state(51));

        Files.writeString(file(), state(0));
        Awaitility.await().atMost(SOON).until(running::refused);
        assertThat(applied).hasSize(1);
        assertThat(conditions.current())
                .singleElement()
                .satisfies(c -> assertThat(c.getMessage()).isEqualTo("routers[0].virtualRouterID: 0 must be 1 to 255"));

        Files.writeString(file(), state(53));
        Awaitility.await().atMost(SOON).until(() -> applied.size() == 2);
        assertThat(running.refused()).isFalse();
        assertThat(priorities()).containsExactly(List.of(51), List.of(53));
    }

    @Test
    void aFileThatVanishesChangesNothing() throws IOException {
        start(state(51));

        Files.delete(file());
        Awaitility.await().atMost(SOON).until(running::refused);

        assertThat(applied).hasSize(1);
        assertThat(conditions.current().get(0).getMessage()).isEqualTo("document: must exist");
    }

    @Test
    void aFileThatIsNotThereYetIsReadWhenItComes() throws IOException {
        source = new FileStateSource(file(), running);
        source.start();
        assertThat(running.applied()).isFalse();

        Files.writeString(file(), state(51));

        Awaitility.await().atMost(SOON).until(running::applied);
        assertThat(priorities()).containsExactly(List.of(51));
    }

    @Test
    void aFileThatIsStillBeingWrittenIsNotRead() throws IOException {
        start(state(51));
        source.stop();
        source.look();

        Files.writeString(file(), "routers: []\n");
        source.look();
        Files.writeString(file(), state(52) + "\n");
        source.look();
        assertThat(applied).hasSize(1);

        source.look();
        assertThat(priorities()).containsExactly(List.of(51), List.of(52));
    }

    @Test
    void whoAsksGetsTheFileReadAtOnceAndTheRefusalSaidOnceMore() throws IOException {
        start(state(51));

        Files.writeString(file(), state(52));
        source.readAgain();
        Awaitility.await().atMost(SOON).until(() -> applied.size() == 2);

        Files.writeString(file(), state(0));
        source.readAgain();
        Awaitility.await().atMost(SOON).until(running::refused);
        assertThat(priorities()).containsExactly(List.of(51), List.of(52));
    }

    private void start(String text) throws IOException {
        Files.writeString(file(), text);
        source = new FileStateSource(file(), running);
        source.start();
    }

    private Path file() {
        return directory.resolve("state.yaml");
    }

    private List<List<Integer>> priorities() {
        return applied.stream()
                .map(state -> state.routers().stream()
                        .map(router -> router.virtualRouterID())
                        .toList())
                .toList();
    }

    private static String state(int virtualRouterID) {
        return "routers: [{virtualIP: web, family: IPv4, virtualRouterID: " + virtualRouterID
                + ", priority: 100, addresses: [10.0.0.160/24]}]";
    }
}
