package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_1;
import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What Jazzer calls in a process of its own, with octets that it varies to reach new branches: the first say how a packet is made
 * (raw, or field by field with the rest right), so that no checksum and no HMAC stands in its way.
 */
public final class ReceptionFuzzTarget {
    private static final int FIELDS = 16;
    private static final List<String> SOURCES_4 = List.of("10.0.0.12", "192.0.2.1", "10.0.0.13", "10.0.0.11");
    private static final List<String> SOURCES_6 = List.of("fe80::12", "fe80::ffff", "fe80::13", "fe80::11");
    private static final List<String> DESTINATIONS_4 = List.of("224.0.0.18", "10.0.0.11", "224.0.0.5");
    private static final List<String> DESTINATIONS_6 = List.of("ff02::12", "fe80::11", "ff02::5");

    private ReceptionFuzzTarget() {}

    /** One run: packets of one input, to fresh routers. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < FIELDS) {
            return;
        }
        FuzzedRouters routers = new FuzzedRouters((input[0] & 1) == 1);
        for (int from = 0; from + FIELDS <= input.length && from < 4 * FIELDS; from += FIELDS) {
            byte[] fields = Arrays.copyOfRange(input, from, input.length);
            routers.hear((fields[0] & 2) == 2 ? raw(fields) : made(fields, routers.test.epochNanos));
        }
    }

    private static FuzzPackets.Packet raw(byte[] fields) {
        FuzzPackets.Packet packet = packet((fields[0] & 4) == 4, fields);
        packet.octets = Arrays.copyOfRange(fields, FIELDS, fields.length);
        packet.length = packet.octets.length;
        return packet;
    }

    private static FuzzPackets.Packet made(byte[] fields, long epochNanos) {
        boolean ipv6 = (fields[0] & 4) == 4;
        ForgedPacket forged = ipv6 ? ForgedPacket.ipv6() : new ForgedPacket();
        forged.version = fields[1] & 0xf;
        forged.type = (fields[1] & 0xf0) == 0 ? 1 : (fields[1] >> 4) & 0xf;
        forged.virtualRouterID = (fields[2] & 0x80) == 0 ? 51 + (fields[2] & 0xff) % 5 : fields[2] & 0xff;
        forged.priority = fields[3] & 0xff;
        forged.interval = forged.version == 2 ? fields[4] & 0xff : (fields[4] & 0xff) << 4;
        forged.authenticationType = fields[5] & 0xff;
        if ((fields[0] & 8) == 8) {
            forged.authenticationData = "abcd1234".getBytes(StandardCharsets.US_ASCII);
        }
        forged.ttl = fields[6] == 0 ? 255 : fields[6] & 0xff;
        forged.source = (ipv6 ? SOURCES_6 : SOURCES_4).get(fields[7] & 3);
        forged.destination = (ipv6 ? DESTINATIONS_6 : DESTINATIONS_4).get((fields[8] & 0xff) % 3);
        forged.pseudoHeader = (fields[0] & 16) == 0;
        forged.reserved = fields[9] & 0xf;
        forged.spoiltChecksum = fields[9] < 0;
        forged.spoiltTag = (fields[0] & 32) == 32;
        if ((fields[0] & 64) == 64) {
            forged.keyId = fields[10] & 0xff;
            forged.key = (forged.keyId == 2 ? KEY_2 : KEY_1).value();
            forged.trailerType = fields[11] == 0 ? 1 : fields[11];
            forged.trailerReserved = fields[12] & 0xff;
            forged.sequence = ((epochNanos / 1_000_000_000L + (fields[13] / 8)) << 32) + fields[14];
        }
        FuzzPackets.Packet packet = packet(ipv6, fields);
        packet.source = HexFormat.of().formatHex(ForgedPacket.octets(forged.source));
        packet.destination = HexFormat.of().formatHex(ForgedPacket.octets(forged.destination));
        packet.ttl = forged.ttl;
        packet.octets = ipv6 ? forged.message() : forged.packet();
        packet.length = packet.octets.length;
        return packet;
    }

    private static FuzzPackets.Packet packet(boolean ipv6, byte[] fields) {
        FuzzPackets.Packet packet = new FuzzPackets.Packet();
        packet.ipv6 = ipv6;
        packet.source = "fe800000000000000000000000000012";
        packet.destination = "ff020000000000000000000000000012";
        packet.ttl = fields[6] & 0xff;
        return packet;
    }
}
