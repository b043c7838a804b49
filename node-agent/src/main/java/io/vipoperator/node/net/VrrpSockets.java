package io.vipoperator.node.net;

import io.vipoperator.node.loop.SendFailedException;
import io.vipoperator.node.loop.Wire;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * VRRP and Ethernet frames of all NICs. {@link Wire}'s methods belong to the loop's thread; opening and closing, which
 * take the RTNL lock, to the netlink thread. The hand-over between them is an immutable map that the netlink thread
 * publishes: the loop counts the entries and exits of its calls, and sockets that were taken from the map are closed
 * only when it is outside of a call, or in a later one, which sees the new map.
 */
public final class VrrpSockets implements Wire {
    /** Packets per {@link #receive}: so many that a storm can't keep the loop from its deadlines. */
    private static final int RECEIVE_LIMIT = 256;

    private static final int BUFFER_BYTES = 2048;
    private static final int AF_INET = 2;
    private static final int AF_PACKET = 17;
    private static final int IPPROTO_IP = 0;
    private static final int IP_PKTINFO = 8;

    // struct msghdr and its parts on 64-bit Linux.
    private static final int MSGHDR_BYTES = 56;
    private static final int CMSG_BYTES = 32;
    private static final int CMSG_LENGTH = 28;
    private static final int SOCKADDR_IN_BYTES = 16;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int ETHERTYPE_OFFSET = 12;
    private static final int ETHERNET_HEADER_BYTES = 14;

    private final EpollWaiter waiter;
    private volatile Map<Integer, InterfaceSockets> published = Map.of();
    /** Odd while the loop is inside of a call. */
    private final AtomicLong passages = new AtomicLong();

    // The netlink thread's.
    private final List<InterfaceSockets> retired = new ArrayList<>();

    // The loop's.
    private final Block packet = new Block(BUFFER_BYTES);
    private final byte[] received = new byte[BUFFER_BYTES];
    private final Block payload = new Block(BUFFER_BYTES);
    private final Block message = new Block(MSGHDR_BYTES);
    private final Block vector = new Block(16);
    private final Block destinationAddress = new Block(SOCKADDR_IN_BYTES);
    private final Block control = new Block(CMSG_BYTES);
    private final Block linkAddress = new Block(SOCKADDR_LL_BYTES);

    /** The waiter wakes the loop when there are packets. */
    public VrrpSockets(EpollWaiter waiter) {
        this.waiter = waiter;
        vector.bytes().putLong(0, payload.address());
        message.bytes()
                .putLong(0, destinationAddress.address())
                .putInt(8, SOCKADDR_IN_BYTES)
                .putLong(16, vector.address())
                .putLong(24, 1)
                .putLong(32, control.address())
                .putLong(40, CMSG_BYTES);
        control.bytes().putLong(0, CMSG_LENGTH).putInt(8, IPPROTO_IP).putInt(12, IP_PKTINFO);
        destinationAddress.bytes().putShort(0, (short) AF_INET);
        linkAddress.bytes().putShort(0, (short) AF_PACKET);
    }

    @Override
    public void sendAdvertisement(int interfaceIndex, IpAddress source, IpAddress destination, byte[] bytes)
            throws SendFailedException {
        if (source.family() != Family.IPV4 || destination.family() != Family.IPV4 || bytes.length > BUFFER_BYTES) {
            throw new SendFailedException("an advertisement from " + source + " to " + destination + " with "
                    + bytes.length + " bytes: both addresses must be IPv4 and at most " + BUFFER_BYTES + " bytes");
        }
        enter();
        try {
            int fd = socketsOf(interfaceIndex).vrrp();
            payload.write(0, bytes);
            vector.bytes().putLong(8, bytes.length);
            destinationAddress.write(4, destination.octets());
            // struct in_pktinfo: the NIC, and the source that the kernel must use: never one of the VIPs.
            control.bytes().putInt(16, interfaceIndex);
            control.write(20, source.octets());
            failIfBlocked("sendmsg", Errno.call("sendmsg", () -> Libc.sendmsg(fd, message.address(), 0)));
        } catch (NativeException e) {
            throw failed(interfaceIndex, e);
        } finally {
            exit();
        }
    }

