package io.vipoperator.node.vrrp;

/** Why a virtual router can't take part in the election. The names are API: they stand in status and metrics. */
public enum FaultReason {
    /** No NIC of the node fits the interface rule. */
    InterfaceNotFound,
    /** The NIC has no carrier or is down. */
    InterfaceDown,
    /** The NIC has no address of the family that could be the source of advertisements. */
    NoPrimaryAddress,
    /** Another router on this node and NIC has the same VRID and family. */
    DuplicateVirtualRouterID,
    /** The address is on this node already and isn't ours. */
    AddressInUseOnNode,
    /** The kernel refuses the address. */
    AddressRefused,
    /** The address was removed again and again by somebody else. */
    AddressRemoved,
    /** The sockets for the NIC could not be had. */
    SocketUnavailable,
    /** This agent lacks a feature that the router requires. */
    Unsupported
}
