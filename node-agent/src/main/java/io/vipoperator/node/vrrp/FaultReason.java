package io.vipoperator.node.vrrp;

import java.util.EnumSet;
import java.util.Set;

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
    /** Before the first claim ever, a host that is no VRRP peer answered for the address. */
    AddressInUseOnNetwork,
    /** The kernel refuses the address. */
    AddressRefused,
    /** The address was removed again and again by somebody else. */
    AddressRemoved,
    /** The sockets for the NIC could not be had. */
    SocketUnavailable,
    /** A sysctl of the host has a value under which a virtual MAC can't work; the message holds the line to set. */
    SysctlRequired,
    /** The kernel refuses the macvlan of a virtual MAC. */
    VirtualMACRefused,
    /** Unicast without a peer: nobody would hear the advertisements, and nothing falls back to multicast. */
    NoPeers,
    /** A key of the authentication has not arrived on this node. */
    KeyMissing,
    /** A tracked NIC whose loss is a fault is lost. */
    TrackedInterfaceDown,
    /** A health check whose failure is a fault fails. */
    HealthCheckFailed,
    /** Another router of the group is in Fault; the message names it. */
    GroupMemberInFault,
    /** This agent lacks a feature that the router requires. */
    Unsupported;

    private static final Set<FaultReason> AT_ONCE = EnumSet.of(
            InterfaceNotFound,
            InterfaceDown,
            NoPrimaryAddress,
            AddressInUseOnNode,
            AddressRefused,
            SocketUnavailable,
            SysctlRequired,
            VirtualMACRefused,
            NoPeers,
            KeyMissing);

    /** Whether the addresses can't be kept, or no successor could be heard: then an Active leaves without handing over. */
    boolean endsAtOnce() {
        return AT_ONCE.contains(this);
    }
}