    @Override
    public void sendFrame(int interfaceIndex, byte[] frame) throws SendFailedException {
        if (frame.length < ETHERNET_HEADER_BYTES || frame.length > BUFFER_BYTES) {
            throw new SendFailedException(
                    "a frame of " + frame.length + " bytes: must be " + ETHERNET_HEADER_BYTES + " to " + BUFFER_BYTES);
        }
        enter();
        try {
            int fd = socketsOf(interfaceIndex).packet();
            payload.write(0, frame);
            linkAddress
                    .bytes()
                    .put(2, frame[ETHERTYPE_OFFSET])
                    .put(3, frame[ETHERTYPE_OFFSET + 1])
                    .putInt(4, interfaceIndex);
            failIfBlocked(
                    "sendto",
                    Errno.call(
                            "sendto",
                            () -> Libc.sendto(
                                    fd, payload.address(), frame.length, 0, linkAddress.address(), SOCKADDR_LL_BYTES)));
        } catch (NativeException e) {
            throw failed(interfaceIndex, e);
        } finally {
            exit();
        }
    }

    private InterfaceSockets socketsOf(int interfaceIndex) throws SendFailedException {
        var sockets = published.get(interfaceIndex);
        if (sockets == null) {
            throw new SendFailedException("NIC " + interfaceIndex + " isn't listened on");
        }
        return sockets;
    }

    private static void failIfBlocked(String call, long result) throws SendFailedException {
        if (result == Errno.WOULD_BLOCK) {
            throw new SendFailedException(call + ": the send buffer is full");
        }
    }

    private static SendFailedException failed(int interfaceIndex, NativeException cause) {
        var failure = new SendFailedException(cause.getMessage() + " on NIC " + interfaceIndex);
        failure.initCause(cause);
        return failure;
    }

    @Override
    public int receive(Receiver receiver) {
        enter();
        try {
            var all = published.values();
            int share = all.isEmpty() ? 0 : Math.max(1, RECEIVE_LIMIT / all.size());
            int count = 0;
            for (var sockets : all) {
                count += receive(sockets, share, receiver);
            }
            return count;
        } finally {
            exit();
        }
    }

    private int receive(InterfaceSockets sockets, int limit, Receiver receiver) {
        for (int count = 0; count < limit; count++) {
            long length;
            try {
                length = Errno.call(
                        "recvfrom", () -> Libc.recvfrom(sockets.vrrp(), packet.address(), BUFFER_BYTES, 0, 0, 0));
            } catch (NativeException e) {
                // A pending error of the socket, reported once and cleared by this call; the NIC's state comes as an
                // event.
                continue;
            }
            if (length == Errno.WOULD_BLOCK) {
                return count;
            }
            packet.read(received, (int) length);
            receiver.ipv4(sockets.interfaceIndex(), received, (int) length);
        }
        return limit;
    }

    private void enter() {
        passages.incrementAndGet();
    }

    private void exit() {
        passages.incrementAndGet();
    }

    /**
     * Listens on a NIC, if it doesn't yet. On the netlink thread.
     *
     * @throws NativeException if the kernel refuses
     */
    void open(int interfaceIndex) {
        if (published.containsKey(interfaceIndex)) {
            return;
        }
        var sockets = InterfaceSockets.open(interfaceIndex);
        var next = new HashMap<>(published);
        next.put(interfaceIndex, sockets);
        published = Map.copyOf(next);
        // Only now: the loop must know the socket that wakes it.
        try {
            waiter.register(sockets.vrrp());
        } catch (NativeException e) {
            unpublish(sockets);
            throw e;
        }
    }

    private void unpublish(InterfaceSockets sockets) {
        var next = new HashMap<>(published);
        next.remove(sockets.interfaceIndex());
        published = Map.copyOf(next);
        retired.add(sockets);
    }

    /** The NICs that are listened on. */
    Set<Integer> opened() {
        return published.keySet();
    }

    /** Listens no longer on a NIC; its sockets close once the loop can't use them. On the netlink thread. */
    void retire(int interfaceIndex) {
        var sockets = published.get(interfaceIndex);
        if (sockets == null) {
            return;
        }
        waiter.unregister(sockets.vrrp());
        unpublish(sockets);
    }

    /** Closes what was retired; false if the loop is just inside of a call: try again. On the netlink thread. */
    boolean closeRetired() {
        if (retired.isEmpty()) {
            return true;
        }
        if (passages.get() % 2 != 0) {
            return false;
        }
        retired.forEach(InterfaceSockets::close);
        retired.clear();
        return true;
    }
}
