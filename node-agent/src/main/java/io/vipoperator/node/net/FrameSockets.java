package io.vipoperator.node.net;

import java.lang.ref.Reference;

/** Opens the sockets for whole Ethernet frames. On the netlink thread. */
final class FrameSockets {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC_NONBLOCK = 3 | 0x80000 | 0x800;
    private static final int SOCKADDR_LL_BYTES = 20;
    /** ETH_P_ALL in network order. Every other protocol is hooked in behind bridges, bonds and macvlans. */
    private static final short EVERY_PROTOCOL = (short) 0x0300;

    private static final int INTERACTIVE = 6;
    /** So much of a flood may wait, and no more. */
    private static final int RECEIVE_BYTES = 1 << 18;

    private FrameSockets() {}

    /**
     * Only sends, and queues nothing.
     *
     * @throws NativeException if the kernel refuses, with the call's name
     */
    static int openSender() {
        // Protocol 0: the socket isn't hooked into reception at all. The filter holds even if somebody binds it.
        int fd = open();
        try {
            attach(fd, PacketFilter.NOTHING);
            SocketOption.SO_PRIORITY.set(fd, INTERACTIVE);
            return fd;
        } catch (NativeException e) {
            Errno.close(fd);
            throw e;
        }
    }

    /**
     * Hears what {@link PacketFilter#TAP} lets through, before any firewall's IP hooks. The filter is there before the socket
     * is bound: nothing else ever gets into its queue.
     *
     * @throws NativeException if the kernel refuses, with the call's name
     */
    static int openTap(int index) {
        int fd = open();
        try {
            attach(fd, PacketFilter.TAP);
            // Else the kernel copies every packet that is sent before the filter says no.
            SocketOption.PACKET_IGNORE_OUTGOING.set(fd, 1);
            SocketOption.SO_RCVBUFFORCE.set(fd, RECEIVE_BYTES);
            var address = new Block(SOCKADDR_LL_BYTES);
            address.bytes()
                    .putShort(0, (short) AF_PACKET)
                    .putShort(2, EVERY_PROTOCOL)
                    .putInt(4, index);
            Errno.call("bind(AF_PACKET)", () -> Libc.bind(fd, address.address(), SOCKADDR_LL_BYTES));
            return fd;
        } catch (NativeException e) {
            Errno.close(fd);
            throw e;
        }
    }

    private static int open() {
        return (int)
                Errno.call("socket(AF_PACKET, SOCK_RAW)", () -> Libc.socket(AF_PACKET, SOCK_RAW_CLOEXEC_NONBLOCK, 0));
    }

    private static void attach(int fd, PacketFilter filter) {
        var instructions = filter.toBlock();
        var program = new Block(16);
        program.bytes().putShort(0, (short) filter.length()).putLong(8, instructions.address());
        try {
            SocketOption.SO_ATTACH_FILTER.set(fd, program);
        } finally {
            Reference.reachabilityFence(instructions);
        }
    }
}
