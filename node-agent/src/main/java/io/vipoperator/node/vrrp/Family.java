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
}
