package io.vipoperator.node.net;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads rtnetlink's messages (linux/netlink.h, linux/rtnetlink.h). Pure; the numbers are in the machine's byte order. */
final class NetlinkMessages {
    static final int HEADER_BYTES = 16;

    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_DELADDR = 21;
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_DELROUTE = 25;
    private static final int NLM_F_DUMP_INTR = 0x10;
    private static final int NLM_F_CAPPED = 0x100;

    private static final int AF_UNSPEC = 0;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int MAC_BYTES = 6;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_IFALIAS = 20;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_INET_CONF = 1;
    private static final int IFLA_INET6_CONF = 2;
    private static final int IFLA_GROUP = 27;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_FLAGS = 8;
    private static final int IFA_PROTO = 11;
    private static final int IFA_F_OPTIMISTIC = 0x04;
    private static final int IFA_F_DADFAILED = 0x08;
    private static final int IFA_F_TENTATIVE = 0x40;
    private static final int RTA_OIF = 4;
    private static final int RTA_PRIORITY = 6;
    private static final int RTA_MULTIPATH = 9;
    private static final int RTA_TABLE = 15;
    private static final int MAIN_TABLE = 254;
    private static final int RTN_UNICAST = 1;
    private static final int RTN_LOCAL = 2;
    private static final int NLMSGERR_ATTR_MSG = 1;
    private static final int ATTRIBUTE_TYPE_MASK = 0x3fff;

    private NetlinkMessages() {}

    /**
     * Reads what one recv brought.
     *
     * @param datagram from its position to its limit, in the machine's byte order
     * @throws IllegalArgumentException if lengths contradict each other
     */
    static List<NetlinkMessage> parse(ByteBuffer datagram) {
        var messages = new ArrayList<NetlinkMessage>();
        int position = datagram.position();
        while (datagram.limit() - position >= HEADER_BYTES) {
            int length = datagram.getInt(position);
            if (length < HEADER_BYTES || length > datagram.limit() - position) {
                throw new IllegalArgumentException("a netlink message of " + length + " bytes where "
                        + (datagram.limit() - position) + " are left");
            }
            int type = datagram.getShort(position + 4) & 0xffff;
            int flags = datagram.getShort(position + 6) & 0xffff;
            if ((flags & NLM_F_DUMP_INTR) != 0 && type != NLMSG_ERROR) {
                messages.add(new NetlinkMessage.Interrupted());
            }
            read(type, flags, datagram, position, length).ifPresent(messages::add);
            position += aligned(length);
        }
        return messages;
    }

    private static Optional<? extends NetlinkMessage> read(
            int type, int flags, ByteBuffer bytes, int start, int length) {
        int body = start + HEADER_BYTES;
        int end = start + length;
        return switch (type) {
            case NLMSG_ERROR -> Optional.of(ack(flags, bytes, body, end));
            case NLMSG_DONE -> Optional.of(new NetlinkMessage.Done(end - body >= 4 ? -bytes.getInt(body) : 0));
            case RTM_NEWLINK, RTM_DELLINK -> link(type == RTM_DELLINK, bytes, body, end);
            case RTM_NEWADDR, RTM_DELADDR -> address(type == RTM_DELADDR, bytes, body, end);
            case RTM_NEWROUTE, RTM_DELROUTE -> route(type == RTM_DELROUTE, bytes, body, end);
            default -> Optional.empty();
        };
    }

    private static NetlinkMessage ack(int flags, ByteBuffer bytes, int body, int end) {
        int error = -bytes.getInt(body);
        int sequence = bytes.getInt(body + 4 + 8);
        // struct nlmsgerr repeats the request's header, and its payload too unless capped; attributes follow.
        int requestBytes = (flags & NLM_F_CAPPED) != 0 ? HEADER_BYTES : aligned(bytes.getInt(body + 4));
        var sentence = attributes(bytes, body + 4 + requestBytes, end).get(NLMSGERR_ATTR_MSG);
        return new NetlinkMessage.Ack(sequence, error, sentence == null ? "" : text(sentence));
    }

    private static Optional<NetlinkMessage.Link> link(boolean removed, ByteBuffer bytes, int body, int end) {
        // Bridges tell of their ports with family AF_BRIDGE: a port that leaves its bridge isn't a NIC that is gone.
        if (bytes.get(body) != AF_UNSPEC) {
            return Optional.empty();
        }
        var attributes = attributes(bytes, body + 16, end);
        var mac = attributes.get(IFLA_ADDRESS);
        var name = attributes.get(IFLA_IFNAME);
        var mtu = attributes.get(IFLA_MTU);
        return Optional.of(new NetlinkMessage.Link(
                removed,
                bytes.getInt(body + 4),
                name == null ? "" : text(name),
                bytes.getInt(body + 8),
                mac == null || mac.remaining() != MAC_BYTES
                        ? Optional.empty()
                        : Optional.of(MacAddress.of(octets(mac))),
                mtu == null ? 0 : mtu.getInt(mtu.position()),
                details(attributes)));
    }

