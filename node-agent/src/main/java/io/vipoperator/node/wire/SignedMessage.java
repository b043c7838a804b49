package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.IpAddress;
import java.security.MessageDigest;
import java.util.Arrays;

/** A received message with its HMAC trailer. Nothing in it is to be believed until it {@link #isSignedBy}. Immutable. */
public final class SignedMessage {
    private final byte[] octets;

    /** Of a message that ends with a trailer; the octets are the new object's alone. */
    SignedMessage(byte[] octets) {
        this.octets = octets;
    }

    /** Whether type and reserved field of the trailer are as they must be. */
    public boolean isWellFormed() {
        int trailer = trailer();
        return octets[trailer] == HmacTrailer.TYPE && octets[trailer + 2] == 0 && octets[trailer + 3] == 0;
    }

    /** Of the key that has signed it, 0..255. */
    public int keyId() {
        return octets[trailer() + 1] & 0xff;
    }

    /** As of {@link SequenceNumber}. */
    public long sequence() {
        return VrrpMessage.unsigned64(octets, trailer() + HmacTrailer.SEQUENCE_OFFSET);
    }

    /** Whether that key has signed it for a packet from that source. Takes the same time for every tag. */
    public boolean isSignedBy(AuthenticationKey key, IpAddress source) {
        byte[] tag = Arrays.copyOfRange(octets, octets.length - HmacTrailer.TAG_LENGTH, octets.length);
        return MessageDigest.isEqual(tag, HmacTrailer.tag(octets, source, key));
    }

    private int trailer() {
        return octets.length - HmacTrailer.LENGTH;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedMessage message && Arrays.equals(octets, message.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "signed by key " + keyId();
    }
}
