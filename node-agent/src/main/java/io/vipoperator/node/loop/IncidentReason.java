package io.vipoperator.node.loop;

/** What is wrong with what a peer sends for a VRID of ours. The names are words of the API. */
enum IncidentReason {
    /** It sums up its checksum otherwise; heeded. */
    ChecksumFormDiffers(false),
    /** It lists other addresses; heeded. */
    AddressListDiffers(false),
    /** Another interval: heeded in version 3, discarded in version 2. */
    IntervalDiffers(true),
    /** Another version; discarded. */
    VersionDiffers(true),
    /** Its authentication fails; discarded. */
    AuthenticationFailed(true),
    /** It isn't among the peers, or speaks to the group where we speak to peers, or the other way round; discarded. */
    PeerNotConfigured(true),
    /** It came through more routers than may be; discarded. */
    TtlTooLow(true);

    private final boolean lastsWhileRefused;

    IncidentReason(boolean lastsWhileRefused) {
        this.lastsWhileRefused = lastsWhileRefused;
    }

    /** Whether it may keep two routers Active: it is to stay in sight. */
    boolean lastsWhileRefused() {
        return lastsWhileRefused;
    }
}
