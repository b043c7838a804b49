package io.vipoperator.node.vrrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes the text of addresses: dotted decimal, and RFC 4291 section 2.2 and RFC 5952. Pure. */
final class IpAddressText {
    private static final Pattern DECIMAL_OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern HEXADECIMAL_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;

    private IpAddressText() {}

    static Optional<byte[]> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    }

    private static Optional<byte[]> parseV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        byte[] octets = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (!DECIMAL_OCTET.matcher(parts[i]).matches() || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            octets[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(octets);
    }

    private static Optional<byte[]> parseV6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        Optional<List<Integer>> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        Optional<List<Integer>> tail = gap < 0 ? Optional.of(List.of()) : groups(text.substring(gap + 2), true);
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int given = head.get().size() + tail.get().size();
        if (gap < 0 ? given != GROUPS : given >= GROUPS) {
            return Optional.empty();
        }
        List<Integer> all = new ArrayList<>(head.get());
        for (int i = given; i < GROUPS; i++) {
            all.add(0);
        }
        all.addAll(tail.get());
        byte[] octets = new byte[16];
        for (int i = 0; i < GROUPS; i++) {
            octets[2 * i] = (byte) (all.get(i) >> 8);
            octets[2 * i + 1] = (byte) (int) all.get(i);
        }
        return Optional.of(octets);
    }

    /** The text on one side of "::"; only at the end of the address the last group may be dotted decimal. */
    private static Optional<List<Integer>> groups(String text, boolean atEnd) {
        if (text.isEmpty()) {
            return Optional.of(List.of());
        }
        List<Integer> groups = new ArrayList<>();
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (atEnd && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                Optional<byte[]> v4 = parseV4(parts[i]);
                if (v4.isEmpty()) {
                    return Optional.empty();
                }
                byte[] o = v4.get();
                groups.add(((o[0] & 0xff) << 8) | (o[1] & 0xff));
                groups.add(((o[2] & 0xff) << 8) | (o[3] & 0xff));
            } else if (HEXADECIMAL_GROUP.matcher(parts[i]).matches()) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(groups);
    }

    static String format(byte[] octets) {
        return octets.length == 4 ? formatV4(octets) : formatV6(octets);
    }

    private static String formatV4(byte[] o) {
        return (o[0] & 0xff) + "." + (o[1] & 0xff) + "." + (o[2] & 0xff) + "." + (o[3] & 0xff);
    }

    private static String formatV6(byte[] o) {
        int[] group = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            group[i] = ((o[2 * i] & 0xff) << 8) | (o[2 * i + 1] & 0xff);
        }
        // RFC 5952 section 4.2: the longest run of at least two zero groups is left out, the first of equals.
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && group[i + run] == 0) {
                run++;
            }
            if (run > length) {
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (i > 0 && i != start + length) {
                text.append(':');
            }
            text.append(Integer.toHexString(group[i]));
        }
        return text.toString();
    }
}
