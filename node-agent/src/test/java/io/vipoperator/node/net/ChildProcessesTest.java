package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.health.probe.Programs.Outcome;
import io.vipoperator.node.health.probe.Programs.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs of this machine. Needs root: they run as another user. */
class ChildProcessesTest {
    private static final int NOBODY = 65534;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    @TempDir
    private Path folder;

    private final ChildProcesses programs = new ChildProcesses(task -> {
        var thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    @BeforeEach
    void letOthersIn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void end() {
        programs.close();
    }

    @Test
    void theStatusAndTheOutputAreTold() {
        assertThat(run("exit 0")).isEqualTo(new Outcome.Exited(0, ""));
        assertThat(run("echo one; echo two >&2; exit 3")).isEqualTo(new Outcome.Exited(3, "one\ntwo\n"));
        assertThat(run("kill -SEGV $$")).isEqualTo(new Outcome.Signalled(11, ""));
    }

    @Test
    void itHasNoRightsAndNoGroupsButItsOwn() {
        assertThat(run("id -u; id -g; id -G; grep -E '^(Cap(Prm|Eff|Amb|Inh)|NoNewPrivs)' /proc/self/status"))
                .isEqualTo(new Outcome.Exited(0, """
                        65534
                        65534
                        65534
                        CapInh:\t0000000000000000
                        CapPrm:\t0000000000000000
                        CapEff:\t0000000000000000
                        CapAmb:\t0000000000000000
                        NoNewPrivs:\t1
                        """));
    }

    @Test
    void itRunsInASessionOfItsOwnWithNothingOfTheAgents() {
        // /proc/PID/stat: pid, name, state, parent, process group, session.
        assertThat(run("set -- $(cat /proc/$$/stat); test $1 = $5 && test $1 = $6 && echo apart"))
                .isEqualTo(new Outcome.Exited(0, "apart\n"));
        assertThat(run("ls /proc/$$/fd | tr '\\n' ' '; readlink /proc/$$/fd/0; pwd; cat /proc/$$/oom_score_adj"))
                .isEqualTo(new Outcome.Exited(0, "0 1 2 /dev/null\n/\n1000\n"));
        assertThat(run("env | grep -Ev '^(PWD|_|SHLVL)=' | sort")).isEqualTo(new Outcome.Exited(0, """
                        HOME=/
                        LANG=C.UTF-8
                        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
                        """));
        assertThat(run("exec grep -E '^Sig(Blk|Ign)' /proc/self/status"))
                .isEqualTo(new Outcome.Exited(0, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"));
    }

    @Test
    void theArgumentsArriveAsTheyAre() {
        var words = List.of("/usr/bin/printf", "%s|", "a b", "", "$HOME", "--", "ü\n");

        assertThat(outcome(programs.run(words, NOBODY, TIMEOUT_NANOS)))
                .isEqualTo(new Outcome.Exited(0, "a b||$HOME|--|ü\n|"));
    }

    @Test
    void ofALongOutputTheEndIsKept() {
        assertThat(run("seq 1 20000; echo end")).isInstanceOfSatisfying(Outcome.Exited.class, exited -> {
            assertThat(exited.status()).isZero();
            assertThat(exited.output()).hasSize(4096).endsWith("\n19999\n20000\nend\n");
        });
    }

    @Test
    void whoFloodsIsCutOff() {
        assertThat(run("exec yes")).isInstanceOfSatisfying(Outcome.Signalled.class, signalled -> {
            assertThat(signalled.signal()).isEqualTo(13);
            assertThat(signalled.output()).hasSize(4096);
        });
    }

    @Test
    void atTheTimeoutItIsAskedToEndAndMaySayWhy() throws IOException {
        Path said = folder.resolve("said");

        Run run = start(
                "trap 'echo asked > " + said + "; exit 0' TERM; echo waiting; while :; do sleep 0.05; done",
                SHORT_NANOS);

        assertThat(outcome(run)).isEqualTo(new Outcome.TimedOut("waiting\n"));
        gone(run);
        assertThat(Files.readString(said)).isEqualTo("asked\n");
    }

    @Test
    void whoDoesNotEndThenIsKilledWithAllItsChildren() throws IOException {
        Path pids = folder.resolve("pids");
        long startNanos = System.nanoTime();

        Run run = start(
                "trap '' TERM; sleep 600 & echo $! > " + pids + "; echo $$ >> " + pids
                        + "; while :; do sleep 0.05; done",
                SHORT_NANOS);

        assertThat(outcome(run)).isEqualTo(new Outcome.TimedOut(""));
        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(SHORT_NANOS);
        gone(run);
        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(SHORT_NANOS + 500_000_000L);
        assertThat(Files.readAllLines(pids)).hasSize(2).allSatisfy(pid -> awaitEnd(pid));
    }

    @Test
    void whatItLeavesBehindIsKilledAndNotWaitedFor() throws IOException {
        Path pid = folder.resolve("pid");

        assertThat(run("sleep 600 & echo $! > " + pid + "; echo done")).isEqualTo(new Outcome.Exited(0, "done\n"));
        awaitEnd(Files.readString(pid).strip());
    }

    @Test
    void whenTheAgentIsKilledItEndsToo() throws IOException {
        Path pid = folder.resolve("pid");
        try (var namespace = new TestNamespace();
                var agent = new ChildJvm(namespace, AgentThatIsKilled.class, "echo $$ > " + pid + "; exec sleep 600")) {
            agent.expect("started");
            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(pid) && Files.size(pid) > 1);

            agent.kill();

            awaitEnd(Files.readString(pid).strip());
        }
    }

    /** Runs one program. */
    static final class AgentThatIsKilled {
        private AgentThatIsKilled() {}

        public static void main(String... script) throws InterruptedException {
            var programs = new ChildProcesses(Thread::new);
            programs.run(List.of("/bin/sh", "-c", script[0]), NOBODY, TimeUnit.HOURS.toNanos(1));
            System.out.println("started");
            Thread.currentThread().join();
        }
    }

    @Test
    void whatHangsDelaysNobodyElse() {
        Run hangs = start("sleep 600", TIMEOUT_NANOS);

        assertThat(run("echo quick")).isEqualTo(new Outcome.Exited(0, "quick\n"));
        assertThat(hangs.outcome().toCompletableFuture()).isNotDone();
        programs.close();
        gone(hangs);
    }

    @Test
    void whatIsNotThereOrMayNotRunSaysSo() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(outcome(programs.run(List.of("/nowhere"), NOBODY, TIMEOUT_NANOS)))
                .isEqualTo(new Outcome.Exited(127, "setpriv: failed to execute /nowhere: No such file or directory\n"));
        assertThat(outcome(programs.run(List.of(text.toString()), NOBODY, TIMEOUT_NANOS)))
                .isEqualTo(new Outcome.Exited(126, "setpriv: failed to execute " + text + ": Permission denied\n"));
    }

    private Outcome run(String script) {
        Run run = start(script, TIMEOUT_NANOS);
        Outcome outcome = outcome(run);
        gone(run);
        return outcome;
    }

    private Run start(String script, long timeoutNanos) {
        return programs.run(List.of("/bin/sh", "-c", script), NOBODY, timeoutNanos);
    }

    private static Outcome outcome(Run run) {
        var future = run.outcome().toCompletableFuture();
        await().atMost(Duration.ofSeconds(20)).until(future::isDone);
        return future.join();
    }

    private static void gone(Run run) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> run.gone().toCompletableFuture().isDone());
    }

    /** A zombie, too, has ended: whose child it is then waits for it when he likes. */
    private static void awaitEnd(String pid) {
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            try {
                return Files.readString(Path.of("/proc", pid, "stat")).contains(") Z");
            } catch (IOException e) {
                return true;
            }
        });
    }
}
