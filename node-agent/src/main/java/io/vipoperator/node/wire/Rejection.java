package io.vipoperator.node.wire;

/** Why a received packet is not heeded, in the order of the checks. The labels are those of the metric. */
public enum Rejection {
    /** Shorter than its headers say, or than any advertisement is. */
    LENGTH("length"),
    /** Not IPv4, not protocol 112, or a fragment. */
    PROTOCOL("protocol"),
    /** Not sent to the VRRP group. */
    DESTINATION("destination"),
    /** TTL is not 255: it crossed a router (RFC 9568 section 7.1). */
    TTL("ttl"),
    /** Another VRRP version than 2 or 3, or than the router's. */
    VERSION("version"),
    /** Not an ADVERTISEMENT. */
    TYPE("type"),
    /** No address at all (erratum 8299). */
    ADDRESS_COUNT("address-count"),
    /** The checksum fits neither form. */
    CHECKSUM("checksum"),
    /** VRID 0. */
    VIRTUAL_ROUTER_ID("virtual-router-id"),
    /** Max Advertise Interval 0 (erratum 8301). */
    INTERVAL("interval"),
    /** From one of our own addresses: a loop in the network, or a clone. */
    OWN_SOURCE("own-source"),
    /** A VRID that this node does not run on that NIC. */
    FOREIGN_VIRTUAL_ROUTER_ID("foreign-virtual-router-id");

    private final String label;

    Rejection(String label) {
        this.label = label;
    }

    /** The value of the metric's label. */
    public String label() {
        return label;
    }
}
