package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessProberTest {
    @TempDir
    private Path proc;

    private final AtomicLong nowNanos = new AtomicLong(-50);
    private final Executor here = Runnable::run;

    @Test
    void byNameTheWholeNameMustMatch() throws IOException {
        process(10, "nginx", 'S', "nginx: master process /usr/sbin/nginx");
        process(11, "nginx", 'R', "nginx: worker process");
        process(12, "nginx-exporter", 'S', "nginx-exporter");

        assertThat(byName("nginx", 2)).isEqualTo(Finding.success("processes nginx: 2 run"));
        assertThat(byName("nginx", 3)).isEqualTo(Finding.failure("processes nginx: 2 run, must be 3 or more"));
        assertThat(byName("ngin", 1)).isEqualTo(Finding.failure("processes ngin: 0 run, must be 1 or more"));
    }

    @Test
    void byCommandLineAnyPartMayMatch() throws IOException {
        process(10, "java", 'S', "java\0-jar\0/srv/shop.jar\0");
        process(11, "java", 'S', "java\0-jar\0/srv/other.jar\0");

        assertThat(byCommandLine("-jar /srv/shop", 1))
                .isEqualTo(Finding.success("processes with -jar /srv/shop: 1 runs"));
        assertThat(byCommandLine("^shop", 1))
                .isEqualTo(Finding.failure("processes with ^shop: 0 run, must be 1 or more"));
    }

    @Test
    void whoHasEndedDoesNotCountAndAnyNameIsRead() throws IOException {
        process(10, "worker", 'Z', "");
        process(11, "a) S (b", 'S', "");
        process(12, "kworker", 'I', "");
        Files.createDirectory(proc.resolve("13"));
        Files.createDirectory(proc.resolve("self"));
        process((int) ProcessHandle.current().pid(), "vip-agent", 'S', "vip-agent");

        assertThat(byName("worker", 1).success()).isFalse();
        assertThat(byName("a) S (b", 1).success()).isTrue();
        assertThat(byName("kworker", 1).success()).isTrue();
        assertThat(byName("vip-agent", 1).success()).isFalse();
    }

    @Test
    void allChecksShareAScanUntilItIs200MillisecondsOld() throws IOException {
        ProcessScan scan = scan(here);
        assertThat(scan.recent().join()).isEmpty();
        process(10, "late", 'S', "late");

        nowNanos.addAndGet(199_999_999);
        assertThat(scan.recent().join()).isEmpty();
        nowNanos.addAndGet(1);
        assertThat(scan.recent().join()).containsExactly(new RunningProcess("late", "late"));
    }

    @Test
    void whoAsksWhileAScanRunsWaitsForThatOne() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        ProcessScan scan = scan(tasks::add);

        var first = scan.recent();
        nowNanos.addAndGet(10_000_000_000L);
        var second = scan.recent();

        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(first).isDone();
        assertThat(second).isDone();
    }

    @Test
    void aKernelThatHangsIsAFailureWhenTheTimeIsOver() {
        var prober = new ProcessProber(wanted("nginx", null, 1), scan(never -> {}), here);

        assertThat(Findings.of(prober, 50))
                .isEqualTo(Finding.failure("processes nginx: they could not be counted within 50 ms"));
    }

    @Test
    void aPatternThatWouldTakeForeverIsAFailure() throws IOException {
        process(10, "x", 'S', "x".repeat(3000));
        var prober = new ProcessProber(wanted(null, ".*.*.*.*y", 1), scan(here), here);

        assertThat(Findings.of(prober, 200).message())
                .isEqualTo("processes with .*.*.*.*y: the pattern takes too long on a command line");
    }

    @Test
    void theRealProcIsRead() {
        var scan = new ProcessScan(Path.of("/proc"), here, System::nanoTime);

        assertThat(scan.recent().join())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.name()).isNotEmpty());
    }

    private Finding byName(String name, int minimum) {
        return Findings.of(new ProcessProber(wanted(name, null, minimum), scan(here), here));
    }

    private Finding byCommandLine(String pattern, int minimum) {
        return Findings.of(new ProcessProber(wanted(null, pattern, minimum), scan(here), here));
    }

    private ProcessScan scan(Executor thread) {
        return new ProcessScan(proc, thread, nowNanos::get);
    }

    private static Probe.Processes wanted(String name, String pattern, int minimum) {
        return new Probe.Processes(
                Optional.ofNullable(name), Optional.ofNullable(pattern).map(Pattern::compile), minimum);
    }

    private void process(int pid, String name, char state, String commandLine) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.writeString(folder.resolve("stat"), pid + " (" + name + ") " + state + " 1 1 1 0 -1");
        Files.writeString(folder.resolve("cmdline"), commandLine);
    }
}
