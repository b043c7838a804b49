package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A VRRP packet made field by field, right or wrong as a test wants it. Shares no code with what it tests: it sums up and signs by
 * itself.
 */
final class ForgedPacket {
    String source = "10.0.0.12";
    String destination = "224.0.0.18";
    int ttl = 255;
    int version = 3;
    int type = 1;
    int virtualRouterID = 51;
    int priority = 100;
    int reserved;

    /** Centiseconds in version 3, seconds in version 2. */
    int interval = 100;

    int authenticationType;
    byte[] authenticationData = new byte[8];
    List<String> addresses = List.of("10.0.1.1");

    /** Instead of the number of addresses, unless negative. */
    int count = -1;

    boolean pseudoHeader = true;

    /** Signs unless it is empty. */
    byte[] key = {};

    int keyId = 1;
    int trailerType = 1;
    int trailerReserved;
    long sequence;
    boolean spoiltTag;
    boolean spoiltChecksum;

    /** Version 2, every second, from the same speaker. */
    static ForgedPacket version2() {
        ForgedPacket packet = new ForgedPacket();
        packet.version = 2;
        packet.interval = 1;
        return packet;
    }

    /** Version 3 over IPv6 from fe80::12. */
    static ForgedPacket ipv6() {
        ForgedPacket packet = new ForgedPacket();
        packet.source = "fe80::12";
        packet.destination = "ff02::12";
        packet.addresses = List.of("fe80::1", "2001:db8::1");
        return packet;
    }

    boolean isIpv6() {
        return source.contains(":");
    }

    /** The message from the VRRP header on. */
    byte[] message() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(version << 4 | type);
        out.write(virtualRouterID);
        out.write(priority);
        out.write(count < 0 ? addresses.size() : count);
        out.write(version == 2 ? authenticationType : reserved << 4 | interval >> 8);
        out.write(interval);
        out.write(0);
        out.write(0);
        addresses.forEach(address -> out.writeBytes(octets(address)));
        if (version == 2) {
            out.writeBytes(authenticationData);
        }
        int covered = out.size();
        byte[] message = out.toByteArray();
        if (key.length > 0) {
            message = signed(message);
            covered = isIpv6() ? message.length : covered;
        }
        long sum = sum(message, covered);
        if (isIpv6() || (version == 3 && pseudoHeader)) {
            sum += sum(octets(source), octets(source).length) + sum(octets(destination), octets(destination).length);
            sum += 112 + covered;
        }
        int checksum = ~fold(sum) & 0xffff;
        message[6] = (byte) (checksum >> 8);
        message[7] = (byte) (spoiltChecksum ? checksum + 1 : checksum);
        return message;
    }

    /** With an IPv4 header. */
    byte[] packet() {
        byte[] message = message();
        return ByteBuffer.allocate(20 + message.length)
                .put((byte) 0x45)
                .put((byte) 0xc0)
                .putShort((short) (20 + message.length))
                .putInt(0)
                .put((byte) ttl)
                .put((byte) 112)
                .putShort((short) 0)
                .put(octets(source))
                .put(octets(destination))
                .put(message)
                .array();
    }

    private byte[] signed(byte[] message) {
        ByteBuffer covered = ByteBuffer.allocate(message.length + 28)
                .put(message)
                .put((byte) trailerType)
                .put((byte) keyId)
                .putShort((short) trailerReserved)
                .putLong(sequence);
        ByteBuffer pseudo = ByteBuffer.allocate(20)
                .put((byte) (isIpv6() ? 6 : 4))
                .put((byte) version)
                .put((byte) virtualRouterID)
                .put((byte) 0)
                .put(octets(source));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(pseudo.array());
            byte[] tag = Arrays.copyOf(mac.doFinal(covered.array()), 16);
            tag[15] ^= (byte) (spoiltTag ? 1 : 0);
            return covered.put(tag).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] octets(String address) {
        return IpAddress.parse(address).octets();
    }

    private static long sum(byte[] octets, int length) {
        long sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += (octets[i] & 0xff) << 8 | (octets[i + 1] & 0xff);
        }
        return length % 2 == 0 ? sum : sum + ((octets[length - 1] & 0xff) << 8);
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded >> 16) + (folded & 0xffff);
        }
        return (int) folded;
    }
}
