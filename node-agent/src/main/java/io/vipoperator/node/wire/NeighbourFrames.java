package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.NeighbourFrame.Flaw;
import java.util.Arrays;

/**
 * Reads whole Ethernet frames: ARP (RFC 826), Neighbor Discovery (RFC 4861), VRRP over both families. A NIC may pad them. Pure.
 *
 * <p>Most frames of a segment concern nobody here: {@link #claimedAddressOffset} tells without an object where the address
 * stands that one of them may claim.
 */
public final class NeighbourFrames {
    /** No address is claimed. */
    public static final int NONE = -1;

    private static final NeighbourFrame IRRELEVANT = new NeighbourFrame.Irrelevant();

    private static final int ETHERTYPE_OFFSET = 12;
    private static final int SOURCE_MAC_OFFSET = 6;
    private static final int ETHERNET_LENGTH = 14;
    private static final int IPV4_LENGTH = 20;
    private static final int MORE_FRAGMENTS_AND_OFFSET = 0x3fff;
    private static final int PROTOCOL_VRRP = 112;
    private static final int VRRP_LENGTH = 8;
    private static final int VRRP_VERSION_3 = 3;
    private static final int TYPE_ADVERTISEMENT = 1;
    private static final long NANOS_PER_CENTISECOND = 10_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private NeighbourFrames() {}

    /** Of which family the address at {@link #claimedAddressOffset} is. */
    public static Family claimedFamily(byte[] frame) {
        return unsigned16(frame, ETHERTYPE_OFFSET) == ArpFrame.ETHERTYPE ? Family.IPV4 : Family.IPV6;
    }

    /**
     * Where the address stands that the frame claims if it is sound; {@link #NONE} = it is too short or of another kind.
     *
     * @param frame from 0 to length
     * @param length received
     */
    public static int claimedAddressOffset(byte[] frame, int length) {
        if (length < ArpFrame.LENGTH || length > frame.length) {
            return NONE;
        }
        int ethertype = unsigned16(frame, ETHERTYPE_OFFSET);
        if (ethertype == ArpFrame.ETHERTYPE) {
            return ArpFrame.SENDER_OFFSET;
        }
        if (ethertype != Icmpv6Frame.ETHERTYPE_IPV6 || length < Icmpv6Frame.MESSAGE_OFFSET + Icmpv6Frame.FIXED_LENGTH) {
            return NONE;
        }
        return switch (frame[Icmpv6Frame.IP_OFFSET + 6] == Icmpv6Frame.NEXT_HEADER
                ? unsigned8(frame, Icmpv6Frame.MESSAGE_OFFSET)
                : 0) {
            case Icmpv6Frame.NEIGHBOR_ADVERTISEMENT -> Icmpv6Frame.TARGET_OFFSET;
            case Icmpv6Frame.NEIGHBOR_SOLICITATION -> Icmpv6Frame.SOURCE_OFFSET;
            default -> NONE;
        };
    }

    /**
     * Whether it is IPv4 or IPv6 with protocol 112, at first sight.
     *
     * @param frame from 0 to length
     * @param length received
     */
    public static boolean isVrrp(byte[] frame, int length) {
        if (length < ETHERNET_LENGTH + IPV4_LENGTH || length > frame.length) {
            return false;
        }
        return switch (unsigned16(frame, ETHERTYPE_OFFSET)) {
            case ArpFrame.ETHERTYPE_IPV4 -> frame[ETHERNET_LENGTH + 9] == PROTOCOL_VRRP;
            case Icmpv6Frame.ETHERTYPE_IPV6 -> frame[ETHERNET_LENGTH + 6] == PROTOCOL_VRRP;
            default -> false;
        };
    }

    /**
     * All that the frame tells.
     *
     * @param frame from 0 to length
     * @param length received
     */
    public static NeighbourFrame read(byte[] frame, int length) {
        if (length < ETHERNET_LENGTH || length > frame.length) {
            return new NeighbourFrame.Malformed(Flaw.LENGTH);
        }
        return switch (unsigned16(frame, ETHERTYPE_OFFSET)) {
            case ArpFrame.ETHERTYPE -> arp(frame, length);
            case ArpFrame.ETHERTYPE_IPV4 -> ipv4(frame, length);
            case Icmpv6Frame.ETHERTYPE_IPV6 -> ipv6(frame, length);
            default -> IRRELEVANT;
        };
    }

