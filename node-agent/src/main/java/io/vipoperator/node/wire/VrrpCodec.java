package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.Intervals;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Advertisements as bytes, version 3 over IPv4 (RFC 9568 section 5). Pure.
 *
 * <pre>
 * 0   version = 3 (4) | type = 1 (4) | VRID (8)
 * 2   priority (8)                   | number of addresses (8)
 * 4   reserved (4) | Max Advertise Interval in centiseconds (12)
 * 6   checksum (16)
 * 8   addresses, four octets each
 * </pre>
 */
public final class VrrpCodec {
    /** Where advertisements over IPv4 are sent to (RFC 9568 section 5.1.1.2). */
    public static final IpAddress IPV4_GROUP = IpAddress.parse("224.0.0.18");

    static final int HEADER_LENGTH = 8;

    private static final int VERSION = 3;
    private static final int TYPE_ADVERTISEMENT = 1;
    private static final int GREATEST_INTERVAL = 0x0fff;
    private static final int CHECKSUM_OFFSET = 6;
    private static final int REQUIRED_TTL = 255;

    private VrrpCodec() {}

    /**
     * The VRRP message, without an IP header.
     *
     * @param source of the packet to be, for the pseudo-header
     * @param destination of the packet to be, for the pseudo-header
     * @param form of the checksum
     * @throws IllegalArgumentException if the advertisement can't be said in version 3 over IPv4
     */
    public static byte[] encode(
            Advertisement advertisement, IpAddress source, IpAddress destination, ChecksumForm form) {
        List<IpAddress> addresses = advertisement.addresses();
        int interval = Intervals.toCentiseconds(advertisement.intervalNanos());
        require(advertisement.version() == VERSION, "version must be 3", advertisement.version());
        require(fits(advertisement.virtualRouterID(), 1, 255), "VRID must be 1..255", advertisement.virtualRouterID());
        require(fits(advertisement.priority(), 0, 255), "priority must be 0..255", advertisement.priority());
        require(fits(addresses.size(), 1, 255), "there must be 1..255 addresses", addresses.size());
        require(fits(interval, 1, GREATEST_INTERVAL), "interval must be 1..4095 centiseconds", interval);
        byte[] message = new byte[HEADER_LENGTH + Family.IPV4.octets() * addresses.size()];
        message[0] = (byte) ((VERSION << 4) | TYPE_ADVERTISEMENT);
        message[1] = (byte) advertisement.virtualRouterID();
        message[2] = (byte) advertisement.priority();
        message[3] = (byte) addresses.size();
        put16(message, 4, interval);
        int offset = HEADER_LENGTH;
        for (IpAddress address : addresses) {
            if (address.family() != Family.IPV4) {
                throw new IllegalArgumentException("addresses must be IPv4, not " + address);
            }
            System.arraycopy(address.octets(), 0, message, offset, Family.IPV4.octets());
            offset += Family.IPV4.octets();
        }
        int pseudoHeaderSum = pseudoHeaderSum(form, source, destination, message.length);
        put16(message, CHECKSUM_OFFSET, InternetChecksum.of(message, 0, message.length, pseudoHeaderSum));
        return message;
    }

    /**
     * Reads an IPv4 packet as a raw socket delivers it: with its IP header, perhaps with padding behind it. Checks all
     * that one packet alone can tell, in the order of {@link Rejection}.
     *
     * @param packet holds the packet from 0 to length
     * @param length received
     */
    public static Decoded decode(byte[] packet, int length) {
        Optional<Rejection> flaw = Ipv4Header.flaw(packet, length);
        if (flaw.isPresent()) {
            return new Decoded.Rejected(flaw.get());
        }
        Ipv4Header header = Ipv4Header.read(packet);
        if (!header.destination().equals(IPV4_GROUP)) {
            return new Decoded.Rejected(Rejection.DESTINATION);
        }
        if (header.ttl() != REQUIRED_TTL) {
            return new Decoded.Rejected(Rejection.TTL);
        }
        return message(packet, header);
    }

    private static Decoded message(byte[] packet, Ipv4Header header) {
        int start = header.length();
        int virtualRouterID = packet[start + 1] & 0xff;
        int count = packet[start + 3] & 0xff;
        // The first four bits are reserved and ignored on receipt (section 5.2.6).
        int interval = Ipv4Header.unsigned16(packet, start + 4) & GREATEST_INTERVAL;
        if ((packet[start] & 0xff) >> 4 != VERSION) {
            return new Decoded.Rejected(Rejection.VERSION);
        }
        if ((packet[start] & 0x0f) != TYPE_ADVERTISEMENT) {
            return new Decoded.Rejected(Rejection.TYPE);
        }
        if (count == 0) {
            return new Decoded.Rejected(Rejection.ADDRESS_COUNT);
        }
        if (header.messageLength() != HEADER_LENGTH + Family.IPV4.octets() * count) {
            return new Decoded.Rejected(Rejection.LENGTH);
        }
        Optional<ChecksumForm> form = checksumForm(packet, header);
        if (form.isEmpty()) {
            return new Decoded.Rejected(Rejection.CHECKSUM);
        }
        if (virtualRouterID == 0) {
            return new Decoded.Rejected(Rejection.VIRTUAL_ROUTER_ID);
        }
        // Who heeds it becomes Active at once and stays it (erratum 8301).
        if (interval == 0) {
            return new Decoded.Rejected(Rejection.INTERVAL);
        }
        Advertisement advertisement = new Advertisement(
                VERSION,
                virtualRouterID,
                packet[start + 2] & 0xff,
                Intervals.fromCentiseconds(interval),
                addresses(packet, start + HEADER_LENGTH, count));
        return new Decoded.Accepted(advertisement, header.source(), header.destination(), form.get());
    }

    private static List<IpAddress> addresses(byte[] packet, int start, int count) {
        List<IpAddress> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int offset = start + i * Family.IPV4.octets();
            addresses.add(IpAddress.of(Arrays.copyOfRange(packet, offset, offset + Family.IPV4.octets())));
        }
        return addresses;
    }

    private static Optional<ChecksumForm> checksumForm(byte[] packet, Ipv4Header header) {
        for (ChecksumForm form : ChecksumForm.values()) {
            int sum = pseudoHeaderSum(form, header.source(), header.destination(), header.messageLength());
            if (InternetChecksum.of(packet, header.length(), header.messageLength(), sum) == 0) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    private static int pseudoHeaderSum(ChecksumForm form, IpAddress source, IpAddress destination, int messageLength) {
        return switch (form) {
            case PSEUDO_HEADER -> InternetChecksum.pseudoHeaderSum(source, destination, messageLength);
            case MESSAGE_ONLY -> 0;
        };
    }

    private static boolean fits(int value, int least, int greatest) {
        return value >= least && value <= greatest;
    }

    private static void require(boolean holds, String rule, int value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }

    private static void put16(byte[] octets, int offset, int value) {
        octets[offset] = (byte) (value >> 8);
        octets[offset + 1] = (byte) value;
    }
}
