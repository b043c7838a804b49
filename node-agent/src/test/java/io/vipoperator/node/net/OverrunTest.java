package io.vipoperator.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vipoperator.node.loop.NetworkInterface;
import io.vipoperator.node.vrrp.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel told more than the socket could hold: what was lost is read anew, of both families. */
class OverrunTest {
    private static final int ADDRESSES = 12_000;

    @Test
    void whatIsKnownIsTrueAgainAfterMessagesWereLost(@TempDir Path folder) throws Exception {
        try (var namespace = new TestNamespace()) {
            namespace.nic("eth0");
            namespace.ip("addr add 192.0.2.1/24 dev eth0");
            namespace.ip("addr add 2001:db8::1/64 dev eth0 nodad");
            namespace.ip("route add default via 192.0.2.254");
            var lines = new ArrayList<String>();
            for (int i = 0; i < ADDRESSES; i++) {
                String address = "10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256 + "/32 dev eth0";
                lines.add("addr add " + address);
                lines.add("addr del " + address);
            }
            lines.add("addr del 192.0.2.1/24 dev eth0");
            lines.add("addr del 2001:db8::1/64 dev eth0");
            lines.add("addr add 192.0.2.5/24 dev eth0");
            lines.add("addr add 2001:db8::5/64 dev eth0 nodad");
            lines.add("route add default via 2001:db8::fe metric 7");
            lines.add("link set eth0 name lan0");
            Path batch = Files.write(folder.resolve("batch"), lines);

            List<NetworkInterface> known = namespace.call(() -> {
                try (var watch = new NodeWatch(() -> {});
                        var witness = Rtnetlink.forWatching()) {
                    assertThat(watch.changes(System.nanoTime())).isPresent();
                    namespace.ip("-batch " + batch);
                    assertThatThrownBy(() -> witness.drain(message -> {}))
                            .isInstanceOf(NativeException.class)
                            .hasMessageEndingWith("ENOBUFS");
                    watch.takeIn();
                    return watch.changes(System.nanoTime() + NodeWatch.PAUSE_NANOS)
                            .orElseThrow();
                }
            });
            var nic = known.stream()
                    .filter(one -> one.name().equals("lan0"))
                    .findFirst()
                    .orElseThrow();
            assertThat(nic.addresses().stream().filter(one -> !one.address().isLinkLocal()))
                    .containsExactlyElementsOf(Rig.parse("192.0.2.5/24", "2001:db8::5/64"));
            assertThat(nic.defaultRoute(Family.IPV4)).isEmpty();
            assertThat(nic.defaultRoute(Family.IPV6)).contains(7);
        }
    }
}
