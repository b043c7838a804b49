package io.vipoperator.node.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The last sound state on disk, for a start while the API server is away. It is a state document like any other, and
 * carries the cluster's identity: the UID of the namespace kube-system, which the operator writes into the annotation
 * {@value StateDocument#CLUSTER_UID_ANNOTATION} and into the agents' environment as CLUSTER_UID. A cache of another
 * cluster or another node is refused.
 *
 * <p>A disk that is full or gone costs the cache and nothing else: it is said once in the log, in a metric and in the
 * status. Written on a thread of its own, because a sick disk may take for ever.
 */
final class StateCache {
    private static final Logger LOG = Logger.getLogger(StateCache.class);
    private static final String FILE = "node-state.json";
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final String nodeName;
    private final Optional<String> clusterUid;
    private final AtomicFile disk;
    private final AgentConditions conditions;
    private final LatestWins<VirtualIPNodeState> slot = new LatestWins<>();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private String failure = "";
    private boolean said;
    private Optional<String> unwritten = Optional.empty();
    private VirtualIPNodeStateSpec writtenSpec;

    /**
     * A cache in that directory.
     *
     * @param nodeName of this node
     * @param clusterUid of this cluster, if the environment tells it
     * @param disk how files are replaced
     * @param conditions where it says whether it works
     */
    StateCache(
            Path directory, String nodeName, Optional<String> clusterUid, AtomicFile disk, AgentConditions conditions) {
        this.file = directory.resolve(FILE);
        this.nodeName = nodeName;
        this.clusterUid = clusterUid;
        this.disk = disk;
        this.conditions = conditions;
    }

    /** Starts the thread that writes. */
    void start() {
        Thread thread = new Thread(this::run, "state-cache-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Has a sound state written soon; returns at once. */
    void write(VirtualIPNodeState state) {
        slot.put(state);
    }

    /** What to run while the API server can't be asked. */
    Checked<ReadState> read() {
        Problems problems = new Problems();
        try {
            String text = Files.readString(file);
            StateDocumentParser.parse(text, UnknownFields.IGNORE, problems).ifPresent(d -> checkIdentity(d, problems));
            return problems.none()
                    ? NodeStateReader.readDocument(text, 0, UnknownFields.IGNORE)
                    : new Checked.Refused<>(problems.all());
        } catch (NoSuchFileException e) {
            problems.missing("cache " + file, "does not exist");
        } catch (IOException e) {
            problems.missing("cache " + file, "can't be read: " + e);
        }
        return new Checked.Refused<>(problems.all());
    }

    /** States written since the start. */
    long written() {
        return written.get();
    }

    /** Failed attempts to write since the start. */
    long failed() {
        return failed.get();
    }

    private void checkIdentity(StateDocument document, Problems problems) {
        String name = document.nodeName().orElse("");
        if (!nodeName.equals(name)) {
            problems.wrong("metadata.name", name, "must be this node's name, " + nodeName);
        }
        clusterUid
                .filter(uid -> !Optional.of(uid).equals(document.clusterUid()))
                .ifPresent(uid -> problems.wrong(
                        "metadata.annotations[" + StateDocument.CLUSTER_UID_ANNOTATION + "]",
                        document.clusterUid().orElse(""),
                        "must be the UID of this cluster, " + uid));
    }

    private void run() {
        try {
            while (true) {
                slot.await(unwritten.isPresent() ? RETRY_NANOS : Long.MAX_VALUE);
                try {
                    writeNow();
                } catch (RuntimeException e) {
                    LOG.error("the state could not be cached, which is a mistake in the agent", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what is due; the writer's thread only. */
    void writeNow() {
        slot.poll().ifPresent(state -> {
            if (!state.getSpec().equals(writtenSpec)) {
                writtenSpec = state.getSpec();
                unwritten = Optional.of(text(state));
            }
        });
        unwritten.ifPresent(this::replace);
    }

    private void replace(String text) {
        try {
            disk.replace(file, text.getBytes(StandardCharsets.UTF_8));
            written.incrementAndGet();
            unwritten = Optional.empty();
            say("");
        } catch (IOException e) {
            failed.incrementAndGet();
            say("can't write " + file + ": " + e);
        }
    }

    private void say(String now) {
        if (said && now.equals(failure)) {
            return;
        }
        said = true;
        if (now.isEmpty()) {
            LOG.infof("the state is cached in %s", file);
        } else if (failure.isEmpty()) {
            LOG.warnf("%s; what runs stays, but a restart without the API server would not know it", now);
        }
        failure = now;
        conditions.cacheFailed(now);
    }

    private static String text(VirtualIPNodeState state) {
        Map<String, String> annotations = state.getMetadata().getAnnotations() == null
                ? Map.of()
                : state.getMetadata().getAnnotations();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("apiVersion", Api.GROUP + "/" + Api.VERSION).put("kind", "VirtualIPNodeState");
        ObjectNode metadata = root.putObject("metadata");
        metadata.put("name", state.getMetadata().getName())
                .put("generation", state.getMetadata().getGeneration());
        String clusterUid = annotations.get(StateDocument.CLUSTER_UID_ANNOTATION);
        if (clusterUid != null) {
            metadata.putObject("annotations").put(StateDocument.CLUSTER_UID_ANNOTATION, clusterUid);
        }
        root.set("spec", MAPPER.valueToTree(state.getSpec()));
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of the API can't be written as JSON", e);
        }
    }
}
