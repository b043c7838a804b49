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
    /** Every node that may be a member runs 1,024 routers already. */
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
    // Degraded=True
    /** Only one member could hold the addresses. */
    SingleMember,
    /** Fewer members than wanted could take over. */
    TooFewMembers,
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
    /** Another node holds the addresses. */
    ActiveChanged,
    /** Two holders are no longer seen. */
    ConflictEnded,
    /** The plan would take routers from more than half of the nodes, for no edit, and waits. */
    PlanHeld
}
