package io.vipoperator.node.net;

import io.vipoperator.node.vrrp.Family;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A change of one of our addresses, and how it is written for rtnetlink. Every request asks for an answer. */
sealed interface AddressRequest extends NetlinkRequest {
    int RTM_NEWADDR = 20;
    int RTM_DELADDR = 21;
    int NLM_F_REQUEST_ACK = 0x5;
    int NLM_F_REPLACE = 0x100;
    int NLM_F_CREATE_EXCL = 0x600;
    int IFA_F_NODAD = 0x02;
    int IFA_F_NOPREFIXROUTE = 0x200;
    int AF_INET = 2;
    int AF_INET6 = 10;
    int FOREVER = -1;

    /** Which. */
    AddressKey key();

    /**
     * How an address of ours shall be.
     *
     * @param key which
     * @param prefixRoute with the route of its prefix
     * @param lifetimeSeconds until the kernel takes it off by itself; {@link #FOREVER} = never
     * @param label or none; of IPv4 addresses alone
     */
    record Lasting(AddressKey key, boolean prefixRoute, int lifetimeSeconds, Optional<String> label) {}

    /** Put it on; EEXIST if it is there, whoever put it there. */
    record Add(Lasting address) implements AddressRequest {
        @Override
        public AddressKey key() {
            return address.key();
        }
    }

    /** Set its lifetime anew. Only for what is there with our mark: the kernel would change anybody's. */
    record Renew(Lasting address) implements AddressRequest {
        @Override
        public AddressKey key() {
            return address.key();
        }
    }

    /** Take it off. Only for what is there with our mark. */
    record Remove(AddressKey key) implements AddressRequest {}

    @Override
    default void write(ByteBuffer out, int sequence) {
        switch (this) {
            case Add add -> writeNew(out, sequence, NLM_F_CREATE_EXCL, add.address());
            case Renew renew -> writeNew(out, sequence, NLM_F_REPLACE, renew.address());
            case Remove remove -> {
                int start = begin(out, RTM_DELADDR, NLM_F_REQUEST_ACK, sequence, remove.key());
                out.putInt(start, out.position() - start);
            }
        }
    }

    private static void writeNew(ByteBuffer out, int sequence, int flags, Lasting address) {
        int start = begin(out, RTM_NEWADDR, NLM_F_REQUEST_ACK | flags, sequence, address.key());
        boolean ipv6 = address.key().address().family() == Family.IPV6;
        // Without duplicate address detection: it costs a second, and after a split brain the address would stay
        // unusable.
        int nodad = ipv6 ? IFA_F_NODAD : 0;
        out.putShort((short) 8).putShort((short) 8).putInt(nodad | (address.prefixRoute() ? 0 : IFA_F_NOPREFIXROUTE));
        // struct ifa_cacheinfo: preferred 0 (deprecated: not a source by choice), valid, and two that the kernel fills
        // in.
        out.putShort((short) 20).putShort((short) 6).putInt(0).putInt(address.lifetimeSeconds());
        out.putInt(0).putInt(0);
        out.putShort((short) 5).putShort((short) 11).put((byte) Mark.OURS).put(new byte[3]);
        address.label().ifPresent(label -> {
            byte[] text = label.getBytes(StandardCharsets.UTF_8);
            out.putShort((short) (text.length + 5)).putShort((short) 3).put(text);
            out.put(new byte[4 - text.length % 4]);
        });
        out.putInt(start, out.position() - start);
    }

    /** struct nlmsghdr, struct ifaddrmsg, IFA_LOCAL and IFA_ADDRESS: with less than all of them a removal may hit another. */
    private static int begin(ByteBuffer out, int type, int flags, int sequence, AddressKey key) {
        int start = out.position();
        out.putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0);
        byte[] octets = key.address().octets();
        out.put((byte) (key.address().family() == Family.IPV4 ? AF_INET : AF_INET6))
                .put((byte) key.prefixLength())
                .put((byte) 0)
                .put((byte) 0)
                .putInt(key.interfaceIndex());
        short length = (short) (4 + octets.length);
        out.putShort(length).putShort((short) 2).put(octets);
        out.putShort(length).putShort((short) 1).put(octets);
        return start;
    }
}
