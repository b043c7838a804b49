package io.vipoperator.node.loop;

import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_1;
import static io.vipoperator.node.loop.ReceptionUnderTest.KEY_2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Packets that come near to what the routers of {@link ReceptionFuzzTest} would heed: made whole with one thing wrong, or damaged and
 * then repaired in length, checksum and TTL, so that they get past the first rungs; some are left as they are. Every run of one seed
 * is the same.
 */
final class FuzzPackets {
    /** One packet as a raw socket would deliver it; over IPv6 beside its addresses and hop limit. */
    static final class Packet {
        boolean ipv6;
        String source = "";
        String destination = "";
        int ttl;
        byte[] octets = {};
        int length;
        boolean repaired;
    }

    private static final HexFormat HEX = HexFormat.of();
    private static final List<String> SOURCES_4 =
            List.of("10.0.0.12", "10.0.0.10", "192.0.2.1", "10.0.0.200", "10.0.0.13", "10.0.0.11");
    private static final List<String> SOURCES_6 =
            List.of("fe80::12", "fe80::10", "fe80::ffff", "fe80::13", "fe80::14", "fe80::11");
    private static final List<String> DESTINATIONS_4 = List.of("224.0.0.18", "10.0.0.11", "224.0.0.5");
    private static final List<String> DESTINATIONS_6 = List.of("ff02::12", "fe80::11", "ff02::5");
    private static final int[] IPV4_ROUTERS = {51, 52, 53, 54, 55};
    private static final int[] IPV6_ROUTERS = {51, 55};

    private final SplittableRandom random;
    private long lastSequence;

    FuzzPackets(long seed) {
        random = new SplittableRandom(seed);
    }

    Packet next(long epochNanos) {
        Packet packet = whole(epochNanos);
        int kind = random.nextInt(100);
        if (kind < 35) {
            packet.repaired = true;
        } else if (kind < 65) {
            damage(packet, 1 + random.nextInt(4));
            repair(packet);
        } else if (kind < 70) {
            byte[] garbage = new byte[packet.octets.length];
            random.nextBytes(garbage);
            int start = packet.ipv6 ? 0 : 20;
            System.arraycopy(garbage, start, packet.octets, start, garbage.length - start);
            packet.octets[start] = 0x31;
            packet.octets[start + 3] = (byte) (1 + random.nextInt(3));
            repair(packet);
        } else if (kind < 85) {
            damage(packet, 1 + random.nextInt(8));
        } else if (kind < 92) {
            cutOrPad(packet);
        } else {
            packet.octets = new byte[random.nextInt(80)];
            random.nextBytes(packet.octets);
            packet.length = packet.octets.length;
        }
        return packet;
    }

    private Packet whole(long epochNanos) {
        ForgedPacket forged = random.nextInt(4) == 0 ? ForgedPacket.ipv6() : new ForgedPacket();
        boolean ipv6 = forged.isIpv6();
        int[] routers = ipv6 ? IPV6_ROUTERS : IPV4_ROUTERS;
        forged.virtualRouterID = routers[random.nextInt(routers.length)];
        forged.priority = one(100, 149, 150, 151, 200, 255, 0, 254);
        forged.source = mostly(ipv6 ? SOURCES_6 : SOURCES_4);
        forged.ttl = mostly() ? 255 : one(254, 64, 250, 249);
        forged.addresses =
                ipv6 ? List.of("fe80::1", "2001:db8::1") : List.of("10.0." + (forged.virtualRouterID - 50) + ".1");
        forged.interval = mostly() ? 100 : random.nextInt(1, 4096);
        forged.pseudoHeader = random.nextBoolean();
        if (forged.virtualRouterID == 52 || forged.virtualRouterID == 53) {
            forged.version = 2;
            forged.interval = mostly() ? 1 : random.nextInt(0, 5);
            forged.authenticationType = mostly() ? forged.virtualRouterID - 52 : random.nextInt(0, 4);
            String password = mostly() ? "abcd1234" : "abcd1235";
            forged.authenticationData = password.getBytes(StandardCharsets.US_ASCII);
        }
        forged.destination = (ipv6 ? DESTINATIONS_6 : DESTINATIONS_4)
                .get(mostly() ? (forged.virtualRouterID == 54 ? 1 : 0) : random.nextInt(3));
        if (mostly() == (forged.virtualRouterID == 55)) {
            sign(forged, epochNanos);
        }
        oneMoreThingWrong(forged);
        Packet packet = new Packet();
        packet.ipv6 = ipv6;
        packet.source = hex(forged.source);
        packet.destination = hex(forged.destination);
        packet.ttl = forged.ttl;
        packet.octets = ipv6 ? forged.message() : forged.packet();
        packet.length = packet.octets.length;
        return packet;
    }

