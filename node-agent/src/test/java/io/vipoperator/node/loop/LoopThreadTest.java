package io.vipoperator.node.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The thread around the loop: it turns, it ends, and it tells what ended it. */
class LoopThreadTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final LoopCounters counters = new LoopCounters();
    private final SemaphoreWaiter waiter = new SemaphoreWaiter();
    private final Inbox inbox = new Inbox(waiter, counters);
    private final AtomicReference<String> preparedOn = new AtomicReference<>();

    @Test
    void preparesItsThreadAndTurnsEvenWhenNothingIsDue() throws InterruptedException {
        LoopThread thread = thread(report -> {});
        assertThat(thread.lastTurnNanos()).isEqualTo(Long.MIN_VALUE);

        thread.start();
        await().atMost(LONG).until(() -> counters.turns() >= 3);

        assertThat(preparedOn).hasValue("vrrp-loop");
        assertThat(System.nanoTime() - thread.lastTurnNanos()).isLessThan(10_000_000_000L);
        thread.stop();
        assertThat(thread.awaitEnd(LONG)).isTrue();
        assertThat(thread.failure()).isEmpty();
    }

    @Test
    void aProgrammersErrorEndsTheLoopAndIsKept() throws InterruptedException {
        IllegalStateException error = new IllegalStateException("planted");
        LoopThread thread = thread(report -> {
            throw error;
        });
        thread.start();

        inbox.offer(new Command.Apply(new DesiredState(1, 0, List.of())));

        assertThat(thread.awaitEnd(LONG)).isTrue();
        assertThat(thread.failure()).containsSame(error);
    }

    @Test
    void latenessIsCountedByBounds() {
        counters.countLateness(50_000);
        counters.countLateness(2_000_000);
        counters.countLateness(5_000_000_000L);

        assertThat(counters.deadlines()).isEqualTo(3);
        assertThat(counters.latenessAtMost(0)).isEqualTo(1);
        assertThat(counters.latenessAtMost(2)).isEqualTo(2);
        assertThat(counters.latenessAtMost(7)).isEqualTo(2);
        assertThat(counters.latenessMaxNanos()).isEqualTo(5_000_000_000L);
        assertThat(counters.latenessSumNanos()).isEqualTo(5_002_050_000L);
    }

    private LoopThread thread(Reports reports) {
        RouterLoop loop = new RouterLoop(
                inbox,
                new SilentWire(),
                new SilentKernel(),
                System::nanoTime,
                () -> 0,
                reports,
                counters,
                message -> {});
        return new LoopThread(
                loop,
                inbox,
                System::nanoTime,
                waiter,
                counters,
                () -> preparedOn.set(Thread.currentThread().getName()));
    }

    private static final class SemaphoreWaiter implements Waiter {
        private final Semaphore wakes = new Semaphore(0);

        @Override
        public void await(long deadlineNanos) {
            try {
                if (wakes.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    wakes.drainPermits();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void wake() {
            wakes.release();
        }
    }

    private static final class SilentWire implements Wire {
        @Override
        public void sendAdvertisement(int interfaceIndex, IpAddress source, IpAddress destination, byte[] message) {}

        @Override
        public void sendFrame(int interfaceIndex, byte[] frame) {}

        @Override
        public int receive(Receiver receiver) {
            return 0;
        }
    }

    private static final class SilentKernel implements Kernel {
        @Override
        public void listenOn(Set<Integer> interfaceIndexes) {}

        @Override
        public void hold(RouterKey router, int interfaceIndex, InstallPlan plan) {}

        @Override
        public void virtualMac(RouterKey router, int interfaceIndex, MacAddress mac) {}

        @Override
        public void noVirtualMac(RouterKey router) {}

        @Override
        public void release(RouterKey router) {}
    }
}
