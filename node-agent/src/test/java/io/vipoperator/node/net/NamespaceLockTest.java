package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NamespaceLockTest {
    @Test
    void theSecondAgentLearnsWhichProcessHasItAndGetsItWhenThatIsKilled() throws Exception {
        try (var namespace = new TestNamespace()) {
            Process first = ChildJvm.start(namespace, LockHolder.class);
            assertThat(ChildJvm.line(first, "acquired")).isTrue();
            namespace.call(() -> {
                try (var second = new NamespaceLock()) {
                    for (int i = 0; i < 300; i++) {
                        var attempt = second.tryAcquire();
                        assertThat(attempt).isEqualTo(new NamespaceLock.Attempt.HeldBy((int) first.pid(), "java"));
                        assertThat(attempt)
                                .hasToString("another agent, process " + first.pid()
                                        + " (java), runs in this network namespace");
                    }
                    first.destroyForcibly();
                    assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
                    assertThat(second.tryAcquire()).isEqualTo(new NamespaceLock.Attempt.Acquired());
                    assertThat(second.tryAcquire()).isEqualTo(new NamespaceLock.Attempt.Acquired());
                }
                return true;
            });
        }
    }

    @Test
    void anotherNamespaceHasItsOwn() throws Exception {
        try (var one = new TestNamespace();
                var other = new TestNamespace();
                var first = new NamespaceLock();
                var second = new NamespaceLock()) {
            assertThat(one.call(first::tryAcquire)).isEqualTo(new NamespaceLock.Attempt.Acquired());
            assertThat(other.call(second::tryAcquire)).isEqualTo(new NamespaceLock.Attempt.Acquired());
        }
    }

    /** A process that takes the lock and stays. */
    static final class LockHolder {
        private LockHolder() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) throws Exception {
            try (var lock = new NamespaceLock()) {
                System.out.println(
                        lock.tryAcquire() instanceof NamespaceLock.Attempt.Acquired ? "acquired" : "refused");
                System.in.read();
            }
        }
    }
}
