package io.vipoperator.node.loop;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What RFC 9568, RFC 3768 and the draft of the HMAC trailer say about a packet: a second opinion, which shares no code with the
 * first. Knows addresses as hexadecimal text, verdicts by the labels of the metric, and of the state machine only what a packet
 * does to a Backup's timer and to an Active.
 */
final class FuzzOracle {
    static final String HEEDED = "heeded";

    private static final HexFormat HEX = HexFormat.of();
    private static final long SECOND = 1_000_000_000L;
    private static final int OWN_PRIORITY = 150;
    private static final String OWN_4 = "0a00000b";
    private static final String OWN_6 = "fe800000000000000000000000000011";
    private static final String GROUP_4 = "e0000012";
    private static final String GROUP_6 = "ff020000000000000000000000000012";

    /** One router as the standards see it: every second, priority 150, Preempt_Mode. */
    static final class Model {
        final int version;
        final Map<String, Integer> peers = new HashMap<>();
        final Map<Integer, byte[]> hmacKeys = new HashMap<>();
        byte[] password = {};

        boolean active;
        long learnedNanos = SECOND;
        long downAtNanos;
        String activeAddress = "";
        private final Map<String, Long> marks = new LinkedHashMap<>(8, 0.75f, true);

        Model(int version, long startedNanos) {
            this.version = version;
            this.downAtNanos = startedNanos + 3 * SECOND + 106 * SECOND / 256;
        }
    }

    /** By family, a slash and VRID. */
    final Map<String, Model> models = new HashMap<>();

    /** The verdict on an IPv4 packet, and its consequences. */
    String ipv4(byte[] buffer, int received, long nowNanos, long epochNanos) {
        if (received < 20) {
            return "length";
        }
        if (u8(buffer, 0) / 16 != 4) {
            return "protocol";
        }
        int header = u8(buffer, 0) % 16 * 4;
        int total = u16(buffer, 2);
        if (header < 20 || total - header < 8 || received < total) {
            return "length";
        }
        boolean fragment = u16(buffer, 6) % 0x4000 != 0;
        if (u8(buffer, 9) != 112 || fragment) {
            return "protocol";
        }
        return message(
                4,
                HEX.formatHex(buffer, 12, 16),
                HEX.formatHex(buffer, 16, 20),
                u8(buffer, 8),
                Arrays.copyOfRange(buffer, header, total),
                nowNanos,
                epochNanos);
    }

    /** The verdict on a message, and its consequences. */
    String message(int family, String source, String destination, int ttl, byte[] m, long nowNanos, long epochNanos) {
        if (m.length < 8) {
            return "length";
        }
        int version = u8(m, 0) / 16;
        if (version != 3 && !(version == 2 && family == 4)) {
            return "version";
        }
        if (u8(m, 0) % 16 != 1) {
            return "type";
        }
        if (m[3] == 0) {
            return "address-count";
        }
        int plain = 8 + u8(m, 3) * (family == 4 ? 4 : 16) + (version == 2 ? 8 : 0);
        boolean trailer = m.length == plain + 28;
        if (m.length != plain && !trailer) {
            return "length";
        }
        if (!checksumIsRight(family, version, source, destination, m, plain)) {
            return "checksum";
        }
        if (m[1] == 0) {
            return "virtual-router-id";
        }
        long interval = version == 2 ? u8(m, 5) * SECOND : u16(m, 4) % 4096 * (SECOND / 100);
        if (interval == 0) {
            return "interval";
        }
        Model model = models.get(family + "/" + u8(m, 1));
        if (model == null) {
            return "foreign-virtual-router-id";
        }
        if (source.equals(family == 4 ? OWN_4 : OWN_6)) {
            return "own-source";
        }
        int leastTtl = 255;
        if (model.peers.isEmpty()) {
            if (!destination.equals(family == 4 ? GROUP_4 : GROUP_6)) {
                return "destination";
            }
        } else {
            if (!destination.equals(family == 4 ? OWN_4 : OWN_6)) {
                return "destination";
            }
            if (!model.peers.containsKey(source)) {
                return "peer";
            }
            leastTtl = model.peers.get(source);
        }
        if (ttl < leastTtl) {
            return "ttl";
        }
        if (version != model.version) {
            return "version";
        }
        String authentication = authentication(model, family, source, m, plain, trailer, epochNanos);
        if (!authentication.isEmpty()) {
            return authentication;
        }
        if (version == 2 && interval != SECOND) {
            return "interval";
        }
        if (trailer) {
            raise(model, source, sequence(m, plain));
        }
        heard(model, u8(m, 2), interval, source, family, nowNanos);
        return HEEDED;
    }

