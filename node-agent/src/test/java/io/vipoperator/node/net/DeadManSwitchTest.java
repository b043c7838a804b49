package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.node.loop.KernelEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that holds an address, and what is left when it is killed or frozen. */
class DeadManSwitchTest {
    private TestNamespace namespace;
    private ChildJvm holder;

    @BeforeEach
    void aProcessHoldsAnAddress() throws Exception {
        namespace = new TestNamespace();
        int nic = namespace.nic("eth0");
        namespace.ip("addr add 192.0.2.1/24 dev eth0");
        holder = new ChildJvm(namespace, Holder.class, Integer.toString(nic));
        holder.expect("held");
    }

    @AfterEach
    void nothingIsLeft() {
        if (holder != null) {
            holder.close();
        }
        namespace.close();
    }

    @Test
    void theKernelTakesTheAddressOfAKilledProcessAndNothingElse() {
        // Over several renewals first.
        await().during(Duration.ofMillis(2500)).atMost(Duration.ofSeconds(5)).until(this::shown);
        holder.signal("KILL");
        long killedAt = System.nanoTime();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(6))
                .until(() -> !shown());
        long millis = (System.nanoTime() - killedAt) / 1_000_000;

        // 3 s of lifetime, of which up to 1 s had passed; the kernel rounds up by up to 0.5 s.
        assertThat(millis).isBetween(1_900L, 6_000L);
        assertThat(namespace.ip("-4 -o addr show dev eth0")).contains("192.0.2.1/24");
    }

    @Test
    void theAddressOfAFrozenProcessGoesAndComesBackWhenItThaws() {
        holder.signal("STOP");
        await().atMost(Duration.ofSeconds(6)).until(() -> !shown());
        holder.signal("CONT");

        holder.expect("lost expired=true");
        holder.expect("held again=true");
        assertThat(shown()).isTrue();
    }

    @Test
    void whatHappenedWhileTheKernelsMessagesWereLostIsFoundOut(@TempDir Path folder) throws Exception {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 1000; i++) {
            lines.add("link add a" + i + " type veth peer name b" + i);
        }
        Path batch = Files.write(folder.resolve("batch"), lines);
        holder.signal("STOP");
        namespace.ip("-batch " + batch);
        namespace.ip("addr del 192.0.2.9/32 dev eth0");
        holder.signal("CONT");

        holder.expect("held again=true");
        assertThat(shown()).isTrue();
        holder.expect("2003 NICs");
    }

    private boolean shown() {
        return namespace.ip("-4 -o addr show dev eth0").contains("192.0.2.9/32");
    }

    /** Holds 192.0.2.9 on the NIC whose index it is given, until it is killed. */
    static final class Holder {
        private Holder() {}

        @SuppressWarnings("SystemOut")
        private static void print(KernelEvent event) {
            if (event instanceof KernelEvent.Held held) {
                System.out.println(held.again() ? "held again=true" : "held");
            } else if (event instanceof KernelEvent.Lost lost) {
                System.out.println("lost expired=" + lost.expired());
            } else if (event instanceof KernelEvent.InterfacesChanged changed) {
                System.out.println(changed.interfaces().size() + " NICs");
            }
        }

        public static void main(String[] arguments) {
            try (var waiter = new EpollWaiter()) {
                var loop = new AtomicLong(System.nanoTime());
                var netlink = new NetlinkThread(
                        new VrrpSockets(waiter), Holder::print, loop::get, new LinuxClock(), Thread::new);
                netlink.start();
                netlink.hold(Rig.router("a"), Integer.parseInt(arguments[0]), Rig.plan("192.0.2.9/24"));
                while (!Thread.currentThread().isInterrupted()) {
                    waiter.await(System.nanoTime() + 100_000_000L);
                    loop.set(System.nanoTime());
                }
                netlink.close();
            }
        }
    }
}