    private static LinkDetails details(Map<Integer, ByteBuffer> attributes) {
        var kind = nested(attributes.get(IFLA_LINKINFO)).get(IFLA_INFO_KIND);
        var parent = attributes.get(IFLA_LINK);
        var group = attributes.get(IFLA_GROUP);
        var alias = attributes.get(IFLA_IFALIAS);
        var specifics = nested(attributes.get(IFLA_AF_SPEC));
        var values = nested(specifics.get(AF_INET)).get(IFLA_INET_CONF);
        // DEVCONF_FORWARDING of linux/ipv6.h is the first.
        var values6 = nested(specifics.get(AF_INET6)).get(IFLA_INET6_CONF);
        return new LinkDetails(
                kind == null ? "" : text(kind),
                parent == null ? 0 : parent.getInt(0),
                group == null ? 0 : group.getInt(0),
                alias == null ? "" : text(alias),
                InterfaceConfiguration.ARP_IGNORE.in(values),
                InterfaceConfiguration.ARP_ANNOUNCE.in(values),
                values6 != null && values6.limit() >= Integer.BYTES && values6.getInt(0) != 0);
    }

    private static Map<Integer, ByteBuffer> nested(ByteBuffer attribute) {
        return attribute == null ? Map.of() : attributes(attribute, 0, attribute.limit());
    }

    private static Optional<NetlinkMessage.Address> address(boolean removed, ByteBuffer bytes, int body, int end) {
        var family = family(bytes.get(body));
        if (family.isEmpty()) {
            return Optional.empty();
        }
        var attributes = attributes(bytes, body + 8, end);
        var local = attributes.getOrDefault(IFA_LOCAL, attributes.get(IFA_ADDRESS));
        if (local == null || local.remaining() != family.get().octets()) {
            return Optional.empty();
        }
        var protocol = attributes.get(IFA_PROTO);
        var key = new AddressKey(bytes.getInt(body + 4), IpAddress.of(octets(local)), bytes.get(body + 1) & 0xff);
        return Optional.of(new NetlinkMessage.Address(
                removed,
                key,
                protocol == null ? 0 : protocol.get(protocol.position()) & 0xff,
                isTentative(attributes.get(IFA_FLAGS))));
    }

    /** RFC 4862 section 5.4; an optimistic address is in use (RFC 4429). */
    private static boolean isTentative(ByteBuffer flags) {
        int value = flags == null ? 0 : flags.getInt(0);
        return (value & IFA_F_DADFAILED) != 0 || ((value & IFA_F_TENTATIVE) != 0 && (value & IFA_F_OPTIMISTIC) == 0);
    }

    private static Optional<Family> family(byte number) {
        return switch (number) {
            case AF_INET -> Optional.of(Family.IPV4);
            case AF_INET6 -> Optional.of(Family.IPV6);
            default -> Optional.empty();
        };
    }

    private static Optional<? extends NetlinkMessage> route(boolean removed, ByteBuffer bytes, int body, int end) {
        boolean local = bytes.get(body) == AF_INET6 && bytes.get(body + 7) == RTN_LOCAL;
        return local && !removed
                ? Optional.of(new NetlinkMessage.LocalRoute())
                : defaultRoute(removed, bytes, body, end);
    }

    private static Optional<NetlinkMessage.DefaultRoute> defaultRoute(
            boolean removed, ByteBuffer bytes, int body, int end) {
        var family = family(bytes.get(body));
        boolean everything = bytes.get(body + 1) == 0 && bytes.get(body + 7) == RTN_UNICAST;
        if (family.isEmpty() || !everything) {
            return Optional.empty();
        }
        var attributes = attributes(bytes, body + 12, end);
        var table = attributes.get(RTA_TABLE);
        int tableNumber = table == null ? bytes.get(body + 4) & 0xff : table.getInt(table.position());
        if (tableNumber != MAIN_TABLE) {
            return Optional.empty();
        }
        var metric = attributes.get(RTA_PRIORITY);
        return Optional.of(new NetlinkMessage.DefaultRoute(
                removed,
                family.get(),
                nextHopInterfaces(attributes),
                metric == null ? 0 : metric.getInt(metric.position())));
    }

    private static List<Integer> nextHopInterfaces(Map<Integer, ByteBuffer> attributes) {
        var indexes = new ArrayList<Integer>();
        var single = attributes.get(RTA_OIF);
        if (single != null) {
            indexes.add(single.getInt(single.position()));
        }
        var several = attributes.get(RTA_MULTIPATH);
        if (several != null) {
            // struct rtnexthop: length (16 bits), flags, hops, index (32 bits), attributes.
            int position = several.position();
            while (several.limit() - position >= 8) {
                indexes.add(several.getInt(position + 4));
                position += Math.max(8, aligned(several.getShort(position) & 0xffff));
            }
        }
        return indexes;
    }

    private static Map<Integer, ByteBuffer> attributes(ByteBuffer bytes, int start, int end) {
        var attributes = new HashMap<Integer, ByteBuffer>();
        int position = start;
        while (end - position >= 4) {
            int length = bytes.getShort(position) & 0xffff;
            if (length < 4 || length > end - position) {
                throw new IllegalArgumentException(
                        "a netlink attribute of " + length + " bytes where " + (end - position) + " are left");
            }
            int type = bytes.getShort(position + 2) & ATTRIBUTE_TYPE_MASK;
            attributes.put(type, bytes.slice(position + 4, length - 4).order(bytes.order()));
            position += aligned(length);
        }
        return attributes;
    }

    private static byte[] octets(ByteBuffer attribute) {
        byte[] octets = new byte[attribute.remaining()];
        attribute.get(attribute.position(), octets);
        return octets;
    }

    private static String text(ByteBuffer attribute) {
        byte[] octets = octets(attribute);
        int length = 0;
        while (length < octets.length && octets[length] != 0) {
            length++;
        }
        return new String(octets, 0, length, StandardCharsets.UTF_8);
    }

    private static int aligned(int length) {
        return (length + 3) & ~3;
    }
}
