package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
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
}
