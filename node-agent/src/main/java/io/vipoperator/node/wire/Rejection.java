package io.vipoperator.node.wire;

/**
 * Why a received packet is not heeded, in the order of the checks: what its octets tell comes first, then what the router that
 * it is for demands. The labels are those of the metric.
 */
public enum Rejection {
    /** Shorter than its headers say, or than any advertisement is, or longer than its count of addresses explains. */
    LENGTH("length"),
    /** Not protocol 112, or a fragment. */
    PROTOCOL("protocol"),
    /** Another VRRP version than 2 or 3, version 2 over IPv6, or another than the router's. */
    VERSION("version"),
    /** Not an ADVERTISEMENT (RFC 9568 section 5.2.2). */
    TYPE("type"),
    /** No address at all (erratum 8299). */
    ADDRESS_COUNT("address-count"),
    /** The checksum fits no form. */
    CHECKSUM("checksum"),
    /** VRID 0. */
    VIRTUAL_ROUTER_ID("virtual-router-id"),
    /** An interval of 0 (erratum 8301), or in version 2 another than the router's (RFC 3768 section 7.1). */
    INTERVAL("interval"),
    /** A VRID that this node does not run on that NIC. */
    FOREIGN_VIRTUAL_ROUTER_ID("foreign-virtual-router-id"),
    /** From one of our own addresses: a loop in the network, or a clone. */
    OWN_SOURCE("own-source"),
    /** Sent to the group for a router that speaks unicast, or to us alone for one that speaks to the group. */
    DESTINATION("destination"),
    /** From somebody who is no peer of a router that speaks unicast. */
    PEER("peer"),
    /** TTL or hop limit below what the router demands; to the group it must be 255 (RFC 9568 section 7.1). */
    TTL("ttl"),
    /** Version 2's authentication type is neither 0 nor 1 (RFC 3768 section 5.3.6). */
    AUTHENTICATION_TYPE("authentication-type"),
    /** Another kind of authentication than the router's, or any where it has none. */
    AUTHENTICATION_MISMATCH("authentication-mismatch"),
    /** Version 2's password is another, or the router's own is not known yet. */
    AUTHENTICATION_FAILURE("authentication-failure"),
    /** No HMAC trailer where the router demands one. */
    HMAC_MISSING("hmac-missing"),
    /** An HMAC trailer of another type, or with a reserved field that isn't 0. */
    HMAC_MALFORMED("hmac-malformed"),
    /** Signed too long ago or in the future, by our clock. */
    HMAC_STALE("hmac-stale"),
    /** Signed by a key id that the router doesn't have. */
    HMAC_UNKNOWN_KEY("hmac-unknown-key"),
    /** The tag is wrong. */
    HMAC_INVALID("hmac-invalid"),
    /** Not newer than what the same sender said before. */
    HMAC_REPLAY("hmac-replay");

    private final String label;

    Rejection(String label) {
        this.label = label;
    }

    /** The value of the metric's label. */
    public String label() {
        return label;
    }
}
