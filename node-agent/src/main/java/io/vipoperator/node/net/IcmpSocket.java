package io.vipoperator.node.net;

import io.vipoperator.node.vrrp.Family;
import java.lang.ref.Reference;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** A raw socket for ICMP of one family, behind a filter that lets through what can be about our own requests. Of one thread. */
final class IcmpSocket {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW_CLOEXEC_NONBLOCK = 3 | 0x80000 | 0x800;
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int BUFFER_BYTES = 256;
    /** The greater of sockaddr_in and sockaddr_in6. */
    private static final int ADDRESS_BYTES = 28;
    /** Instructions of the filter (linux/bpf_common.h). */
    private static final int IF_EQUAL = 0x15;

    private static final int RESULT = 0x06;

    private final Family family;
    private final int fd;
    private final Block buffer = new Block(BUFFER_BYTES);
    private final Block address = new Block(ADDRESS_BYTES);

    /** For requests with that identifier. */
    IcmpSocket(Family family, int identifier) {
        this.family = family;
        boolean ipv4 = family == Family.IPV4;
        fd = (int) Errno.call(
                "socket(SOCK_RAW, " + (ipv4 ? "ICMP)" : "ICMPV6)"),
                () -> Libc.socket(
                        ipv4 ? AF_INET : AF_INET6, SOCK_RAW_CLOEXEC_NONBLOCK, ipv4 ? IPPROTO_ICMP : IPPROTO_ICMPV6));
        PacketFilter filter = ipv4 ? ipv4Filter(identifier) : ipv6Filter(identifier);
        var instructions = filter.toBlock();
        var program = new Block(16);
        program.bytes().putShort(0, (short) filter.length()).putLong(8, instructions.address());
        try {
            SocketOption.SO_ATTACH_FILTER.set(fd, program);
        } catch (NativeException e) {
            Errno.close(fd);
            throw e;
        } finally {
            Reference.reachabilityFence(instructions);
        }
    }

    int fd() {
        return fd;
    }

    /**
     * Sends a message.
     *
     * @throws NativeException if the kernel refuses
     */
    void send(InetAddress target, byte[] message) {
        buffer.write(0, message);
        byte[] octets = target.getAddress();
        boolean ipv4 = family == Family.IPV4;
        address.bytes().putShort(0, (short) (ipv4 ? AF_INET : AF_INET6));
        if (ipv4) {
            address.write(4, octets);
        } else {
            address.write(8, octets);
            address.bytes().putInt(24, target instanceof Inet6Address scoped ? scoped.getScopeId() : 0);
        }
        Errno.call(
                "sendto",
                () -> Libc.sendto(
                        fd, buffer.address(), message.length, 0, address.address(), ipv4 ? 16 : ADDRESS_BYTES));
    }

    /** The length of the next message, cut to the array's; -1 if there is none. */
    int receive(byte[] octets) {
        try {
            long length = Errno.call("recvfrom", () -> Libc.recvfrom(fd, buffer.address(), BUFFER_BYTES, 0, 0, 0));
            if (length > 0) {
                buffer.read(octets, (int) length);
            }
            return (int) length;
        } catch (NativeException e) {
            // An error that waits at the socket is told once, and belongs to no message.
            return -1;
        }
    }

    void close() {
        Errno.close(fd);
    }

    /** From the IP header on: echo replies (0) with the identifier, and errors (3, 11). */
    private static PacketFilter ipv4Filter(int identifier) {
        int loadHeaderLength = 0xb1;
        int loadByteBehind = 0x50;
        int loadHalfBehind = 0x48;
        return new PacketFilter(List.of(
                new PacketFilter.Instruction(loadHeaderLength, 0, 0, 0),
                new PacketFilter.Instruction(loadByteBehind, 0, 0, 0),
                new PacketFilter.Instruction(IF_EQUAL, 4, 0, 3),
                new PacketFilter.Instruction(IF_EQUAL, 3, 0, 11),
                new PacketFilter.Instruction(IF_EQUAL, 0, 3, 0),
                new PacketFilter.Instruction(loadHalfBehind, 0, 0, 4),
                new PacketFilter.Instruction(IF_EQUAL, 0, 1, identifier),
                // 7: so much of it; 8: nothing.
                new PacketFilter.Instruction(RESULT, 0, 0, BUFFER_BYTES),
                new PacketFilter.Instruction(RESULT, 0, 0, 0)));
    }

    /** From the ICMPv6 header on: echo replies (129) with the identifier, and errors (1, 3). */
    private static PacketFilter ipv6Filter(int identifier) {
        int loadByte = 0x30;
        int loadHalf = 0x28;
        return new PacketFilter(List.of(
                new PacketFilter.Instruction(loadByte, 0, 0, 0),
                new PacketFilter.Instruction(IF_EQUAL, 4, 0, 1),
                new PacketFilter.Instruction(IF_EQUAL, 3, 0, 3),
                new PacketFilter.Instruction(IF_EQUAL, 0, 3, 129),
                new PacketFilter.Instruction(loadHalf, 0, 0, 4),
                new PacketFilter.Instruction(IF_EQUAL, 0, 1, identifier),
                // 6: so much of it; 7: nothing.
                new PacketFilter.Instruction(RESULT, 0, 0, BUFFER_BYTES),
                new PacketFilter.Instruction(RESULT, 0, 0, 0)));
    }
}
