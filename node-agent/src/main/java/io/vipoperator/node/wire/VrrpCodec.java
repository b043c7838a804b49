package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.Intervals;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Received packets read, as far as their octets alone tell: versions 2 and 3 over IPv4, version 3 over IPv6 (RFC 9568 section 5,
 * RFC 3768 section 5; {@link VrrpMessage} draws them). Pure.
 */
public final class VrrpCodec {
    /** Where advertisements over IPv4 are sent to (RFC 9568 section 5.1.1.2). */
    public static final IpAddress IPV4_GROUP = IpAddress.parse("224.0.0.18");

    /** Where advertisements over IPv6 are sent to (RFC 9568 section 5.1.2.2). */
    public static final IpAddress IPV6_GROUP = IpAddress.parse("ff02::12");

    private VrrpCodec() {}

    /** Where advertisements of that family are sent to. */
    public static IpAddress group(Family family) {
        return switch (family) {
            case IPV4 -> IPV4_GROUP;
            case IPV6 -> IPV6_GROUP;
        };
    }

    /**
     * The VRRP message with its checksum, without an IP header and without authentication.
     *
     * @param source of the packet to be, for the pseudo-header
     * @param destination of the packet to be, for the pseudo-header
     * @param form of the checksum of version 3 over IPv4
     * @throws IllegalArgumentException if the advertisement can't be said in its version
     */
    public static byte[] encode(
            Advertisement advertisement, IpAddress source, IpAddress destination, ChecksumForm form) {
        return VrrpMessage.checksummed(VrrpMessage.of(advertisement, Optional.empty()), source, destination, form);
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
        return flaw.<Decoded>map(Decoded.Rejected::new).orElseGet(() -> message(packet, Ipv4Header.read(packet)));
    }

    /**
     * Reads an IPv6 message as a raw socket delivers it: without the IP header, which is told beside it.
     *
     * @param source of the packet
     * @param destination of the packet
     * @param hopLimit of the packet
     * @param octets hold the message from 0 to length
     * @param length received
     */
    public static Decoded decode(IpAddress source, IpAddress destination, int hopLimit, byte[] octets, int length) {
        if (length < VrrpMessage.HEADER_LENGTH || length > octets.length) {
            return new Decoded.Rejected(Rejection.LENGTH);
        }
        return message(octets, new Envelope(0, length, hopLimit, source, destination));
    }

    private static Decoded message(byte[] octets, Envelope envelope) {
        int start = envelope.offset();
        int version = (octets[start] & 0xff) >> 4;
        if (!isSpoken(version, envelope.family())) {
            return new Decoded.Rejected(Rejection.VERSION);
        }
        if ((octets[start] & 0x0f) != VrrpMessage.TYPE_ADVERTISEMENT) {
            return new Decoded.Rejected(Rejection.TYPE);
        }
        int count = octets[start + 3] & 0xff;
        if (count == 0) {
            return new Decoded.Rejected(Rejection.ADDRESS_COUNT);
        }
        int length = VrrpMessage.length(version, envelope.family(), count);
        boolean signed = envelope.length() == length + HmacTrailer.LENGTH;
        if (!signed && envelope.length() != length) {
            return new Decoded.Rejected(Rejection.LENGTH);
        }
        Set<ChecksumForm> forms = EnumSet.noneOf(ChecksumForm.class);
        if (!isSummedUp(octets, envelope, version, length, forms)) {
            return new Decoded.Rejected(Rejection.CHECKSUM);
        }
        int virtualRouterID = octets[start + 1] & 0xff;
        if (virtualRouterID == 0) {
            return new Decoded.Rejected(Rejection.VIRTUAL_ROUTER_ID);
        }
        long intervalNanos = intervalNanos(octets, start, version);
        // Who heeds it becomes Active at once and stays it (erratum 8301).
        if (intervalNanos == 0) {
            return new Decoded.Rejected(Rejection.INTERVAL);
        }
        Advertisement advertisement = new Advertisement(
                version,
                virtualRouterID,
                octets[start + 2] & 0xff,
                intervalNanos,
                addresses(octets, start + VrrpMessage.HEADER_LENGTH, count, envelope.family()));
        return new Decoded.Accepted(
                advertisement,
                envelope.source(),
                envelope.destination(),
                envelope.ttl(),
                forms,
                credential(octets, envelope, version, length, signed));
    }

    private static boolean isSpoken(int version, Family family) {
        return version == VrrpMessage.VERSION_3 || (version == VrrpMessage.VERSION_2 && family == Family.IPV4);
    }

    /** Whether the checksum is right; of version 3 over IPv4, adds in which forms. */
    private static boolean isSummedUp(
            byte[] octets, Envelope envelope, int version, int length, Set<ChecksumForm> forms) {
        if (envelope.family() == Family.IPV6) {
            return sumsUp(octets, envelope, envelope.length(), pseudoHeaderSum(envelope, envelope.length()));
        }
        if (version == VrrpMessage.VERSION_2) {
            return sumsUp(octets, envelope, length, 0);
        }
        if (sumsUp(octets, envelope, length, pseudoHeaderSum(envelope, length))) {
            forms.add(ChecksumForm.PSEUDO_HEADER);
        }
        if (sumsUp(octets, envelope, length, 0)) {
            forms.add(ChecksumForm.MESSAGE_ONLY);
        }
        return !forms.isEmpty();
    }

    private static boolean sumsUp(byte[] octets, Envelope envelope, int covered, int pseudoHeaderSum) {
        return InternetChecksum.of(octets, envelope.offset(), covered, pseudoHeaderSum) == 0;
    }

    private static int pseudoHeaderSum(Envelope envelope, int covered) {
        return InternetChecksum.pseudoHeaderSum(envelope.source(), envelope.destination(), covered);
    }

    /** The first four bits of version 3's field are reserved and ignored on receipt (RFC 9568 section 5.2.6). */
    private static long intervalNanos(byte[] octets, int start, int version) {
        return version == VrrpMessage.VERSION_2
                ? (octets[start + 5] & 0xff) * VrrpMessage.NANOS_PER_SECOND
                : Intervals.fromCentiseconds(Ipv4Header.unsigned16(octets, start + 4) & VrrpMessage.GREATEST_INTERVAL);
    }

    private static Credential credential(byte[] octets, Envelope envelope, int version, int length, boolean signed) {
        int start = envelope.offset();
        if (signed) {
            byte[] message = Arrays.copyOfRange(octets, start, start + envelope.length());
            return new Credential.Trailer(new SignedMessage(message));
        }
        if (version == VrrpMessage.VERSION_2) {
            long data = VrrpMessage.unsigned64(octets, start + length - VrrpMessage.AUTHENTICATION_DATA_LENGTH);
            return new Credential.Simple(octets[start + 4] & 0xff, data);
        }
        return new Credential.None();
    }

    private static List<IpAddress> addresses(byte[] octets, int start, int count, Family family) {
        List<IpAddress> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int offset = start + i * family.octets();
            addresses.add(IpAddress.of(Arrays.copyOfRange(octets, offset, offset + family.octets())));
        }
        return addresses;
    }
}
