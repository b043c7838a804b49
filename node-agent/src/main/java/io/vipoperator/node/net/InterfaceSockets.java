package io.vipoperator.node.net;

import io.vipoperator.node.vrrp.Family;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The sockets of one NIC: VRRP in and out for each family that could be had, frames out, and the tap. Opened and closed on
 * the netlink thread (joining a group and leaving it take the RTNL lock), used on the loop's.
 *
 * @param interfaceIndex of the NIC
 * @param ipv4 of protocol 112, or {@link #NONE}
 * @param ipv6 of protocol 112, or {@link #NONE}
 * @param sender frames out
 * @param tap frames in
 */
record InterfaceSockets(int interfaceIndex, int ipv4, int ipv6, int sender, int tap) {
    static final int NONE = -1;

    /** No VRRP yet, only frames. */
    static InterfaceSockets openFrames(int interfaceIndex) {
        int sender = FrameSockets.openSender();
        try {
            return new InterfaceSockets(interfaceIndex, NONE, NONE, sender, FrameSockets.openTap(interfaceIndex));
        } catch (NativeException e) {
            Errno.close(sender);
            throw e;
        }
    }

    /** The same with VRRP for the families that were missing, as far as it can be had: why not is noted. */
    InterfaceSockets complete(Map<Family, NativeException> failures) {
        var complete = new EnumMap<Family, Integer>(Family.class);
        for (var family : Family.values()) {
            int fd = vrrp(family);
            try {
                complete.put(family, fd == NONE ? open(family) : fd);
            } catch (NativeException e) {
                failures.put(family, e);
                complete.put(family, NONE);
            }
        }
        return new InterfaceSockets(interfaceIndex, complete.get(Family.IPV4), complete.get(Family.IPV6), sender, tap);
    }

    private int open(Family family) {
        return switch (family) {
            case IPV4 -> AdvertisementSockets.openIpv4(interfaceIndex);
            case IPV6 -> AdvertisementSockets.openIpv6(interfaceIndex);
        };
    }

    /** The socket of a family, or {@link #NONE}. */
    int vrrp(Family family) {
        return switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }

    /** The families with VRRP. */
    Set<Family> families() {
        var families = EnumSet.noneOf(Family.class);
        for (var family : Family.values()) {
            if (vrrp(family) != NONE) {
                families.add(family);
            }
        }
        return families;
    }

    /** The sockets that wake the loop. */
    List<Integer> readable() {
        return IntStream.of(ipv4, ipv6, tap).filter(fd -> fd != NONE).boxed().toList();
    }

    /** Leaves the groups, which takes the RTNL lock. */
    void close() {
        readable().forEach(Errno::close);
        Errno.close(sender);
    }
}
