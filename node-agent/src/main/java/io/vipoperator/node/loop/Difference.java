package io.vipoperator.node.loop;

/** How a heeded advertisement differs from this router's own. Harmless for the election; counted and told. */
public enum Difference {
    /** The addresses (RFC 9568 section 7.1: may be verified). */
    ADDRESS_LIST("address-list"),
    /** Max Advertise Interval of version 3 (RFC 9568 section 7.1: should be logged); in version 2 it is a reason to discard. */
    INTERVAL("interval"),
    /** What the checksum of version 3 over IPv4 covers. */
    CHECKSUM_FORM("checksum-form");

    private final String label;

    Difference(String label) {
        this.label = label;
    }

    /** The value of the metric's label. */
    public String label() {
        return label;
    }
}
