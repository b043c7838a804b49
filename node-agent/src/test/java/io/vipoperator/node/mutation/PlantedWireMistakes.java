package io.vipoperator.node.mutation;

import static io.vipoperator.node.mutation.PlantedMistakes.mistake;

import java.util.List;

/** Mistakes in what reads, writes and judges packets. */
final class PlantedWireMistakes {
    private static final String CODEC = "io.vipoperator.node.wire.VrrpCodecTest";
    private static final String PROPERTIES = "io.vipoperator.node.wire.VrrpCodecPropertyTest";
    private static final String VERSION_2 = "io.vipoperator.node.wire.Version2CodecTest";
    private static final String IPV6 = "io.vipoperator.node.wire.Ipv6CodecTest";
    private static final String HMAC = "io.vipoperator.node.wire.HmacTrailerTest";
    private static final String SEQUENCE = "io.vipoperator.node.wire.SequenceNumberTest";

    static final List<PlantedMistake> ALL = List.of(
            mistake(
                    "an interval of 0 is accepted",
                    "wire/VrrpCodec.java",
                    "if (intervalNanos == 0) {",
                    "if (intervalNanos < 0) {",
                    CODEC,
                    VERSION_2),
            mistake(
                    "the pseudo-header leaves out the protocol",
                    "wire/InternetChecksum.java",
                    "+ Ipv4Header.PROTOCOL_VRRP + messageLength",
                    "+ messageLength",
                    CODEC,
                    "io.vipoperator.node.wire.InternetChecksumTest"),
            mistake(
                    "the message-only checksum is not understood",
                    "wire/VrrpCodec.java",
                    "if (sumsUp(octets, envelope, length, 0)) {",
                    "if (length < 0) {",
                    CODEC),
            mistake(
                    "a wrong checksum is accepted",
                    "wire/VrrpCodec.java",
                    "covered, pseudoHeaderSum) == 0;",
                    "covered, pseudoHeaderSum) >= 0;",
                    CODEC,
                    PROPERTIES,
                    IPV6),
            mistake(
                    "the reserved nibble counts as interval",
                    "wire/VrrpMessage.java",
                    "static final int GREATEST_INTERVAL = 0x0fff;",
                    "static final int GREATEST_INTERVAL = 0xffff;",
                    CODEC),
            mistake(
                    "the IP header is taken for 20 octets",
                    "wire/Ipv4Header.java",
                    "return (packet[0] & 0x0f) * 4;",
                    "return MINIMUM_LENGTH;",
                    CODEC),
            mistake(
                    "version 2 has no room for authentication data",
                    "wire/VrrpMessage.java",
                    "return version == VERSION_2 ? length + AUTHENTICATION_DATA_LENGTH : length;",
                    "return length;",
                    VERSION_2),
            mistake(
                    "version 2 sums up a pseudo-header",
                    "wire/VrrpMessage.java",
                    "((message[0] & 0xff) >> 4 == VERSION_2 || form == ChecksumForm.MESSAGE_ONLY);",
                    "(form == ChecksumForm.MESSAGE_ONLY);",
                    VERSION_2),
            mistake(
                    "half a password is enough",
                    "wire/Credential.java",
                    "(data ^ VrrpMessage.authenticationData(key)) == 0;",
                    "(data ^ VrrpMessage.authenticationData(key)) >>> 32 == 0;",
                    VERSION_2),
            mistake(
                    "version 2 is spoken over IPv6",
                    "wire/VrrpCodec.java",
                    "(version == VrrpMessage.VERSION_2 && family == Family.IPV4)",
                    "version == VrrpMessage.VERSION_2",
                    IPV6),
            mistake(
                    "over IPv6 the checksum ends before the trailer",
                    "wire/VrrpMessage.java",
                    "source.family() == Family.IPV6 ? message.length : lengthTold(message, 0, Family.IPV4)",
                    "lengthTold(message, 0, source.family())",
                    HMAC),
            mistake(
                    "over IPv4 the checksum covers the trailer",
                    "wire/VrrpMessage.java",
                    "source.family() == Family.IPV6 ? message.length : lengthTold(message, 0, Family.IPV4)",
                    "message.length",
                    HMAC),
            mistake(
                    "the checksum is signed",
                    "wire/HmacTrailer.java",
                    "VrrpMessage.put16(covered, VrrpMessage.CHECKSUM_OFFSET, 0);",
                    "assert covered.length > 0;",
                    HMAC),
            mistake(
                    "the source isn't signed",
                    "wire/HmacTrailer.java",
                    "System.arraycopy(address, 0, header, PSEUDO_ADDRESS_OFFSET, address.length);",
                    "assert address.length > 0;",
                    HMAC),
            mistake(
                    "half a tag is enough",
                    "wire/SignedMessage.java",
                    "return MessageDigest.isEqual(tag, HmacTrailer.tag(octets, source, key));",
                    "return Arrays.equals(tag, 0, 8, HmacTrailer.tag(octets, source, key), 0, 8);",
                    HMAC),
            mistake(
                    "a reserved field of the trailer is ignored",
                    "wire/SignedMessage.java",
                    "&& octets[trailer + 2] == 0 && octets[trailer + 3] == 0;",
                    "&& octets[trailer + 2] == 0;",
                    "io.vipoperator.node.loop.LadderTest"),
            mistake(
                    "sequence numbers are compared as numbers",
                    "wire/SequenceNumber.java",
                    "return a - b > 0;",
                    "return Long.compareUnsigned(a, b) > 0;",
                    SEQUENCE),
            mistake(
                    "a number from the future is timely",
                    "wire/SequenceNumber.java",
                    "return Math.abs(secondsAhead(sequence, epochNanos)) <= windowSeconds;",
                    "return -secondsAhead(sequence, epochNanos) <= windowSeconds;",
                    SEQUENCE),
            mistake(
                    "a clock that was set back locks the sender out",
                    "wire/SequenceNumber.java",
                    "if (isAfter(now, last) || secondsAhead(last, epochNanos) > windowSeconds) {",
                    "if (isAfter(now, last)) {",
                    SEQUENCE));

    private PlantedWireMistakes() {}
}
