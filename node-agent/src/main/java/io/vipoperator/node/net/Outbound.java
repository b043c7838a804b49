package io.vipoperator.node.net;

import io.vipoperator.node.loop.SendFailedException;
import io.vipoperator.node.vrrp.IpAddress;

/** Sends messages of protocol 112 and frames. The loop's thread only. */
final class Outbound {
    /** 255 addresses of IPv6 and an HMAC trailer are 4,116; the kernel makes fragments of what is longer than the MTU. */
    static final int MOST_BYTES = 4_352;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_PACKET = 17;
    private static final int IPPROTO_IP = 0;
    private static final int IP_PKTINFO = 8;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_PKTINFO = 50;

    private static final int SOCKADDR_IN_BYTES = 16;
    private static final int SOCKADDR_IN6_BYTES = 28;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int PKTINFO_BYTES = 12;
    private static final int IN6_PKTINFO_BYTES = 20;
    private static final int ETHERTYPE_OFFSET = 12;

    private final MessageHeader ipv4 = new MessageHeader(SOCKADDR_IN_BYTES, 32, MOST_BYTES);
    private final MessageHeader ipv6 = new MessageHeader(SOCKADDR_IN6_BYTES, 40, MOST_BYTES);
    private final Block frame = new Block(MOST_BYTES);
    private final Block linkAddress = new Block(SOCKADDR_LL_BYTES);

    Outbound() {
        ipv4.name.bytes().putShort(0, (short) AF_INET);
        ipv4.control
                .bytes()
                .putLong(0, MessageHeader.CONTROL_DATA + PKTINFO_BYTES)
                .putInt(8, IPPROTO_IP)
                .putInt(12, IP_PKTINFO);
        ipv6.name.bytes().putShort(0, (short) AF_INET6);
        ipv6.control
                .bytes()
                .putLong(0, MessageHeader.CONTROL_DATA + IN6_PKTINFO_BYTES)
                .putInt(8, IPPROTO_IPV6)
                .putInt(12, IPV6_PKTINFO);
        linkAddress.bytes().putShort(0, (short) AF_PACKET);
    }

    /** Both addresses are of the socket's family. The kernel must use that source: never one of the VIPs. */
    void advertisement(int fd, int interfaceIndex, IpAddress source, IpAddress destination, byte[] bytes)
            throws SendFailedException {
        MessageHeader message = switch (source.family()) {
            case IPV4 -> {
                ipv4.name.write(4, destination.octets());
                // struct in_pktinfo: the NIC, the source, and one that the kernel ignores.
                ipv4.control.bytes().putInt(MessageHeader.CONTROL_DATA, interfaceIndex);
                ipv4.control.write(MessageHeader.CONTROL_DATA + 4, source.octets());
                yield ipv4;
            }
            case IPV6 -> {
                // struct sockaddr_in6: the scope tells of which link a link-local peer is.
                ipv6.name.write(8, destination.octets());
                ipv6.name.bytes().putInt(24, interfaceIndex);
                // struct in6_pktinfo: the source, the NIC.
                ipv6.control.write(MessageHeader.CONTROL_DATA, source.octets());
                ipv6.control.bytes().putInt(MessageHeader.CONTROL_DATA + 16, interfaceIndex);
                yield ipv6;
            }
        };
        message.payload.write(0, bytes);
        message.reset(bytes.length);
        failIfBlocked("sendmsg", Errno.call("sendmsg", () -> Libc.sendmsg(fd, message.address(), 0)));
    }

    /** A whole Ethernet frame. */
    void frame(int fd, int interfaceIndex, byte[] bytes) throws SendFailedException {
        frame.write(0, bytes);
        linkAddress
                .bytes()
                .put(2, bytes[ETHERTYPE_OFFSET])
                .put(3, bytes[ETHERTYPE_OFFSET + 1])
                .putInt(4, interfaceIndex);
        failIfBlocked(
                "sendto",
                Errno.call(
                        "sendto",
                        () -> Libc.sendto(
                                fd, frame.address(), bytes.length, 0, linkAddress.address(), SOCKADDR_LL_BYTES)));
    }

    private static void failIfBlocked(String call, long result) throws SendFailedException {
        if (result == Errno.WOULD_BLOCK) {
            throw new SendFailedException(call + ": the send buffer is full");
        }
    }
}
