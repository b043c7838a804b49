package io.vipoperator.node.health;

import static io.vipoperator.node.health.Setups.check;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The thread of the checks, in real time. */
class CheckThreadTest {
    private final BlockingQueue<CheckReport> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<RuntimeException> mistakes = new LinkedBlockingQueue<>();

    private final class Telling implements CheckListener {
        @Override
        public void changed(List<CheckReport> all) {
            told.addAll(all);
        }

        @Override
        public void probed(String check, boolean success, long durationNanos) {
            if (!success) {
                throw new IllegalStateException("planted");
            }
        }
    }

    private CheckThread thread(Finding finding) {
        return new CheckThread(
                probe -> timeoutNanos -> CompletableFuture.supplyAsync(() -> finding),
                (setup, now) -> Optional.empty(),
                new Telling(),
                System::nanoTime,
                () -> {},
                mistakes::add);
    }

    @Test
    void whatAProbeFindsOnAnotherThreadIsTold() throws InterruptedException {
        CheckThread thread = thread(Finding.success("pong"));
        thread.start();
        thread.run(List.of(check("nginx")));
        assertThat(told.poll(10, TimeUnit.SECONDS).standing()).isEqualTo(Standing.UNKNOWN);
        CheckReport verdict = told.poll(10, TimeUnit.SECONDS);
        assertThat(verdict.standing()).isEqualTo(Standing.HEALTHY);
        assertThat(verdict.message()).isEqualTo("pong");
        thread.stop();
    }

    @Test
    void aMistakeOfOursIsToldAndTheChecksGoOn() throws InterruptedException {
        CheckThread thread = thread(Finding.failure("none"));
        thread.start();
        thread.run(List.of(check("nginx")));
        assertThat(mistakes.poll(10, TimeUnit.SECONDS)).hasMessage("planted");
        assertThat(mistakes.poll(10, TimeUnit.SECONDS)).hasMessage("planted");
        thread.stop();
    }
}
