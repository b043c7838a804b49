package io.vipoperator.node.vrrp;

/** An address family; each VirtualIP runs one virtual router per family. */
public enum Family {
    /** RFC 791 addresses, four octets. */
    IPV4(4),
    /** RFC 8200 addresses, sixteen octets. */
    IPV6(16);

    private final int octets;

    Family(int octets) {
        this.octets = octets;
    }

    /** The length of an address in octets. */
    public int octets() {
        return octets;
    }

    /** As the API and everybody else spells it. */
    @Override
    public String toString() {
        return switch (this) {
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
        };
    }
}
