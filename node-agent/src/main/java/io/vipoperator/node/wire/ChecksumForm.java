package io.vipoperator.node.wire;

/** What the checksum of a version 3 advertisement over IPv4 covers. */
public enum ChecksumForm {
    /** Pseudo-header and message: RFC 5798, keepalived, FRR. */
    PSEUDO_HEADER,
    /** The message alone: RFC 9568 section 5.2.8. */
    MESSAGE_ONLY
}
