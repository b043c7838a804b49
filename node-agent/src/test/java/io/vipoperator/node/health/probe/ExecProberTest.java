package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.probe.Programs.Outcome;
import io.vipoperator.node.health.probe.Programs.Run;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ExecProberTest {
    @Test
    void aStatusOfZeroIsSuccess() {
        assertThat(exec(new Outcome.Exited(0, ""))).isEqualTo(Finding.success("/checks/db: status 0"));
        assertThat(exec(new Outcome.Exited(0, "lag 3 s\n")))
                .isEqualTo(Finding.success("/checks/db: status 0: lag 3 s"));
    }

    @Test
    void everythingElseIsAFailureThatSaysWhatThereIs() {
        assertThat(exec(new Outcome.Exited(2, "no\nleader\n")))
                .isEqualTo(Finding.failure("/checks/db: status 2: no leader"));
        assertThat(exec(new Outcome.Exited(127, "")))
                .isEqualTo(Finding.failure("/checks/db: status 127 (not found, or not started)"));
        assertThat(exec(new Outcome.Signalled(11, ""))).isEqualTo(Finding.failure("/checks/db: ended by SIGSEGV"));
        assertThat(exec(new Outcome.TimedOut("asking")))
                .isEqualTo(Finding.failure("/checks/db: did not end within 10000 ms: asking"));
        assertThat(exec(new Outcome.NotStarted("128 programs run already")))
                .isEqualTo(Finding.failure("/checks/db: not started: 128 programs run already"));
    }

    @Test
    void ofALongOutputTheEndIsShown() {
        assertThat(exec(new Outcome.Exited(1, "x".repeat(5000) + " the reason")).message())
                .hasSizeLessThan(1024)
                .startsWith("/checks/db: status 1: \u2026xxx")
                .endsWith("xxx the reason");
    }

    @Test
    void whatCannotEvenBeKilledIsNotStartedAgainBesideItself() {
        var gone = new CompletableFuture<Void>();
        var starts = new int[1];
        Programs programs = (command, user, timeoutNanos) -> {
            starts[0]++;
            return new Run(CompletableFuture.completedFuture(new Outcome.TimedOut("")), gone);
        };
        var prober = new ExecProber(new Probe.Exec(List.of("/checks/db"), 65534), programs);

        assertThat(Findings.of(prober).message()).isEqualTo("/checks/db: did not end within 10000 ms");
        assertThat(Findings.of(prober))
                .isEqualTo(Finding.failure("/checks/db: was killed, and has not ended yet: it is not started again"));
        assertThat(starts[0]).isEqualTo(1);

        gone.complete(null);

        assertThat(Findings.of(prober).message()).isEqualTo("/checks/db: did not end within 10000 ms");
        assertThat(starts[0]).isEqualTo(2);
    }

    private static Finding exec(Outcome outcome) {
        Programs scripted = (command, user, timeoutNanos) -> {
            assertThat(command).containsExactly("/checks/db", "--quick");
            assertThat(user).isEqualTo(1234);
            return new Run(CompletableFuture.completedFuture(outcome), CompletableFuture.completedFuture(null));
        };
        return Findings.of(new ExecProber(new Probe.Exec(List.of("/checks/db", "--quick"), 1234), scripted));
    }
}
