package io.vipoperator.node.net;

/** Options of sockets, by the numbers of Linux: the same on all architectures that have a JVM today. */
enum SocketOption {
    SO_PRIORITY(SocketOption.SOL_SOCKET, 12),
    SO_ATTACH_FILTER(SocketOption.SOL_SOCKET, 26),
    SO_RCVBUFFORCE(SocketOption.SOL_SOCKET, 33),
    SO_BINDTOIFINDEX(SocketOption.SOL_SOCKET, 62),
    IP_TOS(SocketOption.IPPROTO_IP, 1),
    IP_TTL(SocketOption.IPPROTO_IP, 2),
    IP_MULTICAST_IF(SocketOption.IPPROTO_IP, 32),
    IP_MULTICAST_TTL(SocketOption.IPPROTO_IP, 33),
    IP_MULTICAST_LOOP(SocketOption.IPPROTO_IP, 34),
    IP_ADD_MEMBERSHIP(SocketOption.IPPROTO_IP, 35),
    IP_MULTICAST_ALL(SocketOption.IPPROTO_IP, 49),
    IPV6_UNICAST_HOPS(SocketOption.IPPROTO_IPV6, 16),
    IPV6_MULTICAST_IF(SocketOption.IPPROTO_IPV6, 17),
    IPV6_MULTICAST_HOPS(SocketOption.IPPROTO_IPV6, 18),
    IPV6_MULTICAST_LOOP(SocketOption.IPPROTO_IPV6, 19),
    IPV6_JOIN_GROUP(SocketOption.IPPROTO_IPV6, 20),
    IPV6_MULTICAST_ALL(SocketOption.IPPROTO_IPV6, 29),
    IPV6_RECVPKTINFO(SocketOption.IPPROTO_IPV6, 49),
    IPV6_RECVHOPLIMIT(SocketOption.IPPROTO_IPV6, 51),
    IPV6_TCLASS(SocketOption.IPPROTO_IPV6, 67),
    PACKET_IGNORE_OUTGOING(SocketOption.SOL_PACKET, 23);

    private static final int SOL_SOCKET = 1;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int SOL_PACKET = 263;

    private final int level;
    private final int number;

    SocketOption(int level, int number) {
        this.level = level;
        this.number = number;
    }

    /**
     * Sets it.
     *
     * @throws NativeException with the option's name
     */
    void set(int fd, Block value) {
        Errno.call(
                "setsockopt " + name(), () -> Libc.setsockopt(fd, level, number, value.address(), value.sizeBytes()));
    }

    /** Sets it to a number. */
    void set(int fd, int value) {
        set(fd, Block.ofInts(value));
    }
}
