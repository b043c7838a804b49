package io.vipoperator.node.mutation;

import java.util.List;

/** Mistakes in what reads, writes and judges packets. */
final class PlantedWireMistakes {
    private static final String CODEC = "io.vipoperator.node.wire.VrrpCodecTest";
    private static final String PROPERTIES = "io.vipoperator.node.wire.VrrpCodecPropertyTest";
    private static final String VERSION_2 = "io.vipoperator.node.wire.Version2CodecTest";
    private static final String IPV6 = "io.vipoperator.node.wire.Ipv6CodecTest";
    private static final String HMAC = "io.vipoperator.node.wire.HmacTrailerTest";
    private static final String SEQUENCE = "io.vipoperator.node.wire.SequenceNumberTest";

    private static final String LADDER = "io.vipoperator.node.loop.LadderTest";
    private static final String FUZZ = "io.vipoperator.node.loop.ReceptionFuzzTest";
    private static final String INCIDENTS = "io.vipoperator.node.loop.PeerIncidentsTest";
    private static final String OUTGOING = "io.vipoperator.node.loop.OutgoingTest";
    private static final String RFC_9568 = "io.vipoperator.node.loop.Rfc9568Sections5And7Test";
    private static final String RFC_3768 = "io.vipoperator.node.loop.Rfc3768Sections5And7Test";

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
                    HMAC,
                    FUZZ),
            mistake(
                    "a reserved field of the trailer is ignored",
                    "wire/SignedMessage.java",
                    "&& octets[trailer + 2] == 0 && octets[trailer + 3] == 0;",
                    "&& octets[trailer + 2] == 0;",
                    LADDER),
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
                    SEQUENCE,
                    FUZZ),
            mistake(
                    "a clock that was set back locks the sender out",
                    "wire/SequenceNumber.java",
                    "if (isAfter(now, last) || secondsAhead(last, epochNanos) > windowSeconds) {",
                    "if (isAfter(now, last)) {",
                    SEQUENCE,
                    OUTGOING),
            mistake(
                    "a packet that crossed a router is heeded",
                    "loop/Ladder.java",
                    "if (packet.ttl() < minimumTtl.get()) {",
                    "if (packet.ttl() < 1) {",
                    LADDER,
                    RFC_9568,
                    RFC_3768),
            mistake(
                    "a peer needs the TTL of the link whatever is configured",
                    "loop/RouterPolicy.java",
                    "peers(dialect).forEach(peer -> minimumTtls.put(peer.address(), peer.minimumTtl()));",
                    "peers(dialect).forEach(peer -> minimumTtls.put(peer.address(), Ladder.TTL_OF_THE_LINK));",
                    LADDER),
            mistake(
                    "a stranger is heeded where there are peers",
                    "loop/RouterPolicy.java",
                    "isUnicast() ? Optional.ofNullable(minimumTtls.get(source)) :",
                    "isUnicast() ? Optional.of(minimumTtls.getOrDefault(source, 1)) :",
                    LADDER,
                    INCIDENTS),
            mistake(
                    "unicast falls back to the group",
                    "loop/Ladder.java",
                    "if (policy.isUnicast() ? !toUs : !isToGroup(packet)) {",
                    "if (policy.isUnicast() ? !toUs && !isToGroup(packet) : !isToGroup(packet)) {",
                    LADDER,
                    INCIDENTS),
            mistake(
                    "one's own advertisement is blamed on a peer",
                    "loop/Ladder.java",
                    "if (fromUs) {",
                    "if (fromUs && toUs) {",
                    LADDER),
            mistake(
                    "another version is heeded",
                    "loop/Ladder.java",
                    "if (packet.advertisement().version() != policy.dialect().version()) {",
                    "if (packet.advertisement().version() > 3) {",
                    LADDER,
                    RFC_9568,
                    RFC_3768,
                    FUZZ),
            mistake(
                    "version 2 learns intervals",
                    "loop/Ladder.java",
                    "return packet.advertisement().version() == 2",
                    "return packet.advertisement().version() == 1",
                    LADDER,
                    RFC_3768,
                    FUZZ),
            mistake(
                    "an HMAC is checked only where there is one",
                    "loop/Ladder.java",
                    ": Optional.of(Rejection.HMAC_MISSING);",
                    ": Optional.empty();",
                    LADDER,
                    INCIDENTS),
            mistake(
                    "only the first key is accepted",
                    "loop/Ladder.java",
                    ".filter(one -> one.id() == message.keyId())",
                    ".limit(1).filter(one -> one.id() == message.keyId())",
                    LADDER),
            mistake(
                    "what was heard before is heeded again",
                    "loop/Incoming.java",
                    "marks.raise(packet.source(), message.sequence(), of.minimumTtls().size());",
                    "assert message != null;",
                    LADDER,
                    FUZZ),
            mistake(
                    "a mark from a wrong clock locks a peer out",
                    "loop/ReplayMarks.java",
                    "|| !SequenceNumber.isTimely(mark, epochNanos, windowSeconds)",
                    "|| mark == 0",
                    LADDER),
            mistake(
                    "every sender to the group is remembered",
                    "loop/ReplayMarks.java",
                    "if (marks.size() > Math.max(MOST_TO_GROUP, peers)) {",
                    "if (marks.size() > 1_000_000) {",
                    LADDER),
            mistake(
                    "forged sources fill the reports",
                    "loop/Complaints.java",
                    "? saidNanos.size() < MOST",
                    "? saidNanos.size() < 1_000_000",
                    INCIDENTS),
            mistake(
                    "a failing authentication is told once",
                    "loop/Complaints.java",
                    ": reason.lastsWhileRefused() && nowNanos - before >= AGAIN_NANOS;",
                    ": false;",
                    INCIDENTS),
            mistake(
                    "the last key signs",
                    "loop/Outgoing.java",
                    "hmac.keys().getFirst()",
                    "hmac.keys().getLast()",
                    OUTGOING),
            mistake(
                    "nothing is sent without keys, not even a resignation",
                    "loop/Outgoing.java",
                    "return priority == 0 ? lastUsed.orElse(configured) : configured;",
                    "return configured;",
                    OUTGOING),
            mistake(
                    "an advertisement is kept when its priority changes",
                    "loop/Outgoing.java",
                    "Made wanted = new Made(dialect, config, priority);",
                    "Made wanted = new Made(dialect, config, 0);",
                    OUTGOING));

    private PlantedWireMistakes() {}

    private static PlantedMistake mistake(
            String name, String sourceFile, String right, String wrong, String... testClasses) {
        return new PlantedMistake(name, sourceFile, right, wrong, List.of(testClasses));
    }
}
