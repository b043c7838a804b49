package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the lists of addresses of one router, in which no address may stand twice. Pure; for one router. */
final class AddressReader {
    private static final int MOST_ADDRESSES = 255;
    private static final Pattern PREFIX = Pattern.compile("[1-9][0-9]{0,2}");

    private final Family family;
    private final Problems problems;
    private final Map<IpAddress, String> fieldByAddress = new HashMap<>();

    AddressReader(Family family, Problems problems) {
        this.family = family;
        this.problems = problems;
    }

    /**
     * Reads one list.
     *
     * @param field path of the list
     * @param texts as written, may be absent
     * @param least how many there must be
     */
    List<AddressWithPrefix> read(String field, List<String> texts, int least) {
        List<String> written = texts == null ? List.of() : texts;
        if (written.size() < least || written.size() > MOST_ADDRESSES) {
            problems.missing(field, "must be " + least + " to 255 addresses, not " + written.size());
        }
        List<AddressWithPrefix> addresses = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            one(field + "[" + i + "]", written.get(i)).ifPresent(addresses::add);
        }
        return addresses;
    }

    private Optional<AddressWithPrefix> one(String field, String text) {
        if (text == null) {
            problems.missing(field, "must not be empty");
            return Optional.empty();
        }
        Optional<AddressWithPrefix> address = parse(text);
        if (address.isEmpty()) {
            problems.wrong(field, text, "must be " + article() + " address in CIDR notation");
            return address;
        }
        if (!unicast(address.get().address())) {
            problems.wrong(
                    field, text, "must be the address of a host: not multicast, loopback, 0.0.0.0 or 255.255.255.255");
        }
        String first = fieldByAddress.putIfAbsent(address.get().address(), field);
        if (first != null) {
            problems.wrong(field, text, "must not stand twice: " + first + " is the same address");
        }
        return address;
    }

    private Optional<AddressWithPrefix> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !PREFIX.matcher(text.substring(slash + 1)).matches()) {
            return Optional.empty();
        }
        int prefixLength = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.tryParse(text.substring(0, slash))
                .filter(address -> prefixLength <= 8 * address.family().octets() && ofFamily(address))
                .map(address -> new AddressWithPrefix(address, prefixLength));
    }

    private boolean ofFamily(IpAddress address) {
        if (family == null) {
            return true;
        }
        return switch (family) {
            case IPv4 -> address.family() == io.vipoperator.node.vrrp.Family.IPV4;
            case IPv6 -> address.family() == io.vipoperator.node.vrrp.Family.IPV6;
            case Unrecognized -> true;
        };
    }

    private String article() {
        return family == Family.IPv4 || family == Family.IPv6 ? "an " + family : "an IP";
    }

    private static boolean unicast(IpAddress address) {
        byte[] octets = address.octets();
        int first = octets[0] & 0xff;
        return switch (address.family()) {
            case IPV4 -> first != 0 && first != 127 && first < 224;
            case IPV6 ->
                first != 0xff && !address.equals(IpAddress.parse("::")) && !address.equals(IpAddress.parse("::1"));
        };
    }
}