    private static NeighbourFrame arp(byte[] frame, int length) {
        if (length < ArpFrame.LENGTH) {
            return new NeighbourFrame.Malformed(Flaw.LENGTH);
        }
        if (unsigned16(frame, 14) != ArpFrame.HARDWARE_ETHERNET
                || unsigned16(frame, 16) != ArpFrame.ETHERTYPE_IPV4
                || frame[18] != 6
                || frame[19] != Family.IPV4.octets()) {
            return new NeighbourFrame.Malformed(Flaw.HEADER);
        }
        int operation = unsigned16(frame, 20);
        if (operation != ArpFrame.REQUEST && operation != ArpFrame.REPLY) {
            return IRRELEVANT;
        }
        MacAddress mac = mac(frame, ArpFrame.SENDER_MAC_OFFSET);
        if (!isStation(mac)) {
            return new NeighbourFrame.Malformed(Flaw.FIELD);
        }
        if (!isZero(frame, ArpFrame.SENDER_OFFSET, Family.IPV4.octets())) {
            return new NeighbourFrame.Claim(mac, address(frame, ArpFrame.SENDER_OFFSET, Family.IPV4));
        }
        return operation == ArpFrame.REQUEST
                ? new NeighbourFrame.Probe(mac, address(frame, ArpFrame.TARGET_OFFSET, Family.IPV4))
                : new NeighbourFrame.Malformed(Flaw.FIELD);
    }

    private static NeighbourFrame ipv4(byte[] frame, int length) {
        if (length < ETHERNET_LENGTH + IPV4_LENGTH) {
            return new NeighbourFrame.Malformed(Flaw.LENGTH);
        }
        int headerLength = (frame[ETHERNET_LENGTH] & 0x0f) * 4;
        int totalLength = unsigned16(frame, ETHERNET_LENGTH + 2);
        if (frame[ETHERNET_LENGTH] >> 4 != 4 || headerLength < IPV4_LENGTH) {
            return new NeighbourFrame.Malformed(Flaw.HEADER);
        }
        if (totalLength < headerLength || ETHERNET_LENGTH + totalLength > length) {
            return new NeighbourFrame.Malformed(Flaw.LENGTH);
        }
        // The kernel drops such a packet before any firewall: nothing may be concluded from it.
        if (InternetChecksum.of(frame, ETHERNET_LENGTH, headerLength, 0) != 0) {
            return new NeighbourFrame.Malformed(Flaw.CHECKSUM);
        }
        if (frame[ETHERNET_LENGTH + 9] != PROTOCOL_VRRP) {
            return IRRELEVANT;
        }
        if ((unsigned16(frame, ETHERNET_LENGTH + 6) & MORE_FRAGMENTS_AND_OFFSET) != 0) {
            return new NeighbourFrame.Malformed(Flaw.HEADER);
        }
        return vrrp(
                frame,
                ETHERNET_LENGTH + headerLength,
                totalLength - headerLength,
                address(frame, ETHERNET_LENGTH + 12, Family.IPV4),
                address(frame, ETHERNET_LENGTH + 16, Family.IPV4));
    }

    private static NeighbourFrame ipv6(byte[] frame, int length) {
        if (length < Icmpv6Frame.MESSAGE_OFFSET) {
            return new NeighbourFrame.Malformed(Flaw.LENGTH);
        }
        if ((frame[ETHERNET_LENGTH] & 0xf0) >> 4 != 6) {
            return new NeighbourFrame.Malformed(Flaw.HEADER);
        }
        int payloadLength = unsigned16(frame, Icmpv6Frame.IP_OFFSET + 4);
        if (Icmpv6Frame.MESSAGE_OFFSET + payloadLength > length) {
            return new NeighbourFrame.Malformed(Flaw.LENGTH);
        }
        return switch (unsigned8(frame, Icmpv6Frame.IP_OFFSET + 6)) {
            case Icmpv6Frame.NEXT_HEADER -> icmpv6(frame, payloadLength);
            case PROTOCOL_VRRP ->
                vrrp(
                        frame,
                        Icmpv6Frame.MESSAGE_OFFSET,
                        payloadLength,
                        address(frame, Icmpv6Frame.SOURCE_OFFSET, Family.IPV6),
                        address(frame, Icmpv6Frame.DESTINATION_OFFSET, Family.IPV6));
            default -> IRRELEVANT;
        };
    }

    private static NeighbourFrame vrrp(
            byte[] frame, int start, int messageLength, IpAddress source, IpAddress destination) {
        if (messageLength < VRRP_LENGTH) {
            return new NeighbourFrame.Malformed(Flaw.LENGTH);
        }
        int version = unsigned8(frame, start) >> 4;
        int virtualRouterID = unsigned8(frame, start + 1);
        MacAddress mac = mac(frame, SOURCE_MAC_OFFSET);
        if ((version != 2 && version != VRRP_VERSION_3)
                || (frame[start] & 0x0f) != TYPE_ADVERTISEMENT
                || virtualRouterID == 0
                || !isStation(mac)) {
            return new NeighbourFrame.Malformed(Flaw.FIELD);
        }
        long intervalNanos = version == VRRP_VERSION_3
                ? (unsigned16(frame, start + 4) & 0x0fff) * NANOS_PER_CENTISECOND
                : unsigned8(frame, start + 5) * NANOS_PER_SECOND;
        return new NeighbourFrame.Advertised(
                mac, source, destination, virtualRouterID, unsigned8(frame, start + 2), intervalNanos);
    }

