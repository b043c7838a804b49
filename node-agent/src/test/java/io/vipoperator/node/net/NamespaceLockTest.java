package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamespaceLockTest {
    @Test
    void theSecondAgentLearnsWhichProcessHasItAndGetsItWhenThatIsKilled() throws Exception {
        try (var namespace = new TestNamespace();
                var first = new ChildJvm(namespace, LockHolder.class)) {
            first.expect("acquired");
            namespace.call(() -> {
                try (var second = new NamespaceLock()) {
                    for (int i = 0; i < 300; i++) {
                        var attempt = second.tryAcquire();
                        assertThat(attempt).isEqualTo(new NamespaceLock.Attempt.HeldBy(first.pid(), "java"));
                        assertThat(attempt)
                                .hasToString("another agent, process " + first.pid()
                                        + " (java), runs in this network namespace");
                    }
                    first.kill();
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
