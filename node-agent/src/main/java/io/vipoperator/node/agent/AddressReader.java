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
    /** For people. */
    static final String HOST_RULE =
            "must be the address of a host: not multicast, loopback, 0.0.0.0 or 255.255.255.255";

    private static final int MOST_ADDRESSES = 255;
    private static final Pattern PREFIX = Pattern.compile("[1-9][0-9]{0,2}");

    private final Family family;
    private final Fields fields;
    private final Map<IpAddress, String> fieldByAddress = new HashMap<>();

    /**
     * A reader of all lists of one router.
     *
     * @param family of the router, may be null
     * @param fields of the router
     */
    AddressReader(Family family, Fields fields) {
        this.family = family;
        this.fields = fields;
    }

    /**
     * Reads one list.
     *
     * @param field of the list
     * @param texts as written, may be absent
     * @param least how many there must be
     */
    List<AddressWithPrefix> read(String field, List<String> texts, int least) {
        List<String> written = texts == null ? List.of() : texts;
        if (written.size() < least || written.size() > MOST_ADDRESSES) {
            fields.missing(field, "must be " + least + " to 255 addresses, not " + written.size());
        }
        List<AddressWithPrefix> addresses = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            one(field + "[" + i + "]", written.get(i)).ifPresent(addresses::add);
        }
        return addresses;
    }

    private Optional<AddressWithPrefix> one(String field, String text) {
        if (text == null) {
            fields.missing(field, "must not be empty");
            return Optional.empty();
        }
        Optional<AddressWithPrefix> address = parse(text);
        if (address.isEmpty()) {
            fields.wrong(field, text, "must be " + article(family) + " address in CIDR notation");
            return address;
        }
        if (!isHost(address.get().address())) {
            fields.wrong(field, text, HOST_RULE);
        }
        String first = fieldByAddress.putIfAbsent(address.get().address(), fields.path() + field);
        if (first != null) {
            fields.wrong(field, text, "must not stand twice: " + first + " is the same address");
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
                .filter(address -> prefixLength <= 8 * address.family().octets() && isOf(family, address))
                .map(address -> new AddressWithPrefix(address, prefixLength));
    }

    /** Whether the address is of that family; any is, where none is known. */
    static boolean isOf(Family family, IpAddress address) {
        if (family == null) {
            return true;
        }
        return switch (family) {
            case IPv4 -> address.family() == io.vipoperator.node.vrrp.Family.IPV4;
            case IPv6 -> address.family() == io.vipoperator.node.vrrp.Family.IPV6;
            case Unrecognized -> true;
        };
    }

    /** The family with its article. */
    static String article(Family family) {
        return family == Family.IPv4 || family == Family.IPv6 ? "an " + family : "an IP";
    }

    /** Neither multicast nor loopback nor nobody's. */
    static boolean isHost(IpAddress address) {
        byte[] octets = address.octets();
        int first = octets[0] & 0xff;
        return switch (address.family()) {
            case IPV4 -> first != 0 && first != 127 && first < 224;
            case IPV6 ->
                first != 0xff && !address.equals(IpAddress.parse("::")) && !address.equals(IpAddress.parse("::1"));
        };
    }
}
