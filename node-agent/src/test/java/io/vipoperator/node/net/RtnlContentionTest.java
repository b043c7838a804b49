package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.vrrp.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others keep the RTNL lock busy: 2,000 devices come and some hundreds go, one by one. */
class RtnlContentionTest {
    private static final int PAIRS = 1000;
    private static final int REMOVED_PAIRS = 150;
    private static final IpAddress PRIMARY = IpAddress.parse("192.0.2.1");
    private static final IpAddress GROUP = IpAddress.parse("224.0.0.18");
    private static final byte[] MESSAGE = HexFormat.of().parseHex("3133c8010064b9aac0000264");

    @Test
    void sendsAreNotHeldUpAndNoAddressExpires(@TempDir Path folder) throws Exception {
        try (var namespace = new TestNamespace()) {
            int nic = namespace.nic("eth0");
            namespace.ip("addr add 192.0.2.1/24 dev eth0");
            try (var rig = new Rig(namespace)) {
                rig.netlink.listenOn(Set.of(nic));
                rig.hold("a", nic, "192.0.2.9/24", "192.0.2.10/24");
                rig.hold("b", nic, "198.51.100.9/24");
                rig.expect(KernelEvent.Listening.class);
                int toldBefore = rig.all(KernelEvent.InterfacesChanged.class).size();

                var process = churn(namespace, folder);
                var missing = new FutureTask<>(() -> missingWhile(process));
                namespace.threads().newThread(missing).start();
                long[] durations = sendWhile(rig, nic, process);
                assertThat(process.waitFor()).isZero();

                assertThat(missing.get()).isEmpty();
                assertThat(rig.all(KernelEvent.Lost.class)).isEmpty();
                assertThat(rig.all(KernelEvent.Refused.class)).isEmpty();
                Arrays.sort(durations);
                // A call that took the lock would wait for tens of milliseconds nearly each time.
                assertThat(durations[durations.length * 9 / 10]).isLessThan(5_000_000L);
                assertThat(durations[durations.length - 1]).isLessThan(2_000_000_000L);
                // 2,000 devices are some 10,000 messages of the kernel; the loop gets at most one per 20 ms.
                int told = rig.all(KernelEvent.InterfacesChanged.class).size() - toldBefore;
                assertThat(told).isBetween(1, durations.length);
            }
        }
    }

    private static Process churn(TestNamespace namespace, Path folder) throws Exception {
        var lines = new ArrayList<String>();
        for (int i = 0; i < PAIRS; i++) {
            lines.add("link add a" + i + " type veth peer name b" + i);
        }
        for (int i = 0; i < REMOVED_PAIRS; i++) {
            lines.add("link del a" + i);
        }
        Path batch = Files.write(folder.resolve("batch"), lines);
        return new ProcessBuilder("ip", "-n", namespace.name(), "-batch", batch.toString())
                .inheritIO()
                .start();
    }

    /** Which addresses of ours were not there at some moment. */
    private static List<String> missingWhile(Process process) {
        var missing = new ArrayList<String>();
        try (var netlink = Rtnetlink.forRequests();
                var waiter = new EpollWaiter()) {
            while (process.isAlive()) {
                var ours = netlink.addresses(() -> {}).stream()
                        .filter(NetlinkMessage.Address::ours)
                        .map(address -> address.key().address().toString())
                        .toList();
                for (String wanted : List.of("192.0.2.9", "192.0.2.10", "198.51.100.9")) {
                    if (!ours.contains(wanted)) {
                        missing.add(wanted);
                    }
                }
                waiter.await(System.nanoTime() + 20_000_000L);
            }
        }
        return missing;
    }

    /** An advertisement each 10 ms, and how long each call took. */
    private static long[] sendWhile(Rig rig, int nic, Process process) throws Exception {
        var durations = new ArrayList<Long>();
        try (var waiter = new EpollWaiter()) {
            long next = System.nanoTime();
            while (process.isAlive()) {
                long before = System.nanoTime();
                rig.sockets.sendAdvertisement(nic, PRIMARY, GROUP, MESSAGE);
                rig.sockets.receive((Ipv4Receiver) (index, buffer, length) -> {});
                durations.add(System.nanoTime() - before);
                next = Math.max(next + 10_000_000L, before);
                waiter.await(next);
            }
        }
        return durations.stream().mapToLong(Long::longValue).toArray();
    }
}
