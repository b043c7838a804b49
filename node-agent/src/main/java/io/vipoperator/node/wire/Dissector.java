package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads Ethernet frames for people: VRRP, ARP and Neighbor Discovery. It tells what is there, also where the receive
 * ladder of {@link VrrpCodec} would reject it, for a capture is made to find out what is wrong. Pure.
 *
 * <pre>
 *  0   Ethernet: destination MAC (6) | source MAC (6) | type (2)
 * 14   IPv4, IPv6 or ARP
 * </pre>
 */
public final class Dissector {
    private static final int ETHERNET = 14;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int IPV6_HEADER = 40;
    private static final int ARP_LENGTH = 28;
    private static final int ICMPV6 = 58;
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;
    private static final int NEIGHBOR_LENGTH = 24;
    private static final int TARGET_LINK_LAYER_ADDRESS = 2;
    private static final int VRRP_HEADER = 8;
    private static final int VRRP_ADVERTISEMENT = 1;

    private final byte[] frame;
    private final int length;
    private final MacAddress to;
    private final MacAddress from;

    private Dissector(byte[] frame, int length) {
        this.frame = frame;
        this.length = length;
        this.to = mac(0);
        this.from = mac(6);
    }

    /**
     * Reads a frame.
     *
     * @param frame holds it from 0 to length
     * @return empty if it is of another kind, or too short to say of which
     */
    public static Optional<Dissection> dissect(byte[] frame, int length) {
        return length < ETHERNET ? Optional.empty() : new Dissector(frame, length).dissect();
    }

    private Optional<Dissection> dissect() {
        return switch (unsigned16(12)) {
            case ETHERTYPE_ARP -> arp();
            case ETHERTYPE_IPV4 -> ipv4();
            case ETHERTYPE_IPV6 -> ipv6();
            default -> Optional.empty();
        };
    }

    private Optional<Dissection> arp() {
        if (length < ETHERNET + ARP_LENGTH || unsigned16(14) != 1 || unsigned16(16) != ETHERTYPE_IPV4) {
            return Optional.empty();
        }
        return Optional.of(new Dissection.Arp(
                from, to, unsigned16(20) == 1, mac(22), address(28, Family.IPV4), address(38, Family.IPV4)));
    }

    private Optional<Dissection> ipv4() {
        int header = length > ETHERNET ? (frame[ETHERNET] & 0x0f) * 4 : 0;
        if (header < 20 || length < ETHERNET + header || unsigned8(23) != Ipv4Header.PROTOCOL_VRRP) {
            return Optional.empty();
        }
        int end = Math.min(length, ETHERNET + unsigned16(16));
        return vrrp(ETHERNET + header, end, unsigned8(22), address(26, Family.IPV4), address(30, Family.IPV4));
    }

    private Optional<Dissection> ipv6() {
        int start = ETHERNET + IPV6_HEADER;
        if (length < start) {
            return Optional.empty();
        }
        int end = Math.min(length, start + unsigned16(18));
        IpAddress source = address(22, Family.IPV6);
        IpAddress destination = address(38, Family.IPV6);
        return switch (unsigned8(20)) {
            case Ipv4Header.PROTOCOL_VRRP -> vrrp(start, end, unsigned8(21), source, destination);
            case ICMPV6 -> neighbor(start, end, source);
            default -> Optional.empty();
        };
    }

    private Optional<Dissection> neighbor(int start, int end, IpAddress source) {
        if (end - start < NEIGHBOR_LENGTH) {
            return Optional.empty();
        }
        IpAddress target = address(start + 8, Family.IPV6);
        int flags = unsigned8(start + 4);
        return switch (unsigned8(start)) {
            case SOLICITATION -> Optional.of(new Dissection.NeighborSolicitation(from, to, source, target));
            case ADVERTISEMENT ->
                Optional.of(new Dissection.NeighborAdvertisement(
                        from,
                        to,
                        source,
                        target,
                        targetMac(start + NEIGHBOR_LENGTH, end),
                        (flags & 0x80) != 0,
                        (flags & 0x40) != 0,
                        (flags & 0x20) != 0));
            default -> Optional.empty();
        };
    }

