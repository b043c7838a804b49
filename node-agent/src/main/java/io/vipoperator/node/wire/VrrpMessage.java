package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Advertisement;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.Intervals;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An advertisement as octets, in two steps: what it says, and its checksum, which may be another for each destination. Pure.
 *
 * <pre>
 *     version 3 (RFC 9568 section 5)               version 2 (RFC 3768 section 5)
 * 0   version (4) | type = 1 (4) | VRID (8)        the same
 * 2   priority (8)      | number of addresses (8)  the same
 * 4   reserved (4) | interval in centiseconds (12) authentication type (8) | interval in seconds (8)
 * 6   checksum (16)                                the same
 * 8   addresses, 4 or 16 octets each               addresses, 4 octets each
 *                                                  authentication data, always 8 octets
 *     perhaps an HMAC trailer, 28 octets           perhaps an HMAC trailer, 28 octets
 * </pre>
 */
public final class VrrpMessage {
    static final int VERSION_2 = 2;
    static final int VERSION_3 = 3;
    static final int TYPE_ADVERTISEMENT = 1;
    static final int HEADER_LENGTH = 8;
    static final int AUTHENTICATION_DATA_LENGTH = 8;
    static final int GREATEST_INTERVAL = 0x0fff;
    static final int CHECKSUM_OFFSET = 6;
    static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final int GREATEST_INTERVAL_SECONDS = 255;

    private VrrpMessage() {}

    /**
     * The message with a checksum of 0, without a trailer.
     *
     * @param password of version 2; empty means authentication type 0
     * @throws IllegalArgumentException if the advertisement can't be said in its version
     */
    public static byte[] of(Advertisement advertisement, Optional<AuthenticationKey> password) {
        List<IpAddress> addresses = advertisement.addresses();
        int version = advertisement.version();
        require(fits(version, VERSION_2, VERSION_3), "version must be 2 or 3", version);
        require(fits(advertisement.virtualRouterID(), 1, 255), "VRID must be 1..255", advertisement.virtualRouterID());
        require(fits(advertisement.priority(), 0, 255), "priority must be 0..255", advertisement.priority());
        require(fits(addresses.size(), 1, 255), "there must be 1..255 addresses", addresses.size());
        Family family = addresses.getFirst().family();
        byte[] message = new byte[length(version, family, addresses.size())];
        message[0] = (byte) ((version << 4) | TYPE_ADVERTISEMENT);
        message[1] = (byte) advertisement.virtualRouterID();
        message[2] = (byte) advertisement.priority();
        message[3] = (byte) addresses.size();
        int offset = HEADER_LENGTH;
        for (IpAddress address : addresses) {
            if (address.family() != family || (version == VERSION_2 && family == Family.IPV6)) {
                throw new IllegalArgumentException(
                        "addresses must be of one family, and IPv4 in version 2, not " + address);
            }
            System.arraycopy(address.octets(), 0, message, offset, family.octets());
            offset += family.octets();
        }
        if (version == VERSION_2) {
            fillVersion2(message, offset, advertisement.intervalNanos(), password);
        } else {
            require(password.isEmpty(), "version must be 2 to have a password", version);
            int interval = Intervals.toCentiseconds(advertisement.intervalNanos());
            require(fits(interval, 1, GREATEST_INTERVAL), "interval must be 1..4095 centiseconds", interval);
            put16(message, 4, interval);
        }
        return message;
    }

    /**
     * A copy with its checksum filled in. Over IPv4 it doesn't cover an HMAC trailer; over IPv6, where the kernel may write it,
     * it does. Version 2 sums the message alone (RFC 3768 section 5.3.8).
     *
     * @param message of {@link #of}, perhaps with a trailer
     * @param source of the packet to be
     * @param destination of the packet to be: for a peer's copy, the peer
     * @param form of version 3 over IPv4
     */
    public static byte[] checksummed(byte[] message, IpAddress source, IpAddress destination, ChecksumForm form) {
        byte[] filled = message.clone();
        int covered = source.family() == Family.IPV6 ? message.length : lengthTold(message, 0, Family.IPV4);
        boolean alone = source.family() == Family.IPV4
                && ((message[0] & 0xff) >> 4 == VERSION_2 || form == ChecksumForm.MESSAGE_ONLY);
        int pseudoHeaderSum = alone ? 0 : InternetChecksum.pseudoHeaderSum(source, destination, covered);
        put16(filled, CHECKSUM_OFFSET, 0);
        put16(filled, CHECKSUM_OFFSET, InternetChecksum.of(filled, 0, covered, pseudoHeaderSum));
        return filled;
    }

    /** The length without a trailer. */
    static int length(int version, Family family, int addressCount) {
        int length = HEADER_LENGTH + family.octets() * addressCount;
        return version == VERSION_2 ? length + AUTHENTICATION_DATA_LENGTH : length;
    }

    /** The length without a trailer that the message itself tells. */
    static int lengthTold(byte[] octets, int offset, Family family) {
        return length((octets[offset] & 0xff) >> 4, family, octets[offset + 3] & 0xff);
    }

    /** The first eight octets of a password, filled up with zeros (RFC 2338 section 5.3.10), as one number. */
    static long authenticationData(AuthenticationKey password) {
        return unsigned64(Arrays.copyOf(password.value(), AUTHENTICATION_DATA_LENGTH), 0);
    }

    static long unsigned64(byte[] octets, int offset) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << 8) | (octets[offset + i] & 0xff);
        }
        return value;
    }

    static void put16(byte[] octets, int offset, int value) {
        octets[offset] = (byte) (value >> 8);
        octets[offset + 1] = (byte) value;
    }

    private static void fillVersion2(
            byte[] message, int offset, long intervalNanos, Optional<AuthenticationKey> password) {
        int seconds = Math.toIntExact(intervalNanos / NANOS_PER_SECOND);
        require(
                intervalNanos % NANOS_PER_SECOND == 0 && fits(seconds, 1, GREATEST_INTERVAL_SECONDS),
                "interval must be 1..255 whole seconds in version 2",
                intervalNanos);
        message[5] = (byte) seconds;
        if (password.isPresent()) {
            message[4] = Credential.Simple.PASSWORD;
            byte[] value = password.get().value();
            System.arraycopy(value, 0, message, offset, Math.min(value.length, AUTHENTICATION_DATA_LENGTH));
        }
    }

    private static boolean fits(int value, int least, int greatest) {
        return value >= least && value <= greatest;
    }

    private static void require(boolean holds, String rule, long value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
