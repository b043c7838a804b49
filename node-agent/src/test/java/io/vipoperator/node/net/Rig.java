package io.vipoperator.node.net;

import static org.awaitility.Awaitility.await;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The netlink thread in a namespace, with a loop that does nothing but live. */
final class Rig implements AutoCloseable {
    final TestNamespace namespace;
    final EpollWaiter waiter = new EpollWaiter();
    final VrrpSockets sockets = new VrrpSockets(waiter);
    final List<KernelEvent> events = new CopyOnWriteArrayList<>();
    final List<AddressWithPrefix> leftovers;
    final NetlinkThread netlink;
    private volatile long frozenAtNanos = Long.MAX_VALUE;

    Rig(TestNamespace namespace) {
        this.namespace = namespace;
        netlink = new NetlinkThread(
                sockets,
                events::add,
                () -> Math.min(System.nanoTime(), frozenAtNanos),
                new LinuxClock(),
                namespace.threads());
        leftovers = netlink.start();
    }

    static RouterKey router(String name) {
        return new RouterKey(name, Family.IPV4);
    }

    static InstallPlan plan(String... addresses) {
        return new InstallPlan(parse(addresses), false, true, Optional.empty());
    }

    static List<AddressWithPrefix> parse(String... addresses) {
        var parsed = new ArrayList<AddressWithPrefix>();
        for (String address : addresses) {
            int slash = address.indexOf('/');
            parsed.add(new AddressWithPrefix(
                    IpAddress.parse(address.substring(0, slash)), Integer.parseInt(address.substring(slash + 1))));
        }
        return parsed;
    }

    /** The loop has its last turn now. */
    void freezeLoop() {
        frozenAtNanos = System.nanoTime();
    }

    void thawLoop() {
        frozenAtNanos = Long.MAX_VALUE;
    }

    /** Waits for the count-th event of that kind. */
    <T extends KernelEvent> T expect(Class<T> kind, int count) {
        await("event " + count + " of " + kind.getSimpleName() + " in " + events)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(6))
                .until(() -> all(kind).size() >= count);
        return all(kind).get(count - 1);
    }

    <T extends KernelEvent> T expect(Class<T> kind) {
        return expect(kind, 1);
    }

    <T extends KernelEvent> List<T> all(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void hold(String router, int nic, String... addresses) {
        int held = all(KernelEvent.Held.class).size();
        netlink.hold(router(router), nic, plan(addresses));
        expect(KernelEvent.Held.class, held + 1);
    }

    void holdIpv6(String router, int nic, String... addresses) {
        int held = all(KernelEvent.Held.class).size();
        netlink.hold(new RouterKey(router, Family.IPV6), nic, plan(addresses));
        expect(KernelEvent.Held.class, held + 1);
    }

    /** Whether ip shows the address. */
    boolean shows(String address) {
        return namespace.ip("-o addr show").contains(" " + address + " ");
    }

    @Override
    public void close() {
        netlink.close();
        waiter.close();
    }
}
