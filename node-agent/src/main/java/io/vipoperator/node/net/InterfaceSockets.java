package io.vipoperator.node.net;

import java.lang.ref.Reference;

/**
 * The two sockets of one NIC: VRRP in and out, and frames out. Opened and closed on the netlink thread (joining a group
 * and leaving it take the RTNL lock), used on the loop's.
 */
final class InterfaceSockets {
    private static final int AF_INET = 2;
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC_NONBLOCK = 3 | 0x80000 | 0x800;
    private static final int IPPROTO_VRRP = 112;

    private static final int SOL_SOCKET = 1;
    private static final int SO_PRIORITY = 12;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_BINDTOIFINDEX = 62;

    private static final int IPPROTO_IP = 0;
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IP_MULTICAST_IF = 32;
    private static final int IP_MULTICAST_TTL = 33;
    private static final int IP_MULTICAST_LOOP = 34;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IP_MULTICAST_ALL = 49;

    private static final int CS6 = 0xc0;
    private static final int INTERACTIVE = 6;
    private static final int RECEIVE_BYTES = 1 << 20;

    /** Return 0 bytes of every packet: the socket only sends, and shall queue nothing. */
    private static final int BPF_RETURN_CONSTANT = 0x06;

    private final int interfaceIndex;
    private final int vrrp;
    private final int packet;

    private InterfaceSockets(int interfaceIndex, int vrrp, int packet) {
        this.interfaceIndex = interfaceIndex;
        this.vrrp = vrrp;
        this.packet = packet;
    }

    /**
     * Opens both.
     *
     * @throws NativeException if the kernel refuses, with the call's name
     */
    static InterfaceSockets open(int interfaceIndex) {
        int vrrp = openVrrp(interfaceIndex);
        try {
            return new InterfaceSockets(interfaceIndex, vrrp, openPacket());
        } catch (NativeException e) {
            Errno.close(vrrp);
            throw e;
        }
    }

    private static int openVrrp(int index) {
        int fd = (int) Errno.call(
                "socket(AF_INET, SOCK_RAW, 112)", () -> Libc.socket(AF_INET, SOCK_RAW_CLOEXEC_NONBLOCK, IPPROTO_VRRP));
        try {
            set(fd, SOL_SOCKET, SO_BINDTOIFINDEX, "SO_BINDTOIFINDEX", Block.ofInts(index));
            // Without it the socket hears every group that any process of the host has joined.
            set(fd, IPPROTO_IP, IP_MULTICAST_ALL, "IP_MULTICAST_ALL", Block.ofInts(0));
            set(fd, IPPROTO_IP, IP_MULTICAST_IF, "IP_MULTICAST_IF", Block.ofInts(0, 0, index));
            set(fd, IPPROTO_IP, IP_MULTICAST_LOOP, "IP_MULTICAST_LOOP", Block.ofInts(0));
            // RFC 9568 section 5.1.1.3: the TTL must be 255, which proves to the receiver that nobody routed it.
            set(fd, IPPROTO_IP, IP_MULTICAST_TTL, "IP_MULTICAST_TTL", Block.ofInts(255));
            set(fd, IPPROTO_IP, IP_TTL, "IP_TTL", Block.ofInts(255));
            set(fd, IPPROTO_IP, IP_TOS, "IP_TOS", Block.ofInts(CS6));
            // After IP_TOS, which sets it too.
            set(fd, SOL_SOCKET, SO_PRIORITY, "SO_PRIORITY", Block.ofInts(INTERACTIVE));
            set(fd, SOL_SOCKET, SO_RCVBUFFORCE, "SO_RCVBUFFORCE", Block.ofInts(RECEIVE_BYTES));
            set(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, "IP_ADD_MEMBERSHIP", vrrpGroupOn(index));
            return fd;
        } catch (NativeException e) {
            Errno.close(fd);
            throw e;
        }
    }

    /** struct ip_mreqn: 224.0.0.18 (RFC 9568 section 5.1.1.2), no address, the index. */
    private static Block vrrpGroupOn(int index) {
        var block = new Block(12);
        block.write(0, new byte[] {(byte) 224, 0, 0, 18});
        block.bytes().putInt(8, index);
        return block;
    }

    private static int openPacket() {
        // Protocol 0: the socket isn't hooked into reception at all. The filter holds even if somebody binds it.
        int fd = (int)
                Errno.call("socket(AF_PACKET, SOCK_RAW)", () -> Libc.socket(AF_PACKET, SOCK_RAW_CLOEXEC_NONBLOCK, 0));
        var instruction = new Block(8);
        instruction.bytes().putShort(0, (short) BPF_RETURN_CONSTANT);
        var program = new Block(16);
        program.bytes().putShort(0, (short) 1).putLong(8, instruction.address());
        try {
            set(fd, SOL_SOCKET, SO_ATTACH_FILTER, "SO_ATTACH_FILTER", program);
            set(fd, SOL_SOCKET, SO_PRIORITY, "SO_PRIORITY", Block.ofInts(INTERACTIVE));
            return fd;
        } catch (NativeException e) {
            Errno.close(fd);
            throw e;
        } finally {
            Reference.reachabilityFence(instruction);
        }
    }

    private static void set(int fd, int level, int option, String name, Block value) {
        Errno.call("setsockopt " + name, () -> Libc.setsockopt(fd, level, option, value.address(), value.sizeBytes()));
    }

    int interfaceIndex() {
        return interfaceIndex;
    }

    int vrrp() {
        return vrrp;
    }

    int packet() {
        return packet;
    }

    /** Leaves the group, which takes the RTNL lock. */
    void close() {
        Errno.close(vrrp);
        Errno.close(packet);
    }
}
