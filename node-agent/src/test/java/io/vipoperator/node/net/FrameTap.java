package io.vipoperator.node.net;

/** Sees all frames that arrive at a NIC, independently of what is tested. */
final class FrameTap implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int ETH_P_ALL_NETWORK_ORDER = 0x0300;
    private static final long LONGEST_NANOS = 5_000_000_000L;
    private final Block buffer = new Block(2048);
    private final EpollWaiter waiter = new EpollWaiter();
    private final int fd;

    FrameTap(int nic) {
        fd = (int) Errno.call("socket", () -> Libc.socket(AF_PACKET, 3 | 0x80000 | 0x800, ETH_P_ALL_NETWORK_ORDER));
        var address = new Block(20);
        address.bytes()
                .putShort(0, (short) AF_PACKET)
                .putShort(2, (short) ETH_P_ALL_NETWORK_ORDER)
                .putInt(4, nic);
        Errno.call("bind", () -> Libc.bind(fd, address.address(), 20));
        waiter.register(fd);
    }

    /** The next frame of that protocol, and of that next header if it is IPv6 (0 = any). */
    byte[] next(int etherType, int nextHeader) {
        long deadline = System.nanoTime() + LONGEST_NANOS;
        while (System.nanoTime() < deadline) {
            long length = Errno.call("recvfrom", () -> Libc.recvfrom(fd, buffer.address(), 2048, 0, 0, 0));
            if (length == Errno.WOULD_BLOCK) {
                waiter.await(deadline);
                continue;
            }
            byte[] frame = new byte[(int) length];
            buffer.read(frame, frame.length);
            if (etherType == (((frame[12] & 0xff) << 8) | (frame[13] & 0xff))
                    && (nextHeader == 0 || frame[20] == nextHeader)) {
                return frame;
            }
        }
        throw new AssertionError("no frame of type " + Integer.toHexString(etherType) + " came");
    }

    byte[] next(int etherType) {
        return next(etherType, 0);
    }

    @Override
    public void close() {
        Errno.close(fd);
        waiter.close();
    }
}
