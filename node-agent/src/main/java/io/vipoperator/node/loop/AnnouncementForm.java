package io.vipoperator.node.loop;

/** The ARP operation of gratuitous ARP. */
public enum AnnouncementForm {
    /** Operation 1. */
    REQUEST,
    /** Operation 2. */
    REPLY,
    /** One frame of each. */
    BOTH
}
