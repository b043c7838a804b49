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
        var instructions = PacketFilter.CAPTURE.toBlock();
        var program = new Block(16);
        program.bytes().putShort(0, (short) PacketFilter.CAPTURE.length()).putLong(8, instructions.address());
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
