package io.vipoperator.operator.plan;

/**
 * Why a condition has its status. The names are API: they stand in conditions, Events and metrics. The order is API too:
 * where several hold for one condition, {@code reason} is the first of them here and {@code message} lists all.
 */
public enum Reason {
    // Accepted=False
    /** A field asks for what this version can't do; the message names it. */
    NotSupported,
    /** A field has a value that can't be read; the message names it. */
    InvalidSpec,
    /** A key that authentication refers to is not there. */
    KeyNotFound,
    /** A key's value has a length that the protocol can't use. */
    InvalidKey,
    /** A HealthCheck that it refers to is not there. */
    HealthCheckNotFound,
    /** A HealthCheck that it refers to is refused itself. */
    HealthCheckNotAccepted,
    /** Of a HealthCheck: a Secret that TLS refers to, or its key, is not there. */
    SecretNotFound,
    /** Of a HealthCheck: what TLS refers to is not the PEM that it should be. */
    InvalidCertificate,
    /** It differs from the other VirtualIPs of its group where they must be equal. */
    GroupMismatch,
    /** Another VirtualIP holds the address. */
    AddressInUse,
    /** Another VirtualIP holds the VRID that is asked for. */
    VirtualRouterIDInUse,
    /** A router outside the cluster advertises the VRID that is asked for. */
    ForeignRouter,
    /** The address is a node's own. */
    NodeAddress,
    /** The address lies in a range of Pods or Services. */
    PodOrServiceRange,
    /** No node may be a member. */
    NoMatchingNode,
    /** With Unicast nobody is there to be spoken to. */
    NoPeers,
    /** Every node that may be a member has its node state full: 1,024 routers, 1,024 health checks or 1 MiB. */
    NodeCapacityExceeded,
    /** All 255 VRIDs of the segment are taken. */
    VirtualRouterIDsExhausted,
    // Ready=False, Programmed=False
    /** The spec is refused; the last accepted one runs on. */
    NotAccepted,
    /** An edit is on its way to the members. */
    Programming,
    /** Two members are Active and have just confirmed it. */
    MultipleActive,
    /** A router outside the cluster is Active for the VRID. */
    ForeignActive,
    /** The last report is too old to be believed. */
    ReportStale,
    /** No member is Active. */
    NoActive,
    /** The Active could not put all addresses on its NIC. */
    AddressesNotHeld,
    /** No member has reported. */
    MembersSilent,
    // Conflict=True
    /** A foreign host answers for an address. */
    AddressConflict,
    /** A router outside is Active for one half of a group, which so is Active nowhere. */
    GroupHalfElsewhere,
    // Degraded=True
    /** A peer's advertisements fail authentication: somebody has another key, or no business here. */
    AuthenticationFailed,
    /** Only one member could hold the addresses. */
    SingleMember,
    /** Fewer members than wanted could take over. */
    TooFewMembers,
    /** A member's health check fails; its message is told. */
    HealthCheckFailed,
    /** A node's firewall drops advertisements. */
    FirewallDropsVRRP,
    /** A switch that snoops MLD keeps IPv6 advertisements back. */
    MldSnooping,
    /** A node has a second NIC in the segment. */
    SecondInterfaceInSegment,
    /** A peer speaks another version. */
    VersionDiffers,
    /** A peer sends the checksum's other form. */
    ChecksumFormDiffers,
    /** A peer advertises with another interval. */
    IntervalDiffers,
    /** A peer advertises other addresses. */
    AddressListDiffers,
    /** Somebody who is not among the peers sends unicast advertisements. */
    PeerNotConfigured,
    /** A peer's advertisements have passed more routers than its minimumTTL allows. */
    TtlTooLow,
    /** A member has no address by which its peers could speak to it. */
    PeerAddressUnknown,
    /** A weight is too small to ever move anything. */
    CheckCannotMoveAddress,
    // CertificateExpiring of a HealthCheck
    /** A server's certificate makes the check fail within seven days, or does already. */
    CertificateExpiring,
    /** No certificate that was seen ends soon. */
    CertificatesValid,
    // the good ends
    /** The spec can be carried out. */
    Accepted,
    /** Every member with a fresh report runs this generation. */
    Programmed,
    /** One member is Active and holds the addresses. */
    Active,
    /** As many members as wanted could take over. */
    EnoughMembers,
    /** Nobody else holds the addresses. */
    NoConflict,
    // Events alone
    /** A node's health check is healthy again. */
    HealthCheckRecovered,
    /** Another node holds the addresses. */
    ActiveChanged,
    /** Two holders are no longer seen. */
    ConflictEnded,
    /** The plan would take routers from more than half of the nodes, for no edit, and waits. */
    PlanHeld
}
