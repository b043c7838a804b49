package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** IPv4 packets as a raw socket delivers them, built octet by octet, and captured frames. */
final class Packets {
    static final IpAddress SPEAKER = IpAddress.parse("192.168.1.2");
    static final String GROUP = "e0000012";

    private Packets() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** From 192.168.1.2 to the group, TTL 255, protocol 112. */
    static byte[] ipv4(byte[] message) {
        return ByteBuffer.allocate(20 + message.length)
                .put(hex("45c0"))
                .putShort((short) (20 + message.length))
                .put(hex("00000000ff700000c0a80102" + GROUP))
                .put(message)
                .array();
    }

    static byte[] ipv4(String message) {
        return ipv4(hex(message));
    }

    static byte[] with(byte[] packet, int offset, int value) {
        byte[] changed = packet.clone();
        changed[offset] = (byte) value;
        return changed;
    }

    /** Fills in the checksum of the message in an IPv4 packet without options, without a pseudo-header. */
    static byte[] checksummed(byte[] packet) {
        byte[] changed = with(with(packet, 26, 0), 27, 0);
        int sum = InternetChecksum.of(changed, 20, changed.length - 20, 0);
        return with(with(changed, 26, sum >> 8), 27, sum);
    }

    /** A frame that src/test/captures/capture has caught. */
    static byte[] captured(String name) {
        try (InputStream in = Packets.class.getResourceAsStream("/captures/" + name + ".hex")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return hex(text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The IP packet in an Ethernet frame. */
    static byte[] withoutEthernet(byte[] frame) {
        return Arrays.copyOfRange(frame, 14, frame.length);
    }
}
