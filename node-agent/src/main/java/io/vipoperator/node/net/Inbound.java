package io.vipoperator.node.net;

import io.vipoperator.node.loop.Wire;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.function.LongSupplier;

/** Reads what has arrived at sockets. The loop's thread only. */
final class Inbound {
    private static final int MOST_BYTES = Outbound.MOST_BYTES;
    private static final int SOCKADDR_IN6_BYTES = 28;
    private static final int CONTROL_BYTES = 128;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_HOPLIMIT = 52;
    private static final int NOT_TOLD = -1;

    private final Block packet = new Block(MOST_BYTES);
    private final MessageHeader message = new MessageHeader(SOCKADDR_IN6_BYTES, CONTROL_BYTES, MOST_BYTES);
    private final byte[] received = new byte[MOST_BYTES];
    private final byte[] octets = new byte[16];

    /** At most so many packets with their IPv4 headers; how many there were. */
    int ipv4(int fd, int interfaceIndex, int limit, Wire.Receiver receiver) {
        return each("recvfrom", limit, () -> Libc.recvfrom(fd, packet.address(), MOST_BYTES, 0, 0, 0), length -> {
            packet.read(received, length);
            receiver.ipv4(interfaceIndex, received, length);
        });
    }

    /** At most so many messages over IPv6; how many there were. */
    int ipv6(int fd, int interfaceIndex, int limit, Wire.Receiver receiver) {
        LongSupplier call = () -> {
            message.reset(MOST_BYTES);
            return Libc.recvmsg(fd, message.address(), 0);
        };
        return each("recvmsg", limit, call, length -> {
            message.payload.read(received, length);
            deliver(interfaceIndex, length, receiver);
        });
    }

    /** At most so many frames; how many there were. */
    int frames(int fd, int interfaceIndex, int limit, Wire.Receiver receiver) {
        return each("recvfrom", limit, () -> Libc.recvfrom(fd, packet.address(), MOST_BYTES, 0, 0, 0), length -> {
            packet.read(received, length);
            receiver.frame(interfaceIndex, received, length);
        });
    }

    private interface Consumer {
        void accept(int length);
    }

    private static int each(String name, int limit, LongSupplier call, Consumer consumer) {
        for (int count = 0; count < limit; count++) {
            long length;
            try {
                length = Errno.call(name, call);
            } catch (NativeException e) {
                // A pending error of the socket, reported once and cleared by this call; the NIC's state comes as an
                // event.
                continue;
            }
            if (length == Errno.WOULD_BLOCK) {
                return count;
            }
            consumer.accept((int) length);
        }
        return limit;
    }

    /** RFC 3542 section 4: what stood in the IP header comes as control messages, ints in the machine's byte order. */
    private void deliver(int interfaceIndex, int length, Wire.Receiver receiver) {
        IpAddress destination = null;
        int hopLimit = NOT_TOLD;
        var control = message.control.bytes();
        int end = Math.min(message.controlBytes(), CONTROL_BYTES);
        int position = 0;
        while (end - position >= MessageHeader.CONTROL_DATA) {
            long bytes = control.getLong(position);
            if (bytes < MessageHeader.CONTROL_DATA || bytes > end - position) {
                break;
            }
            if (control.getInt(position + 8) == IPPROTO_IPV6) {
                int type = control.getInt(position + 12);
                if (type == IPV6_PKTINFO) {
                    control.get(position + MessageHeader.CONTROL_DATA, octets);
                    destination = IpAddress.of(octets);
                } else if (type == IPV6_HOPLIMIT) {
                    hopLimit = control.getInt(position + MessageHeader.CONTROL_DATA);
                }
            }
            position += (int) ((bytes + 7) & ~7);
        }
        // The kernel tells both of every packet (IPV6_RECVPKTINFO, IPV6_RECVHOPLIMIT).
        if (destination == null || hopLimit == NOT_TOLD) {
            throw new IllegalStateException("a packet without its destination or hop limit");
        }
        message.name.bytes().get(8, octets);
        receiver.ipv6(interfaceIndex, IpAddress.of(octets), destination, hopLimit, received, length);
    }
}