    private void sign(ForgedPacket forged, long epochNanos) {
        long seconds = epochNanos / 1_000_000_000L;
        lastSequence = Math.max(lastSequence + 1, seconds << 32);
        forged.sequence = lastSequence;
        forged.keyId = 1 + random.nextInt(2);
        forged.key = (forged.keyId == 1 ? KEY_1 : KEY_2).value();
        switch (random.nextInt(14)) {
            case 0 -> forged.keyId = 3 + random.nextInt(200);
            case 1 -> forged.keyId = 3 - forged.keyId;
            case 2 -> forged.sequence = (seconds + one(-6, 6, -100, 100, -5, 5)) << 32;
            case 3 -> forged.sequence -= random.nextInt(100);
            case 4 -> forged.trailerType = random.nextInt(256);
            case 5 -> forged.trailerReserved = random.nextInt(0x10000);
            case 6 -> forged.spoiltTag = true;
            default -> {}
        }
    }

    private void oneMoreThingWrong(ForgedPacket forged) {
        switch (random.nextInt(60)) {
            case 0 -> forged.virtualRouterID = random.nextInt(256);
            case 1 -> forged.virtualRouterID = 0;
            case 2 -> forged.version = random.nextInt(16);
            case 3 -> forged.type = random.nextInt(16);
            case 4 -> forged.interval = 0;
            case 5 -> forged.count = random.nextInt(4);
            case 6 -> forged.addresses = List.of();
            case 7 -> forged.spoiltChecksum = true;
            case 8 -> forged.reserved = random.nextInt(16);
            case 9 -> forged.version = 5 - forged.version;
            default -> {}
        }
        if (forged.version == 2 && forged.interval > 255) {
            forged.interval = 1;
        }
    }

    private void damage(Packet packet, int times) {
        for (int i = 0; i < times; i++) {
            packet.octets[random.nextInt(packet.octets.length)] ^= (byte) (1 << random.nextInt(8));
        }
        if (packet.ipv6 && random.nextInt(8) == 0) {
            packet.ttl = random.nextInt(256);
        }
    }

    private void cutOrPad(Packet packet) {
        if (random.nextBoolean()) {
            packet.length = random.nextInt(packet.octets.length);
        } else {
            packet.length = packet.octets.length + random.nextInt(1, 19);
            packet.octets = Arrays.copyOf(packet.octets, packet.length);
        }
    }

    /** Makes length, checksum, TTL and the fixed part of the IP header fit what the message has become. */
    private void repair(Packet packet) {
        packet.repaired = true;
        packet.ttl = 255;
        int start = packet.ipv6 ? 0 : 20;
        byte[] message = Arrays.copyOfRange(packet.octets, start, packet.octets.length);
        boolean version2 = FuzzOracle.u8(message, 0) / 16 == 2;
        int counted = FuzzOracle.u8(message, 3);
        int plain = 8 + counted * (packet.ipv6 ? 16 : 4) + (version2 ? 8 : 0);
        boolean signed = message.length == plain + 28;
        if (!signed) {
            message = Arrays.copyOf(message, plain);
        }
        message[6] = 0;
        message[7] = 0;
        int covered = packet.ipv6 ? message.length : plain;
        long sum = FuzzOracle.sum(message, covered);
        if (packet.ipv6) {
            sum += FuzzOracle.sum(HEX.parseHex(packet.source + packet.destination), 32) + 112 + covered;
        }
        long checksum = 0xffff - sum % 0xffff;
        message[6] = (byte) (checksum >> 8);
        message[7] = (byte) checksum;
        byte[] whole = Arrays.copyOf(Arrays.copyOf(packet.octets, start), start + message.length);
        System.arraycopy(message, 0, whole, start, message.length);
        if (!packet.ipv6) {
            whole[0] = 0x45;
            whole[2] = (byte) (whole.length >> 8);
            whole[3] = (byte) whole.length;
            whole[6] = 0;
            whole[7] = 0;
            whole[8] = (byte) 255;
            whole[9] = 112;
        }
        packet.octets = whole;
        packet.length = whole.length;
    }

    private boolean mostly() {
        return random.nextInt(10) > 0;
    }

    private <T> T mostly(List<T> values) {
        return random.nextInt(3) > 0 ? values.getFirst() : values.get(random.nextInt(values.size()));
    }

    private int one(int... values) {
        return values[random.nextInt(values.length)];
    }

    private static String hex(String address) {
        return HEX.formatHex(ForgedPacket.octets(address));
    }
}
