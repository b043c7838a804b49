package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The HMAC-SHA256 trailer of keepalived 2.4.2 and later (draft-cassen-vrrp-auth-hmac), which stands behind the message and is
 * not counted by its fields. Pure.
 *
 * <pre>
 *  0   type = 1 (8) | key id (8) | reserved = 0 (16)
 *  4   sequence: seconds (32) | 1/65536 seconds (16) | counter (16)
 * 12   tag: the first 16 octets of the HMAC
 * </pre>
 *
 * The HMAC covers family, version, VRID and source address of the packet, then the message with a checksum of 0, then the
 * trailer with a tag of 0. Not the destination: one signature serves all unicast peers. Not the checksum: over IPv6 the kernel
 * may write it after signing.
 */
public final class HmacTrailer {
    static final int LENGTH = 28;
    static final int TYPE = 1;
    static final int SEQUENCE_OFFSET = 4;
    static final int TAG_OFFSET = 12;
    static final int TAG_LENGTH = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int PSEUDO_LENGTH = 20;
    private static final int PSEUDO_ADDRESS_OFFSET = 4;

    private HmacTrailer() {}

    /**
     * A message with its trailer; the checksum is to be filled in afterwards.
     *
     * @param message of {@link VrrpMessage#of}
     * @param source of the packet to be
     * @param key that signs
     * @param sequence of {@link SequenceNumber}, greater than that of the message before
     */
    public static byte[] sign(byte[] message, IpAddress source, AuthenticationKey key, long sequence) {
        byte[] signed = ByteBuffer.allocate(message.length + LENGTH)
                .put(message)
                .put((byte) TYPE)
                .put((byte) key.id())
                .putShort((short) 0)
                .putLong(sequence)
                .array();
        System.arraycopy(tag(signed, source, key), 0, signed, message.length + TAG_OFFSET, TAG_LENGTH);
        return signed;
    }

    /** The right tag of a message with a trailer, whatever checksum and tag it has. */
    static byte[] tag(byte[] signed, IpAddress source, AuthenticationKey key) {
        byte[] covered = signed.clone();
        VrrpMessage.put16(covered, VrrpMessage.CHECKSUM_OFFSET, 0);
        Arrays.fill(covered, covered.length - TAG_LENGTH, covered.length, (byte) 0);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.value(), ALGORITHM));
            mac.update(pseudoHeader(signed, source));
            return Arrays.copyOf(mac.doFinal(covered), TAG_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static byte[] pseudoHeader(byte[] signed, IpAddress source) {
        byte[] header = new byte[PSEUDO_LENGTH];
        header[0] = (byte) (source.family() == Family.IPV6 ? 6 : 4);
        header[1] = (byte) ((signed[0] & 0xff) >> 4);
        header[2] = signed[1];
        byte[] address = source.octets();
        System.arraycopy(address, 0, header, PSEUDO_ADDRESS_OFFSET, address.length);
        return header;
    }
}
