package io.vipoperator.node.net;

import io.vipoperator.node.loop.KernelEvent;
import java.util.List;
import java.util.Set;

/** Two nodes on one cable, eth0 at both ends, with fixed MACs and addresses of both families. */
final class Cable implements AutoCloseable {
    static final String LEFT_LINK_LOCAL = "fe80::1";
    static final String RIGHT_LINK_LOCAL = "fe80::2";

    final TestNamespace left = new TestNamespace();
    final TestNamespace right = new TestNamespace();
    final int leftNic;
    final int rightNic;
    final Rig one;
    final Rig two;

    Cable() {
        left.ip("link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns "
                + right.name());
        for (var namespace : List.of(left, right)) {
            namespace.ip("link set eth0 addrgenmode none");
            namespace.ip("link set eth0 up");
        }
        left.ip("addr add 192.0.2.1/24 dev eth0");
        right.ip("addr add 192.0.2.2/24 dev eth0");
        left.ip("addr add fe80::1/64 dev eth0 nodad");
        right.ip("addr add fe80::2/64 dev eth0 nodad");
        left.ip("addr add 2001:db8::1/64 dev eth0 nodad");
        right.ip("addr add 2001:db8::2/64 dev eth0 nodad");
        leftNic = left.indexOf("eth0");
        rightNic = right.indexOf("eth0");
        one = new Rig(left);
        two = new Rig(right);
    }

    /** Both listen. */
    Cable listening() {
        one.netlink.listenOn(Set.of(leftNic));
        two.netlink.listenOn(Set.of(rightNic));
        one.expect(KernelEvent.Listening.class);
        two.expect(KernelEvent.Listening.class);
        return this;
    }

    @Override
    public void close() {
        one.close();
        two.close();
        left.close();
        right.close();
    }
}