    private static String authentication(
            Model model, int family, String source, byte[] m, int plain, boolean trailer, long epochNanos) {
        if (!model.hmacKeys.isEmpty()) {
            return trailer ? hmac(model, family, source, m, plain, epochNanos) : "hmac-missing";
        }
        if (trailer) {
            return "authentication-mismatch";
        }
        if (model.version == 3) {
            return "";
        }
        int type = u8(m, 4);
        if (type > 1) {
            return "authentication-type";
        }
        if ((type == 1) != (model.password.length > 0)) {
            return "authentication-mismatch";
        }
        byte[] data = Arrays.copyOfRange(m, plain - 8, plain);
        return type == 0 || Arrays.equals(data, Arrays.copyOf(model.password, 8)) ? "" : "authentication-failure";
    }

    private static String hmac(Model model, int family, String source, byte[] m, int plain, long epochNanos) {
        if (m[plain] != 1 || u16(m, plain + 2) != 0) {
            return "hmac-malformed";
        }
        long behind = epochNanos / SECOND - (((long) u16(m, plain + 4) << 16) + u16(m, plain + 6));
        if (behind > 5 || behind < -5) {
            return "hmac-stale";
        }
        byte[] key = model.hmacKeys.get(u8(m, plain + 1));
        if (key == null) {
            return "hmac-unknown-key";
        }
        byte[] zeroed = m.clone();
        zeroed[6] = 0;
        zeroed[7] = 0;
        Arrays.fill(zeroed, plain + 12, plain + 28, (byte) 0);
        String pseudo = "0" + family + "0" + model.version + HEX.toHexDigits(m[1]) + "00" + source
                + "0".repeat(32 - source.length());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(HEX.parseHex(pseudo));
            if (!Arrays.equals(mac.doFinal(zeroed), 0, 16, m, plain + 12, plain + 28)) {
                return "hmac-invalid";
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Long mark = model.marks.get(source);
        boolean lasting = mark != null && Math.abs(epochNanos / SECOND - (mark >>> 32)) <= 5;
        return lasting && sequence(m, plain) <= mark ? "hmac-replay" : "";
    }

    private static void raise(Model model, String source, long sequence) {
        model.marks.put(source, sequence);
        if (model.marks.size() > 4) {
            model.marks.remove(model.marks.keySet().iterator().next());
        }
    }

    /** RFC 9568 sections 6.4.2 and 6.4.3. */
    private static void heard(Model model, int priority, long interval, String source, int family, long nowNanos) {
        if (model.active) {
            boolean higher = new BigInteger(source, 16).compareTo(new BigInteger(family == 4 ? OWN_4 : OWN_6, 16)) > 0;
            if (priority > OWN_PRIORITY || (priority == OWN_PRIORITY && higher)) {
                model.active = false;
            }
        } else if (priority == 0) {
            model.downAtNanos = nowNanos + 106 * model.learnedNanos / 256;
            model.activeAddress = "";
        } else {
            model.activeAddress = source;
            if (priority >= OWN_PRIORITY) {
                model.learnedNanos = interval;
                model.downAtNanos = nowNanos + 3 * interval + 106 * interval / 256;
            }
        }
    }

    private static boolean checksumIsRight(
            int family, int version, String source, String destination, byte[] m, int plain) {
        long pseudo = sum(HEX.parseHex(source + destination), 32 * 4) + 112;
        if (family == 6) {
            return ones(pseudo + m.length + sum(m, m.length));
        }
        boolean alone = ones(sum(m, plain));
        return alone || (version == 3 && ones(pseudo + plain + sum(m, plain)));
    }

    private static boolean ones(long sum) {
        return sum > 0 && sum % 0xffff == 0;
    }

    static long sum(byte[] octets, int length) {
        long sum = 0;
        for (int i = 0; i < Math.min(length, octets.length); i++) {
            sum += (long) u8(octets, i) * (i % 2 == 0 ? 256 : 1);
        }
        return sum;
    }

    private static long sequence(byte[] m, int plain) {
        return new BigInteger(1, Arrays.copyOfRange(m, plain + 4, plain + 12)).longValue();
    }

    static int u8(byte[] octets, int offset) {
        return Byte.toUnsignedInt(octets[offset]);
    }

    static int u16(byte[] octets, int offset) {
        return u8(octets, offset) * 256 + u8(octets, offset + 1);
    }
}
