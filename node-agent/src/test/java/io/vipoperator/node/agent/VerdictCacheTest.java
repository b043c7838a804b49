package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.CheckReport;
import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restarted agent knows of its former run's verdicts. */
class VerdictCacheTest {
    private static final CheckSetup NGINX = setup(new Probe.Dns("127.0.0.1", 53, "a.example", "A", List.of()));

    @TempDir
    private Path directory;

    private final AgentConditions conditions = new AgentConditions(Clock.systemUTC());
    private String bootId = "boot-1";
    private long uptimeMillis = 1_000_000;
    private long nowNanos = 500_000_000_000L;

    private static CheckSetup setup(Probe probe) {
        return new CheckSetup("nginx", "u", 1, 1_000_000_000L, 300_000_000L, 2, 3, Standing.UNKNOWN, probe);
    }

    private VerdictCache cache(Path in) {
        return new VerdictCache(
                in,
                new VerdictCache.MachineClock() {
                    @Override
                    public String bootId() {
                        return bootId;
                    }

                    @Override
                    public long uptimeMillis() {
                        return uptimeMillis;
                    }
                },
                () -> nowNanos,
                conditions);
    }

    private void write(CheckReport... reports) {
        VerdictCache writer = cache(directory);
        writer.remember(List.of(reports));
        writer.writeNow();
    }

    private Optional<CheckReport> read(CheckSetup setup) {
        VerdictCache reader = cache(directory);
        reader.load();
        return reader.of(setup, nowNanos);
    }

    private CheckReport failing() {
        return new CheckReport(
                NGINX,
                Standing.FAILING,
                nowNanos - 30_000_000_000L,
                "A a.example: no answer",
                OptionalInt.of(-4),
                Optional.of(Instant.parse("2027-01-01T00:00:00Z")));
    }

    private void passMillis(long millis) {
        uptimeMillis += millis;
        nowNanos += millis * 1_000_000;
    }

    @Test
    void aVerdictOfTenSecondsAgoStillHoldsWithTheTimeSinceWhichItDoes() {
        CheckReport before = failing();
        write(before);
        passMillis(10_000);
        assertThat(read(NGINX)).contains(before);
    }

    @Test
    void anOlderOneDoesNot() {
        write(failing());
        passMillis(10_001);
        assertThat(read(NGINX)).isEmpty();
    }

    @Test
    void oneOfAnotherBootDoesNot() {
        write(failing());
        bootId = "boot-2";
        assertThat(read(NGINX)).isEmpty();
    }

    @Test
    void oneOfACheckThatProbesOtherwiseDoesNot() {
        write(failing());
        assertThat(read(setup(new Probe.Dns("127.0.0.1", 53, "b.example", "A", List.of()))))
                .isEmpty();
    }

    @Test
    void whatIsUnknownOrDecidedElsewhereIsNotRemembered() throws IOException {
        CheckSetup service = setup(new Probe.Decided(Standing.HEALTHY, "ready"));
        write(
                new CheckReport(NGINX, Standing.UNKNOWN, nowNanos, "", OptionalInt.empty(), Optional.empty()),
                new CheckReport(service, Standing.HEALTHY, nowNanos, "", OptionalInt.empty(), Optional.empty()));
        assertThat(read(NGINX)).isEmpty();
        assertThat(read(service)).isEmpty();
        assertThat(Files.readString(directory.resolve("verdicts.json"))).contains("\"checks\":[]");
    }

    @Test
    void aShorterListLeavesNothingOfALongerOneBehind() throws IOException {
        write(failing());
        write();
        assertThat(Files.readString(directory.resolve("verdicts.json")))
                .isEqualTo("{\"bootId\":\"boot-1\",\"uptimeMillis\":1000000,\"checks\":[]}");
    }

    @Test
    void anAgentWithoutChecksWritesNothing() {
        write();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void garbageIsNoError() throws IOException {
        Files.writeString(directory.resolve("verdicts.json"), "{\"bootId\": \"boot-1\", \"checks\": [null, {");
        assertThat(read(NGINX)).isEmpty();
        Files.writeString(
                directory.resolve("verdicts.json"),
                "{\"bootId\": \"boot-1\", \"uptimeMillis\": 1000000, \"checks\": [null, {\"name\": \"nginx\"}]}");
        assertThat(read(NGINX)).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsACondition() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        VerdictCache writer = cache(file.resolve("below"));
        writer.remember(List.of(failing()));
        writer.writeNow();
        assertThat(conditions.current()).singleElement().satisfies(condition -> {
            assertThat(condition.getType()).isEqualTo("VerdictsCached");
            assertThat(condition.getStatus()).isEqualTo("False");
            assertThat(condition.getReason()).isEqualTo("WriteFailed");
        });
    }

    @Test
    void theMachineTellsItsBootAndItsTime() throws IOException {
        VerdictCache.MachineClock machine = VerdictCache.MachineClock.ofLinux();
        assertThat(machine.bootId()).matches("[0-9a-f-]{36}");
        assertThat(machine.uptimeMillis()).isPositive();
    }
}
