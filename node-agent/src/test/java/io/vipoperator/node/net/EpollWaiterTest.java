package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EpollWaiterTest {
    private final LinuxClock clock = new LinuxClock();

    @Test
    void itReturnsAtTheDeadlineAndNotBefore() {
        try (var waiter = new EpollWaiter()) {
            for (int i = 0; i < 20; i++) {
                long deadline = clock.nanoTime() + 3_000_000;
                waiter.await(deadline);
                assertThat(clock.nanoTime()).isGreaterThanOrEqualTo(deadline);
            }
        }
    }

    @Test
    void aDeadlineThatHasPassedDoesNotWait() {
        try (var waiter = new EpollWaiter()) {
            long before = clock.nanoTime();
            waiter.await(before - 1);
            waiter.await(Long.MIN_VALUE / 2);
            assertThat(clock.nanoTime() - before).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void aWakeBeforeTheWaitEndsItAndOnlyOne() {
        try (var waiter = new EpollWaiter()) {
            waiter.wake();
            waiter.wake();
            waiter.await(Long.MAX_VALUE);
            long deadline = clock.nanoTime() + 20_000_000;
            waiter.await(deadline);
            assertThat(clock.nanoTime()).isGreaterThanOrEqualTo(deadline);
        }
    }

    @Test
    void anotherThreadEndsAWaitWithoutDeadline() throws InterruptedException {
        try (var waiter = new EpollWaiter()) {
            var ended = new CountDownLatch(1);
            var thread = new Thread(() -> {
                waiter.await(Long.MAX_VALUE);
                ended.countDown();
            });
            thread.start();
            waiter.wake();
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            thread.join();
        }
    }
}
