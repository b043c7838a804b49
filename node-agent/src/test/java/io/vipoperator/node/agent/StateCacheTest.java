package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.node.loop.DesiredState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateCacheTest {
    @TempDir
    private Path directory;

    private final AgentConditions conditions = new AgentConditions(Clock.systemUTC());
    private boolean diskFull;

    @Test
    void whatWasWrittenIsReadAgainWithItsGeneration() {
        StateCache cache = cache("node-1", Optional.of("cluster-a"));
        cache.write(state("node-1", "cluster-a", 4));
        cache.writeNow();

        assertThat(cache.read()).isEqualTo(new Checked.Sound<>(ReadState.of(new DesiredState(9, 4, List.of()))));
        assertThat(cache.written()).isEqualTo(1);
        assertThat(conditions.current().get(0).getStatus()).isEqualTo("True");
    }

    @Test
    void anUnchangedSpecIsNotWrittenAgain() {
        StateCache cache = cache("node-1", Optional.empty());
        cache.write(state("node-1", "cluster-a", 4));
        cache.writeNow();
        cache.write(state("node-1", "cluster-a", 4));
        cache.writeNow();

        assertThat(cache.written()).isEqualTo(1);
    }

    @Test
    void theCacheOfAnotherClusterIsRefused() {
        StateCache cache = cache("node-1", Optional.of("cluster-b"));
        cache.write(state("node-1", "cluster-a", 4));
        cache.writeNow();

        assertThat(refusal(cache))
                .isEqualTo("metadata.annotations[vip-operator.io/cluster-uid]: \"cluster-a\" must be the UID of this"
                        + " cluster, cluster-b");
    }

    @Test
    void theCacheOfAnotherNodeIsRefused() {
        cacheWritten();

        assertThat(refusal(cache("node-2", Optional.empty())))
                .isEqualTo("metadata.name: \"node-1\" must be this node's name, node-2");
    }

    @Test
    void aMissingCacheAndABrokenOneAreRefused() throws IOException {
        StateCache cache = cache("node-1", Optional.empty());
        assertThat(refusal(cache)).endsWith("node-state.json: does not exist");

        Files.writeString(directory.resolve("node-state.json"), "{\"spec\"");
        assertThat(refusal(cache)).startsWith("document: must be YAML or JSON: ");
    }

    @Test
    void aFullDiskCostsTheCacheIsSaidAndIsTriedAgain() {
        StateCache cache = cache("node-1", Optional.empty());
        cache.write(state("node-1", "cluster-a", 1));
        cache.writeNow();
        diskFull = true;
        cache.write(state("node-1", "cluster-a", 2));
        cache.writeNow();
        cache.writeNow();

        assertThat(cache.failed()).isEqualTo(2);
        assertThat(conditions.current().get(0).getStatus()).isEqualTo("False");
        assertThat(conditions.current().get(0).getReason()).isEqualTo("WriteFailed");
        assertThat(conditions.current().get(0).getMessage()).endsWith("No space left on device");
        assertThat(cache.read()).isEqualTo(new Checked.Sound<>(ReadState.of(new DesiredState(9, 1, List.of()))));

        diskFull = false;
        cache.writeNow();
        assertThat(cache.read()).isEqualTo(new Checked.Sound<>(ReadState.of(new DesiredState(9, 2, List.of()))));
        assertThat(conditions.current().get(0).getStatus()).isEqualTo("True");
    }

    @Test
    void aFileIsReplacedWholeAndAFailureLeavesTheOldOne() throws IOException {
        AtomicFile disk = AtomicFile.onDisk();
        Path file = directory.resolve("deeper/file");
        disk.replace(file, "old".getBytes(StandardCharsets.UTF_8));
        disk.replace(file, "new".getBytes(StandardCharsets.UTF_8));
        assertThat(file).hasContent("new");

        // A directory stands where the temporary file would be written.
        Files.createDirectories(directory.resolve("deeper/file.tmp/x"));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> disk.replace(file, "newer".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class);
        assertThat(file).hasContent("new");
    }

    private void cacheWritten() {
        StateCache cache = cache("node-1", Optional.empty());
        cache.write(state("node-1", "cluster-a", 4));
        cache.writeNow();
    }

    private StateCache cache(String nodeName, Optional<String> clusterUid) {
        AtomicFile real = AtomicFile.onDisk();
        return new StateCache(
                directory,
                nodeName,
                clusterUid,
                (file, content) -> {
                    if (diskFull) {
                        throw new IOException("No space left on device");
                    }
                    real.replace(file, content);
                },
                conditions);
    }

    private static String refusal(StateCache cache) {
        return ((Checked.Refused<ReadState>) cache.read()).message();
    }

    private static VirtualIPNodeState state(String name, String cluster, long reportRequest) {
        VirtualIPNodeState state = new VirtualIPNodeState();
        state.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withGeneration(9L)
                .addToAnnotations("vip-operator.io/cluster-uid", cluster)
                .build());
        state.setSpec(new VirtualIPNodeStateSpec(reportRequest, List.of()));
        return state;
    }
}
