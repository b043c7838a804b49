package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.Family;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An address with the length of its prefix; a host has the whole length.
 *
 * @param family IPv4 or IPv6
 * @param address as an unsigned number
 * @param length of the prefix in bits
 */
public record IpPrefix(Family family, BigInteger address, int length) {
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    /** Reads "192.0.2.1", "192.0.2.1/24", "2001:db8::1/64"; empty if it is none of these. Never asks a name server. */
    public static Optional<IpPrefix> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        boolean four = IPV4.matcher(host).matches();
        if (!four && !IPV6.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            int bits = four ? 32 : 128;
            int length = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (length < 0 || length > bits) {
                return Optional.empty();
            }
            // A literal is not looked up.
            byte[] bytes = InetAddress.getByName(host).getAddress();
            return Optional.of(new IpPrefix(four ? Family.IPv4 : Family.IPv6, new BigInteger(1, bytes), length));
        } catch (NumberFormatException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The address alone, as the key under which it is claimed. */
    public IpPrefix host() {
        return new IpPrefix(family, address, bits());
    }

    /** The other's address lies in this prefix. */
    public boolean contains(IpPrefix other) {
        int shift = bits() - length;
        return family == other.family && address.shiftRight(shift).equals(other.address.shiftRight(shift));
    }

    /** The prefix with its host bits cleared. */
    public IpPrefix network() {
        int shift = bits() - length;
        return new IpPrefix(family, address.shiftRight(shift).shiftLeft(shift), length);
    }

    /** IPv6's fe80::/10 (RFC 4291 section 2.5.6), which every NIC has. */
    public boolean linkLocal() {
        return family == Family.IPv6 && address.shiftRight(118).intValue() == 0x3FA;
    }

    /** The address without its prefix, in canonical form (RFC 5952). */
    public String text() {
        int[] groups = new int[bits() / 16];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = address.shiftRight(bits() - 16 * (i + 1)).intValue() & 0xFFFF;
        }
        if (family == Family.IPv4) {
            return (groups[0] >> 8) + "." + (groups[0] & 0xFF) + "." + (groups[1] >> 8) + "." + (groups[1] & 0xFF);
        }
        int from = 0;
        int longest = 0;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                from = i;
                longest = end - i;
            }
        }
        if (longest < 2) {
            return hex(groups, 0, groups.length);
        }
        return hex(groups, 0, from) + "::" + hex(groups, from + longest, groups.length);
    }

    private static String hex(int[] groups, int from, int to) {
        return Arrays.stream(groups, from, to).mapToObj(Integer::toHexString).collect(Collectors.joining(":"));
    }

    private int bits() {
        return family == Family.IPv4 ? 32 : 128;
    }
}