    /** The checks of RFC 4861 sections 7.1.1 and 7.1.2. */
    private static NeighbourFrame icmpv6(byte[] frame, int messageLength) {
        int type = messageLength == 0 ? 0 : unsigned8(frame, Icmpv6Frame.MESSAGE_OFFSET);
        if (type != Icmpv6Frame.NEIGHBOR_SOLICITATION && type != Icmpv6Frame.NEIGHBOR_ADVERTISEMENT) {
            return IRRELEVANT;
        }
        if (messageLength < Icmpv6Frame.FIXED_LENGTH) {
            return new NeighbourFrame.Malformed(Flaw.LENGTH);
        }
        if (unsigned8(frame, Icmpv6Frame.IP_OFFSET + 7) != Icmpv6Frame.HOP_LIMIT) {
            return new NeighbourFrame.Malformed(Flaw.HOP_LIMIT);
        }
        if (Icmpv6Frame.checksum(frame, messageLength) != 0) {
            return new NeighbourFrame.Malformed(Flaw.CHECKSUM);
        }
        if (frame[Icmpv6Frame.MESSAGE_OFFSET + 1] != 0
                || isMulticast(frame, Icmpv6Frame.TARGET_OFFSET)
                || isMulticast(frame, Icmpv6Frame.SOURCE_OFFSET)) {
            return new NeighbourFrame.Malformed(Flaw.FIELD);
        }
        return type == Icmpv6Frame.NEIGHBOR_ADVERTISEMENT
                ? advertisement(frame, messageLength)
                : solicitation(frame, messageLength);
    }

    private static NeighbourFrame advertisement(byte[] frame, int messageLength) {
        int option = option(frame, messageLength, Icmpv6Frame.TARGET_LINK_LAYER_OPTION);
        if (option == BAD_OPTION) {
            return new NeighbourFrame.Malformed(Flaw.OPTION);
        }
        // A solicited one may do without the option (RFC 4861 section 4.4): then it is who sent it.
        MacAddress mac = mac(frame, option == NONE ? SOURCE_MAC_OFFSET : option);
        return isStation(mac)
                ? new NeighbourFrame.Claim(mac, address(frame, Icmpv6Frame.TARGET_OFFSET, Family.IPV6))
                : new NeighbourFrame.Malformed(Flaw.FIELD);
    }

    private static NeighbourFrame solicitation(byte[] frame, int messageLength) {
        int option = option(frame, messageLength, Icmpv6Frame.SOURCE_LINK_LAYER_OPTION);
        boolean unspecified = isZero(frame, Icmpv6Frame.SOURCE_OFFSET, Family.IPV6.octets());
        if (option == BAD_OPTION || (unspecified && option != NONE)) {
            return new NeighbourFrame.Malformed(Flaw.OPTION);
        }
        MacAddress mac = mac(frame, option == NONE ? SOURCE_MAC_OFFSET : option);
        if (!isStation(mac)) {
            return new NeighbourFrame.Malformed(Flaw.FIELD);
        }
        return unspecified
                ? new NeighbourFrame.Probe(mac, address(frame, Icmpv6Frame.TARGET_OFFSET, Family.IPV6))
                : new NeighbourFrame.Claim(mac, address(frame, Icmpv6Frame.SOURCE_OFFSET, Family.IPV6));
    }

    private static final int BAD_OPTION = -2;

    /** Where the MAC of that option stands; NONE or BAD_OPTION. */
    private static int option(byte[] frame, int messageLength, int wanted) {
        int end = Icmpv6Frame.MESSAGE_OFFSET + messageLength;
        int found = NONE;
        for (int at = Icmpv6Frame.MESSAGE_OFFSET + Icmpv6Frame.FIXED_LENGTH; at < end; ) {
            int optionLength = at + 1 < end ? 8 * unsigned8(frame, at + 1) : 0;
            if (optionLength == 0 || at + optionLength > end) {
                return BAD_OPTION;
            }
            if (found == NONE && unsigned8(frame, at) == wanted) {
                found = at + 2;
            }
            at += optionLength;
        }
        return found;
    }

    /** Of one station: neither a group's nor none at all. */
    private static boolean isStation(MacAddress mac) {
        return mac.bits() != 0 && (mac.bits() >> 40 & 1) == 0;
    }

    private static boolean isMulticast(byte[] frame, int offset) {
        return unsigned8(frame, offset) == 0xff;
    }

    private static boolean isZero(byte[] frame, int offset, int octets) {
        for (int i = 0; i < octets; i++) {
            if (frame[offset + i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static MacAddress mac(byte[] frame, int offset) {
        return MacAddress.of(Arrays.copyOfRange(frame, offset, offset + 6));
    }

    private static IpAddress address(byte[] frame, int offset, Family family) {
        return IpAddress.of(Arrays.copyOfRange(frame, offset, offset + family.octets()));
    }

    private static int unsigned8(byte[] frame, int offset) {
        return frame[offset] & 0xff;
    }

    private static int unsigned16(byte[] frame, int offset) {
        return (frame[offset] & 0xff) << 8 | (frame[offset + 1] & 0xff);
    }
}
