package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.loop.KernelEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The end of the thread. */
class NetlinkThreadTest {
    @Test
    void aMistakeThatEndsTheThreadIsKnownAndItsEndIsNotWaitedFor() throws Exception {
        try (var namespace = new TestNamespace();
                var waiter = new EpollWaiter()) {
            int nic = namespace.nic("eth0");
            var netlink = new NetlinkThread(
                    new VrrpSockets(waiter),
                    event -> {
                        if (event instanceof KernelEvent.Held) {
                            throw new IllegalStateException("planted");
                        }
                    },
                    System::nanoTime,
                    new LinuxClock(),
                    namespace.threads());
            netlink.start();
            assertThat(netlink.failure()).isEmpty();

            netlink.hold(Rig.router("a"), nic, Rig.plan("192.0.2.9/24"));

            await().atMost(Duration.ofSeconds(5)).until(() -> netlink.failure().isPresent());
            assertThat(netlink.failure().orElseThrow()).hasMessage("planted");
            netlink.close();
        }
    }

    @Test
    void whoseCommandsAreNotCarriedOutForLongIsToldInsteadOfLosingOne() throws Exception {
        try (var namespace = new TestNamespace();
                var waiter = new EpollWaiter()) {
            var netlink = new NetlinkThread(
                    new VrrpSockets(waiter), event -> {}, System::nanoTime, new LinuxClock(), namespace.threads());
            for (int i = 0; i < 16_384; i++) {
                netlink.release(Rig.router("a"));
            }

            assertThatThrownBy(() -> netlink.release(Rig.router("a")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("16384 commands wait for the netlink thread");
        }
    }
}
