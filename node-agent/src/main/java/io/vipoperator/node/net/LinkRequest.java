package io.vipoperator.node.net;

import io.vipoperator.node.wire.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A change of a NIC, and how it is written for rtnetlink. Every request asks for an answer. */
sealed interface LinkRequest extends NetlinkRequest {
    int RTM_NEWLINK = 16;
    int RTM_DELLINK = 17;
    int NLM_F_REQUEST_ACK = 0x5;
    int NLM_F_CREATE_EXCL = 0x600;
    int IFF_UP = 0x1;
    int NESTED = 0x8000;
    int IFLA_ADDRESS = 1;
    int IFLA_IFNAME = 3;
    int IFLA_MTU = 4;
    int IFLA_LINK = 5;
    int IFLA_LINKINFO = 18;
    int IFLA_INFO_KIND = 1;
    int IFLA_INFO_DATA = 2;
    int IFLA_MACVLAN_MODE = 1;
    int IFLA_IFALIAS = 20;
    int IFLA_AF_SPEC = 26;
    int IFLA_INET_CONF = 1;
    int IFLA_INET6_ADDR_GEN_MODE = 8;
    int IFLA_GROUP = 27;
    int AF_INET = 2;
    int AF_INET6 = 10;

    /**
     * Make a macvlan of mode bridge, down. Everything by which {@link Macvlan#isOurs} knows it again comes with this one request.
     *
     * @param mtuBytes 0 = that of the NIC it is on
     */
    record Create(String name, int parentIndex, MacAddress mac, int group, int mtuBytes) implements LinkRequest {}

    /** Set values of net.ipv4.conf of one NIC. */
    record Configure(int index, Map<InterfaceConfiguration, Integer> values) implements LinkRequest {
        public Configure {
            values = Map.copyOf(values);
        }
    }

    /** Give it a text that people read. The kernel takes none when a NIC is made. */
    record Describe(int index, String alias) implements LinkRequest {}

    /** Make no IPv6 link-local address (IN6_ADDR_GEN_MODE_NONE). Refused where the NIC has no IPv6. */
    record NoLinkLocalAddress(int index) implements LinkRequest {}

    /** Set it up or down. */
    record Switch(int index, boolean up) implements LinkRequest {}

    /** Remove it. */
    record Delete(int index) implements LinkRequest {}

    @Override
    default void write(ByteBuffer out, int sequence) {
        int start = out.position();
        switch (this) {
            case Create create -> {
                begin(out, RTM_NEWLINK, NLM_F_CREATE_EXCL, sequence, 0, 0, 0);
                text(out, IFLA_IFNAME, create.name());
                number(out, IFLA_LINK, create.parentIndex());
                attribute(out, IFLA_ADDRESS, create.mac().octets());
                number(out, IFLA_GROUP, create.group());
                if (create.mtuBytes() != 0) {
                    number(out, IFLA_MTU, create.mtuBytes());
                }
                int info = nest(out, IFLA_LINKINFO);
                text(out, IFLA_INFO_KIND, Macvlan.KIND);
                int data = nest(out, IFLA_INFO_DATA);
                number(out, IFLA_MACVLAN_MODE, Macvlan.MODE_BRIDGE);
                end(out, data);
                end(out, info);
            }
            case Configure configure -> {
                begin(out, RTM_NEWLINK, 0, sequence, configure.index(), 0, 0);
                int families = nest(out, IFLA_AF_SPEC);
                int ipv4 = nest(out, AF_INET);
                int conf = nest(out, IFLA_INET_CONF);
                configure.values().forEach((value, number) -> number(out, value.number(), number));
                end(out, conf);
                end(out, ipv4);
                end(out, families);
            }
            case Describe describe -> {
                begin(out, RTM_NEWLINK, 0, sequence, describe.index(), 0, 0);
                text(out, IFLA_IFALIAS, describe.alias());
            }
            case NoLinkLocalAddress none -> {
                begin(out, RTM_NEWLINK, 0, sequence, none.index(), 0, 0);
                int families = nest(out, IFLA_AF_SPEC);
                int ipv6 = nest(out, AF_INET6);
                attribute(out, IFLA_INET6_ADDR_GEN_MODE, new byte[] {1});
                end(out, ipv6);
                end(out, families);
            }
            case Switch change ->
                begin(out, RTM_NEWLINK, 0, sequence, change.index(), change.up() ? IFF_UP : 0, IFF_UP);
            case Delete delete -> begin(out, RTM_DELLINK, 0, sequence, delete.index(), 0, 0);
        }
        out.putInt(start, out.position() - start);
    }

    /** struct nlmsghdr, whose length comes last, and struct ifinfomsg. */
    private static void begin(ByteBuffer out, int type, int flags, int sequence, int index, int state, int change) {
        out.putInt(0).putShort((short) type).putShort((short) (NLM_F_REQUEST_ACK | flags));
        out.putInt(sequence).putInt(0);
        out.putInt(0).putInt(index).putInt(state).putInt(change);
    }

    private static int nest(ByteBuffer out, int type) {
        int start = out.position();
        out.putShort((short) 0).putShort((short) (type | NESTED));
        return start;
    }

    private static void end(ByteBuffer out, int start) {
        out.putShort(start, (short) (out.position() - start));
    }

    private static void number(ByteBuffer out, int type, int value) {
        out.putShort((short) 8).putShort((short) type).putInt(value);
    }

    private static void text(ByteBuffer out, int type, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        byte[] terminated = new byte[octets.length + 1];
        System.arraycopy(octets, 0, terminated, 0, octets.length);
        attribute(out, type, terminated);
    }

    private static void attribute(ByteBuffer out, int type, byte[] octets) {
        out.putShort((short) (4 + octets.length)).putShort((short) type).put(octets);
        out.put(new byte[-octets.length & 3]);
    }
}
