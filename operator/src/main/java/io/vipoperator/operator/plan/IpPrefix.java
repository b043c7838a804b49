package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.Family;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

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

    /** The address without its prefix, as people write it. */
    public String text() {
        byte[] number = address.toByteArray();
        byte[] bytes = new byte[bits() / 8];
        int count = Math.min(number.length, bytes.length);
        System.arraycopy(number, number.length - count, bytes, bytes.length - count, count);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private int bits() {
        return family == Family.IPv4 ? 32 : 128;
    }
}
