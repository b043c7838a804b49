package io.vipoperator.node.net;

import io.vipoperator.node.loop.SendFailedException;
import io.vipoperator.node.loop.Wire;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.AdvertisementFrame;
import java.util.ArrayList;
import java.util.EnumMap;
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
    /** Advertisements per {@link #receive}: so many that a storm can't keep the loop from its deadlines. */
    private static final int RECEIVE_LIMIT = 256;

    /** Frames per {@link #receive}: beside advertisements and apart from them, so that a flood of ARP delays none. */
    private static final int FRAME_LIMIT = 64;

    private static final int ETHERNET_HEADER_BYTES = 14;

    private final EpollWaiter waiter;
    private volatile Map<Integer, InterfaceSockets> published = Map.of();
    /** By the index of the device. */
    private volatile Map<Integer, Macvlan> virtualMacs = Map.of();
    /** Odd while the loop is inside of a call. */
    private final AtomicLong passages = new AtomicLong();

    // The netlink thread's.
    private final List<InterfaceSockets> retired = new ArrayList<>();

    // The loop's.
    private final Outbound outbound = new Outbound();
    private final Inbound inbound = new Inbound();

    /** The waiter wakes the loop when there are packets. */
    public VrrpSockets(EpollWaiter waiter) {
        this.waiter = waiter;
    }

    /**
     * {@inheritDoc} On a macvlan of ours: to the group from its virtual MAC, over the NIC that it is on, for it is down before
     * there are addresses on it; to a peer from the NIC's own MAC, since the kernel alone knows the way.
     */
    @Override
    public void sendAdvertisement(int interfaceIndex, IpAddress source, IpAddress destination, byte[] bytes)
            throws SendFailedException {
        var macvlan = virtualMacs.get(interfaceIndex);
        if (macvlan == null) {
            sendMessage(interfaceIndex, source, destination, bytes);
        } else if (isGroup(destination)) {
            sendFrame(macvlan.parentIndex(), AdvertisementFrame.of(macvlan.mac(), source, destination, bytes));
        } else {
            sendMessage(macvlan.parentIndex(), source, destination, bytes);
        }
    }

    private static boolean isGroup(IpAddress address) {
        int first = address.octets()[0] & 0xff;
        return address.family() == Family.IPV4 ? first >> 4 == 0xe : first == 0xff;
    }

    private void sendMessage(int interfaceIndex, IpAddress source, IpAddress destination, byte[] bytes)
            throws SendFailedException {
        if (source.family() != destination.family() || bytes.length > Outbound.MOST_BYTES) {
            throw new SendFailedException("an advertisement from " + source + " to " + destination + " with "
                    + bytes.length + " bytes: both addresses must be of one family and at most "
                    + Outbound.MOST_BYTES + " bytes");
        }
        enter();
        try {
            int fd = socketsOf(interfaceIndex).vrrp(source.family());
            if (fd == InterfaceSockets.NONE) {
                throw new SendFailedException("NIC " + interfaceIndex + " isn't listened on over " + source.family());
            }
            outbound.advertisement(fd, interfaceIndex, source, destination, bytes);
        } catch (NativeException e) {
            throw failed(interfaceIndex, e);
        } finally {
            exit();
        }
    }

    @Override
    public void sendFrame(int interfaceIndex, byte[] frame) throws SendFailedException {
        if (frame.length < ETHERNET_HEADER_BYTES || frame.length > Outbound.MOST_BYTES) {
            throw new SendFailedException("a frame of " + frame.length + " bytes: must be " + ETHERNET_HEADER_BYTES
                    + " to " + Outbound.MOST_BYTES);
        }
        enter();
        try {
            outbound.frame(socketsOf(interfaceIndex).sender(), interfaceIndex, frame);
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

    private static SendFailedException failed(int interfaceIndex, NativeException cause) {
        var failure = new SendFailedException(cause.getMessage() + " on NIC " + interfaceIndex);
        failure.initCause(cause);
        return failure;
    }

    /**
     * {@inheritDoc} What is returned is the number of advertisements: frames that are left don't make the loop come back at
     * once, they only wake it again.
     */
    @Override
    public int receive(Receiver receiver) {
        enter();
        try {
            var all = published.values();
            if (all.isEmpty()) {
                return 0;
            }
            int share = Math.max(1, RECEIVE_LIMIT / all.size());
            int count = 0;
            for (var sockets : all) {
                int index = sockets.interfaceIndex();
                if (sockets.ipv4() != InterfaceSockets.NONE) {
                    count += inbound.ipv4(sockets.ipv4(), index, share, receiver);
                }
                if (sockets.ipv6() != InterfaceSockets.NONE) {
                    count += inbound.ipv6(sockets.ipv6(), index, share, receiver);
                }
            }
            int frames = Math.max(1, FRAME_LIMIT / all.size());
            for (var sockets : all) {
                inbound.frames(sockets.tap(), sockets.interfaceIndex(), frames, receiver);
            }
            return count;
        } finally {
            exit();
        }
    }

    private void enter() {
        passages.incrementAndGet();
    }

    private void exit() {
        passages.incrementAndGet();
    }

    /**
     * Listens on a NIC, with all families that can be had; what is open already stays as it is. On the netlink thread.
     *
     * @return the families that could not be had, and why
     * @throws NativeException if the kernel refuses the sockets for frames, without which nothing is opened
     */
    Map<Family, NativeException> open(int interfaceIndex) {
        var failures = new EnumMap<Family, NativeException>(Family.class);
        var before = published.get(interfaceIndex);
        var sockets = (before == null ? InterfaceSockets.openFrames(interfaceIndex) : before).complete(failures);
        var known = before == null ? List.<Integer>of() : before.readable();
        publish(sockets);
        // Only now: the loop must know the socket that wakes it.
        try {
            for (int fd : sockets.readable()) {
                if (!known.contains(fd)) {
                    waiter.register(fd);
                }
            }
        } catch (NativeException e) {
            unpublish(sockets);
            throw e;
        }
        return failures;
    }

    private void publish(InterfaceSockets sockets) {
        var next = new HashMap<>(published);
        next.put(sockets.interfaceIndex(), sockets);
        published = Map.copyOf(next);
    }

    private void unpublish(InterfaceSockets sockets) {
        var next = new HashMap<>(published);
        next.remove(sockets.interfaceIndex());
        published = Map.copyOf(next);
        retired.add(sockets);
    }

    /** Advertisements on that device go out from its MAC from now on. On the netlink thread. */
    void virtualMac(int deviceIndex, Macvlan macvlan) {
        var next = new HashMap<>(virtualMacs);
        next.put(deviceIndex, macvlan);
        virtualMacs = Map.copyOf(next);
    }

    /** That device is gone. On the netlink thread. */
    void noVirtualMac(int deviceIndex) {
        var next = new HashMap<>(virtualMacs);
        next.remove(deviceIndex);
        virtualMacs = Map.copyOf(next);
    }

    /** The NICs that are listened on. */
    Set<Integer> opened() {
        return published.keySet();
    }

    /** The families that are listened on there. */
    Set<Family> families(int interfaceIndex) {
        var sockets = published.get(interfaceIndex);
        return sockets == null ? Set.of() : sockets.families();
    }

    /** Listens no longer on a NIC; its sockets close once the loop can't use them. On the netlink thread. */
    void retire(int interfaceIndex) {
        var sockets = published.get(interfaceIndex);
        if (sockets == null) {
            return;
        }
        sockets.readable().forEach(waiter::unregister);
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
