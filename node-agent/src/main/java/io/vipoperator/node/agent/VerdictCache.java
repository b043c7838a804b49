package io.vipoperator.node.agent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vipoperator.node.health.CheckReport;
import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Checks;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import io.vipoperator.node.loop.NanoClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The verdicts on disk, so that an agent that is restarted goes on from them: written when they change, and every two seconds as
 * a sign that they still hold. Older than ten seconds, or of another boot, they are nothing. The file is overwritten in place and
 * never synced: what a crash of the machine makes of it nobody reads. Has a thread of its own, since a sick disk may take for
 * ever; it costs this cache and nothing else.
 */
final class VerdictCache implements Checks.Memory {
    private static final Logger LOG = Logger.getLogger(VerdictCache.class);
    private static final String FILE = "verdicts.json";
    private static final long OLDEST_MILLIS = 10_000;
    private static final long SIGN_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_LOAD_MILLIS = 500;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final MachineClock machine;
    private final NanoClock clock;
    private final AgentConditions conditions;
    private final LatestWins<List<CheckReport>> slot = new LatestWins<>();
    private final CountDownLatch loaded = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile Loaded known = new Loaded(0, List.of());
    private List<CheckReport> latest = List.of();
    private String failure = "";

    /** The machine's own time, whatever its clocks show. */
    interface MachineClock {
        /** Tells one boot from another. */
        String bootId() throws IOException;

        /** Since the machine's start, suspended or not. */
        long uptimeMillis() throws IOException;

        /** As /proc tells it. */
        static MachineClock ofLinux() {
            return new MachineClock() {
                @Override
                public String bootId() throws IOException {
                    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                            .strip();
                }

                @Override
                public long uptimeMillis() throws IOException {
                    String text = Files.readString(Path.of("/proc/uptime"));
                    return Math.round(Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1_000);
                }
            };
        }
    }

    /** What stands in the file. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Document(String bootId, long uptimeMillis, List<Entry> checks) {}

    /**
     * One check.
     *
     * @param setup SHA-256 of what is probed and how: another one has no verdict yet
     * @param forMillis since when it stands so, before the document's time
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            String name,
            String setup,
            Standing standing,
            long forMillis,
            String message,
            Integer number,
            String certificateNotAfter) {}

    private record Loaded(long uptimeMillis, List<Entry> entries) {}

    /**
     * A cache in that directory.
     *
     * @param clock of the checks
     */
    VerdictCache(Path directory, MachineClock machine, NanoClock clock, AgentConditions conditions) {
        this.file = directory.resolve(FILE);
        this.machine = machine;
        this.clock = clock;
        this.conditions = conditions;
    }

    /** Reads what a former run left, for half a second at most, and starts the thread that writes. */
    void start() {
        Thread thread = new Thread(this::run, "state-verdicts");
        thread.setDaemon(true);
        thread.start();
        try {
            loaded.await(LONGEST_LOAD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the verdicts written soon; returns at once. */
    void write(List<CheckReport> reports) {
        slot.put(reports);
    }

    void stop() {
        stopping = true;
        slot.wake();
    }

    @Override
    public Optional<CheckReport> of(CheckSetup setup, long nowNanos) {
        Loaded from = known;
        if (from.entries().isEmpty()) {
            return Optional.empty();
        }
        String fingerprint = fingerprint(setup);
        try {
            long ageMillis = machine.uptimeMillis() - from.uptimeMillis();
            return from.entries().stream()
                    .filter(entry -> ageMillis >= 0 && ageMillis <= OLDEST_MILLIS)
                    .filter(entry -> setup.name().equals(entry.name()) && fingerprint.equals(entry.setup()))
                    .findFirst()
                    .map(entry -> report(setup, entry, nowNanos - (ageMillis + entry.forMillis()) * 1_000_000));
        } catch (IOException e) {
            LOG.debugf("the age of the cached verdicts can't be told: %s", e);
            return Optional.empty();
        }
    }

    private static CheckReport report(CheckSetup setup, Entry entry, long sinceNanos) {
        return new CheckReport(
                setup,
                entry.standing(),
                sinceNanos,
                entry.message(),
                entry.number() == null ? OptionalInt.empty() : OptionalInt.of(entry.number()),
                Optional.ofNullable(entry.certificateNotAfter()).map(Instant::parse));
    }

    private void run() {
        load();
        loaded.countDown();
        try {
            while (!stopping) {
                slot.await(SIGN_EVERY_NANOS);
                slot.poll().ifPresent(this::remember);
                writeNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what a former run left; nothing that stands there can be an error of this run. */
    void load() {
        try {
            Document document = MAPPER.readValue(Files.readAllBytes(file), Document.class);
            if (machine.bootId().equals(document.bootId()) && document.checks() != null) {
                known = new Loaded(
                        document.uptimeMillis(),
                        document.checks().stream()
                                .filter(entry -> entry != null
                                        && entry.name() != null
                                        && entry.standing() != null
                                        && entry.message() != null)
                                .toList());
            }
        } catch (NoSuchFileException e) {
            LOG.debugf("there are no cached verdicts in %s", file);
        } catch (IOException | RuntimeException e) {
            LOG.infof("the cached verdicts in %s are not used: %s", file, e.getMessage());
        }
    }

    /** These are written next; the writer's thread only. */
    void remember(List<CheckReport> reports) {
        latest = reports;
    }

    /** Writes the verdicts that were told last; the writer's thread only. */
    void writeNow() {
        if (latest.isEmpty() && !Files.exists(file)) {
            return;
        }
        try {
            write(MAPPER.writeValueAsBytes(new Document(machine.bootId(), machine.uptimeMillis(), entries())));
            say("");
        } catch (IOException e) {
            say("can't write " + file + ": " + e);
        }
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        long nowNanos = clock.nanoTime();
        for (CheckReport report : latest) {
            if (report.standing() != Standing.UNKNOWN && !(report.setup().probe() instanceof Probe.Decided)) {
                entries.add(new Entry(
                        report.setup().name(),
                        fingerprint(report.setup()),
                        report.standing(),
                        Math.max(0, nowNanos - report.sinceNanos()) / 1_000_000,
                        report.message(),
                        report.number().isPresent() ? report.number().getAsInt() : null,
                        report.certificateNotAfter().map(Instant::toString).orElse(null)));
            }
        }
        return entries;
    }

    private void write(byte[] content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.truncate(content.length);
        }
    }

    private void say(String now) {
        if (!now.isEmpty() && failure.isEmpty()) {
            LOG.warnf("%s; a restart of the agent would begin its health checks anew", now);
        }
        failure = now;
        conditions.verdictsNotCached(now);
    }

    /** Headers and certificates may be secret: only a digest is written. */
    private static String fingerprint(CheckSetup setup) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(setup.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
