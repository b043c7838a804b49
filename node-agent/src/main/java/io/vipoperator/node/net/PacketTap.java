package io.vipoperator.node.net;

import java.lang.ref.Reference;

/**
 * Hears VRRP, ARP and ICMPv6 Neighbor Discovery on all NICs of this network namespace, as frames, before any firewall and
 * also those that this host sends. Changes nothing: it joins no group and answers nobody. Of one thread.
 */
public final class PacketTap implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int ETH_P_ALL = 0x0003;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int PACKET_OUTGOING = 4;
    private static final int BUFFER_BYTES = 2048;

    private static final int LOAD_HALF = 0x28;
    private static final int LOAD_BYTE = 0x30;
    private static final int JUMP_EQUAL = 0x15;
    private static final int RETURN = 0x06;

    /** Code, jump if true, jump if false, operand: struct sock_filter. The jumps count what is left out. */
    private static final int[][] FILTER = {
        {LOAD_HALF, 0, 0, 12}, // EtherType
        {JUMP_EQUAL, 10, 0, 0x0806}, // ARP: take
        {JUMP_EQUAL, 0, 2, 0x0800}, // IPv4
        {LOAD_BYTE, 0, 0, 23},
        {JUMP_EQUAL, 7, 8, 112}, // protocol VRRP: take, else drop
        {JUMP_EQUAL, 0, 7, 0x86dd}, // IPv6, else drop
        {LOAD_BYTE, 0, 0, 20},
        {JUMP_EQUAL, 4, 0, 112}, // next header VRRP: take
        {JUMP_EQUAL, 0, 4, 58}, // ICMPv6, else drop
        {LOAD_BYTE, 0, 0, 54},
        {JUMP_EQUAL, 1, 0, 135}, // Neighbor Solicitation: take
        {JUMP_EQUAL, 0, 1, 136}, // Neighbor Advertisement: take, else drop
        {RETURN, 0, 0, BUFFER_BYTES},
        {RETURN, 0, 0, 0},
    };

    private final int fd;
    private final Block buffer = new Block(BUFFER_BYTES);
    private final Block sender = new Block(SOCKADDR_LL_BYTES);
    private final Block senderLength = new Block(Integer.BYTES);
    private final byte[] frame = new byte[BUFFER_BYTES];

    /** Is given what was heard. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A frame passed; the array is overwritten by the next one.
         *
         * @param outgoing this host sent it
         */
        void frame(int interfaceIndex, boolean outgoing, byte[] frame, int length);
    }

    /**
     * Listens from now on.
     *
     * @throws NativeException if the kernel refuses: CAP_NET_RAW is needed
     */
    public PacketTap() {
        // Protocol 0 hears nothing yet: what comes before the filter is in place would be everything.
        fd = (int) Errno.call("socket(AF_PACKET, SOCK_RAW)", () -> Libc.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0));
        var instructions = new Block(FILTER.length * Long.BYTES);
        for (int i = 0; i < FILTER.length; i++) {
            int at = i * Long.BYTES;
            instructions
                    .bytes()
                    .putShort(at, (short) FILTER[i][0])
                    .put(at + 2, (byte) FILTER[i][1])
                    .put(at + 3, (byte) FILTER[i][2])
                    .putInt(at + 4, FILTER[i][3]);
        }
        var program = new Block(16);
        program.bytes().putShort(0, (short) FILTER.length).putLong(8, instructions.address());
        var everything = new Block(SOCKADDR_LL_BYTES);
        // In network byte order.
        everything.bytes().putShort(0, (short) AF_PACKET).put(2, (byte) 0).put(3, (byte) ETH_P_ALL);
        try {
            Errno.call(
                    "setsockopt SO_ATTACH_FILTER",
                    () -> Libc.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, program.address(), program.sizeBytes()));
            Errno.call("bind(AF_PACKET)", () -> Libc.bind(fd, everything.address(), everything.sizeBytes()));
        } catch (NativeException e) {
            Errno.close(fd);
            throw e;
        } finally {
            Reference.reachabilityFence(instructions);
        }
    }

    /**
     * Waits for the next frame.
     *
     * @throws NativeException if the kernel refuses
     */
    public void next(Listener listener) {
        senderLength.bytes().putInt(0, SOCKADDR_LL_BYTES);
        long length = Errno.call(
                "recvfrom(AF_PACKET)",
                () -> Libc.recvfrom(fd, buffer.address(), BUFFER_BYTES, 0, sender.address(), senderLength.address()));
        if (length > 0) {
            buffer.read(frame, (int) length);
            int index = sender.bytes().getInt(4);
            boolean outgoing = sender.bytes().get(10) == PACKET_OUTGOING;
            listener.frame(index, outgoing, frame, (int) length);
        }
    }

    @Override
    public void close() {
        Errno.close(fd);
    }
}
