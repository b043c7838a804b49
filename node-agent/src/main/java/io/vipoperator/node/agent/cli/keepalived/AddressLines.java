package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the lines of virtual_ipaddress and virtual_ipaddress_excluded of one instance. Used by one thread. */
final class AddressLines {
    private static final int MOST_ADDRESSES = 64;
    private static final int LONGEST_LABEL = 15;
    private static final Set<String> AS_ALWAYS_HERE = Set.of("-nodad", "noprefixroute");
    private static final Set<String> WITH_VALUE =
            Set.of("dev", "label", "brd", "broadcast", "scope", "peer", "preferred_lft", "track_group");

    private final Ledger ledger;
    private final Optional<String> interfaceName;
    private final Map<IpAddress, Place> seen = new LinkedHashMap<>();
    private Optional<String> label = Optional.empty();
    private boolean unlabelled;

    AddressLines(Ledger ledger, Optional<String> interfaceName) {
        this.ledger = ledger;
        this.interfaceName = interfaceName;
    }

    /** The label of the IPv4 addresses, where they have one. */
    Optional<String> label() {
        return label;
    }

    /**
     * The addresses of one list, canonical.
     *
     * @param family that they must have; absent: that of the first
     */
    List<String> read(List<Statement> lines, Optional<Family> family) {
        List<String> addresses = new ArrayList<>();
        Optional<Family> wanted = family;
        for (Statement line : lines) {
            String word = line.name();
            int slash = word.indexOf('/');
            Optional<IpAddress> address = IpAddress.tryParse(slash < 0 ? word : word.substring(0, slash));
            Optional<String> refusal = address.isEmpty()
                    ? Optional.of("is no address: each stands in a line of its own, as ADDRESS/PREFIX" + glued(word))
                    : refusal(line, address.get(), wanted, addresses.size());
            if (refusal.isPresent()) {
                ledger.notExpressed(line, refusal.get());
                continue;
            }
            wanted = wanted.or(() -> address.map(IpAddress::family));
            seen.put(address.get(), line.place());
            List<String> said = new ArrayList<>();
            addresses.add(withPrefix(address.get(), slash < 0 ? "" : word.substring(slash + 1), line, said));
            options(line, address.get().family(), said);
            if (said.isEmpty()) {
                ledger.expressed(line);
            } else {
                ledger.altered(line, String.join("; ", said));
            }
        }
        return addresses;
    }

    /** Addresses that lost the blanks between them, where only one reading makes sense. */
    private static String glued(String word) {
        List<String> readings = new ArrayList<>();
        for (int i = 7; i < word.length() - 6; i++) {
            if (IpAddress.tryParse(word.substring(0, i)).isPresent()
                    && IpAddress.tryParse(word.substring(i)).isPresent()) {
                readings.add(word.substring(0, i) + " and " + word.substring(i));
            }
        }
        return readings.size() == 1 ? "; perhaps " + readings.get(0) + " were meant" : "";
    }

    private Optional<String> refusal(Statement line, IpAddress address, Optional<Family> family, int before) {
        if (line.block().isPresent()) {
            return Optional.of("an address has no block");
        }
        if (family.isPresent() && family.get() != address.family()) {
            return Optional.of(
                    "is of another family than the instance's first address: write a VirtualIP of its own for"
                            + " it, of the same group");
        }
        if (!isUnicast(address)) {
            return Optional.of("must be a unicast address");
        }
        if (seen.containsKey(address)) {
            return Optional.of("stands in line " + seen.get(address).line() + " already");
        }
        return before < MOST_ADDRESSES
                ? Optional.empty()
                : Optional.of(
                        "is more than a VirtualIP's 64 addresses: write another VirtualIP for it, of the same group");
    }

    private static boolean isUnicast(IpAddress address) {
        int first = address.octets()[0] & 0xff;
        return switch (address.family()) {
            case IPV4 -> first != 0 && first != 127 && first < 224;
            case IPV6 ->
                first != 0xff && !address.equals(IpAddress.parse("::")) && !address.equals(IpAddress.parse("::1"));
        };
    }

    private static String withPrefix(IpAddress address, String written, Statement line, List<String> said) {
        int most = 8 * address.family().octets();
        int length = prefixLength(written, most);
        if (written.isEmpty() || length == most) {
            return address + "/" + most;
        }
        if (length < 1 || length > most) {
            said.add("the prefix length must be 1 to " + most + ": " + most + " is taken");
            return address + "/" + most;
        }
        if (!mayBeHost(address, length, most)) {
            said.add("is the address of its network or its broadcast address with that prefix length: " + most
                    + " is taken");
            return address + "/" + most;
        }
        if (!line.arguments().contains("noprefixroute")) {
            said.add("is installed as /" + most
                    + " without the route to its network; with prefixRoute Enabled it would be" + " installed as /"
                    + length + ", which only matters where the NIC has no address of that network");
        }
        return address + "/" + length;
    }

    private static int prefixLength(String written, int most) {
        if (written.matches("[0-9]{1,3}")) {
            return Integer.parseInt(written);
        }
        // A mask in dots.
        return IpAddress.tryParse(written)
                .map(mask -> new BigInteger(1, mask.octets()).bitCount())
                .orElse(most + 1);
    }

    private static boolean mayBeHost(IpAddress address, int length, int most) {
        if (length >= most - 1) {
            return true;
        }
        BigInteger hosts = BigInteger.ONE.shiftLeft(most - length).subtract(BigInteger.ONE);
        BigInteger host = new BigInteger(1, address.octets()).and(hosts);
        return host.signum() != 0 && (most == 128 || !host.equals(hosts));
    }

    private void options(Statement line, Family family, List<String> said) {
        List<String> words = line.arguments();
        Optional<String> own = Optional.empty();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (WITH_VALUE.contains(word) && i + 1 < words.size()) {
                i++;
                if (word.equals("label") && family == Family.IPV4) {
                    own = Optional.of(words.get(i));
                } else {
                    withValue(word, words.get(i), said);
                }
            } else if (!AS_ALWAYS_HERE.contains(word)) {
                said.add("\"" + word + "\" has no counterpart");
            }
        }
        if (family == Family.IPV4) {
            label(own, said);
        }
    }

    private void withValue(String word, String value, List<String> said) {
        switch (word) {
            case "dev" -> {
                if (!interfaceName.equals(Optional.of(value))) {
                    said.add("dev " + value + ": all addresses are on the NIC that carries the advertisements; write a"
                            + " VirtualIP with interface.name " + value + " for it, of the same group");
                }
            }
            case "scope" -> {
                if (!value.equals("global") && !value.equals("0")) {
                    said.add("scope " + value + ": the scope is always global");
                }
            }
            case "brd", "broadcast" ->
                said.add(word + " " + value + ": a /32 has no broadcast address, and needs none");
            default -> said.add(word + " " + value + " has no counterpart");
        }
    }

    /** One label is that of all: the first. */
    private void label(Optional<String> own, List<String> said) {
        if (own.isPresent() && (own.get().length() > LONGEST_LABEL || own.get().contains("/"))) {
            said.add("label " + own.get() + ": must be at most 15 characters without /");
        } else if (own.isPresent() && label.isPresent() && !label.equals(own)) {
            said.add("label " + own.get() + ": all addresses of a VirtualIP have one label, here " + label.get());
        } else if (own.isPresent()) {
            if (unlabelled) {
                said.add("label " + own.get() + ": all IPv4 addresses of the VirtualIP get it");
            }
            label = own;
        } else if (label.isPresent()) {
            said.add("gets the label " + label.get() + " as well: a VirtualIP has one");
        } else {
            unlabelled = true;
        }
    }
}