    /** The option of RFC 4861 section 4.6.1, among others. */
    private Optional<MacAddress> targetMac(int start, int end) {
        int offset = start;
        while (end - offset >= 8) {
            int octets = unsigned8(offset + 1) * 8;
            if (unsigned8(offset) == TARGET_LINK_LAYER_ADDRESS) {
                return Optional.of(mac(offset + 2));
            }
            if (octets == 0) {
                return Optional.empty();
            }
            offset += octets;
        }
        return Optional.empty();
    }

    private Optional<Dissection> vrrp(int start, int end, int ttl, IpAddress source, IpAddress destination) {
        if (end - start < VRRP_HEADER) {
            return Optional.empty();
        }
        int version = unsigned8(start) >> 4;
        List<String> flaws = new ArrayList<>();
        if ((unsigned8(start) & 0x0f) != VRRP_ADVERTISEMENT) {
            flaws.add("type " + (unsigned8(start) & 0x0f));
        }
        List<IpAddress> addresses = new ArrayList<>();
        int offset = start + VRRP_HEADER;
        for (int i = unsigned8(start + 3);
                i > 0 && end - offset >= source.family().octets();
                i--) {
            addresses.add(address(offset, source.family()));
            offset += source.family().octets();
        }
        if (addresses.size() < unsigned8(start + 3)) {
            flaws.add("cut off after " + addresses.size() + " of " + unsigned8(start + 3) + " addresses");
        }
        if (ttl != 255) {
            flaws.add("TTL " + ttl);
        }
        checksumFlaw(version, start, end, source, destination).ifPresent(flaws::add);
        boolean version2 = version == 2;
        return Optional.of(new Dissection.Vrrp(
                from,
                to,
                source,
                destination,
                ttl,
                version,
                unsigned8(start + 1),
                unsigned8(start + 2),
                version2 ? unsigned8(start + 5) * 1000 : (unsigned16(start + 4) & 0x0fff) * 10,
                version2 ? unsigned8(start + 4) : 0,
                addresses,
                flaws));
    }

    /**
     * The trailer of an authenticated version 3 message is not covered by its checksum, and those of version 2 and of RFC
     * 9568's version 3 over IPv4 have no pseudo-header: right is what fits any of these.
     */
    private Optional<String> checksumFlaw(int version, int start, int end, IpAddress source, IpAddress destination) {
        int whole = end - start;
        int bare = Math.min(
                whole, VRRP_HEADER + unsigned8(start + 3) * source.family().octets());
        for (int covered : new int[] {whole, bare}) {
            if (sum(start, covered, 0) == 0 && (version == 2 || source.family() == Family.IPV4)) {
                return version == 3 ? Optional.of("checksum without pseudo-header") : Optional.empty();
            }
            if (version != 2 && sum(start, covered, pseudoHeader(source, destination, covered)) == 0) {
                return Optional.empty();
            }
        }
        return Optional.of("checksum wrong");
    }

    private int sum(int start, int octets, int before) {
        return InternetChecksum.of(frame, start, octets, before);
    }

    private static int pseudoHeader(IpAddress source, IpAddress destination, int octets) {
        return InternetChecksum.pseudoHeaderSum(source, destination, octets);
    }

    private int unsigned8(int offset) {
        return frame[offset] & 0xff;
    }

    private int unsigned16(int offset) {
        return Ipv4Header.unsigned16(frame, offset);
    }

    private MacAddress mac(int offset) {
        return MacAddress.of(Arrays.copyOfRange(frame, offset, offset + 6));
    }

    private IpAddress address(int offset, Family family) {
        return IpAddress.of(Arrays.copyOfRange(frame, offset, offset + family.octets()));
    }
}
