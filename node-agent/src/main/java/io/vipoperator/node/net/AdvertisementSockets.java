package io.vipoperator.node.net;

/**
 * Opens the raw sockets of protocol 112. Each is bound to one NIC and hears what comes in there: the group, and what is
 * sent to an address of this node (unicast). On the netlink thread: to join a group takes the RTNL lock.
 */
final class AdvertisementSockets {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW_CLOEXEC_NONBLOCK = 3 | 0x80000 | 0x800;
    private static final int IPPROTO_VRRP = 112;

    private static final int CS6 = 0xc0;
    private static final int INTERACTIVE = 6;
    private static final int RECEIVE_BYTES = 1 << 20;
    /** RFC 9568 sections 5.1.1.3 and 5.1.2.3: proves to the receiver that nobody routed it. */
    private static final int MOST_HOPS = 255;

    private AdvertisementSockets() {}

    /**
     * For IPv4; it delivers packets with their IP header.
     *
     * @throws NativeException if the kernel refuses, with the call's name
     */
    static int openIpv4(int index) {
        int fd = (int) Errno.call(
                "socket(AF_INET, SOCK_RAW, 112)", () -> Libc.socket(AF_INET, SOCK_RAW_CLOEXEC_NONBLOCK, IPPROTO_VRRP));
        try {
            SocketOption.SO_BINDTOIFINDEX.set(fd, index);
            // Without it the socket hears every group that any process of the host has joined.
            SocketOption.IP_MULTICAST_ALL.set(fd, 0);
            SocketOption.IP_MULTICAST_IF.set(fd, Block.ofInts(0, 0, index));
            SocketOption.IP_MULTICAST_LOOP.set(fd, 0);
            SocketOption.IP_MULTICAST_TTL.set(fd, MOST_HOPS);
            SocketOption.IP_TTL.set(fd, MOST_HOPS);
            SocketOption.IP_TOS.set(fd, CS6);
            // After IP_TOS, which sets it too.
            SocketOption.SO_PRIORITY.set(fd, INTERACTIVE);
            SocketOption.SO_RCVBUFFORCE.set(fd, RECEIVE_BYTES);
            SocketOption.IP_ADD_MEMBERSHIP.set(fd, ipv4GroupOn(index));
            return fd;
        } catch (NativeException e) {
            Errno.close(fd);
            throw e;
        }
    }

    /**
     * For IPv6; it delivers messages without their IP header. The kernel doesn't touch the checksum (IPV6_CHECKSUM stays
     * off): it would drop a wrong one in silence, and here every rejection is counted and told.
     *
     * @throws NativeException if the kernel refuses, with the call's name
     */
    static int openIpv6(int index) {
        int fd = (int) Errno.call(
                "socket(AF_INET6, SOCK_RAW, 112)",
                () -> Libc.socket(AF_INET6, SOCK_RAW_CLOEXEC_NONBLOCK, IPPROTO_VRRP));
        try {
            SocketOption.SO_BINDTOIFINDEX.set(fd, index);
            SocketOption.IPV6_MULTICAST_ALL.set(fd, 0);
            SocketOption.IPV6_MULTICAST_IF.set(fd, index);
            SocketOption.IPV6_MULTICAST_LOOP.set(fd, 0);
            SocketOption.IPV6_MULTICAST_HOPS.set(fd, MOST_HOPS);
            SocketOption.IPV6_UNICAST_HOPS.set(fd, MOST_HOPS);
            SocketOption.IPV6_TCLASS.set(fd, CS6);
            SocketOption.IPV6_RECVPKTINFO.set(fd, 1);
            SocketOption.IPV6_RECVHOPLIMIT.set(fd, 1);
            SocketOption.SO_PRIORITY.set(fd, INTERACTIVE);
            SocketOption.SO_RCVBUFFORCE.set(fd, RECEIVE_BYTES);
            SocketOption.IPV6_JOIN_GROUP.set(fd, ipv6GroupOn(index));
            return fd;
        } catch (NativeException e) {
            Errno.close(fd);
            throw e;
        }
    }

    /** struct ip_mreqn: 224.0.0.18 (RFC 9568 section 5.1.1.2), no address, the index. */
    private static Block ipv4GroupOn(int index) {
        var block = new Block(12);
        block.write(0, new byte[] {(byte) 224, 0, 0, 18});
        block.bytes().putInt(8, index);
        return block;
    }

    /** struct ipv6_mreq: ff02::12 (RFC 9568 section 5.1.2.2), the index. */
    private static Block ipv6GroupOn(int index) {
        var block = new Block(20);
        block.write(0, new byte[] {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x12});
        block.bytes().putInt(16, index);
        return block;
    }
}
