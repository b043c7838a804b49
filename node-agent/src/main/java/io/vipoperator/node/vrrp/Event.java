package io.vipoperator.node.vrrp;

import java.util.Set;

/** What can happen to a virtual router. Every state answers every event. */
public sealed interface Event {
    /** The router shall take part (RFC 9568 section 6.4.1), or shall not stop after all. */
    record Startup() implements Event {}

    /** The router shall stop: hand over if Active, release, and go to Initialize. */
    record Shutdown() implements Event {}

    /** Time has passed; the state's own deadlines tell what is due. Packets that had arrived were handled before. */
    record DeadlinePassed() implements Event {}

    /**
     * An advertisement for this VRID and family got through the receive ladder.
     *
     * @param advertisement what it says
     * @param source of the packet, never one of our own addresses
     */
    record Heard(Advertisement advertisement, IpAddress source) implements Event {}

    /** The kernel has all addresses on the NIC, for the first time or once more after they were lost. */
    record AddressesHeld() implements Event {}

    /**
     * What keeps the router out of the election has changed.
     *
     * @param reasons all that hold now; empty lets the router take part again
     */
    record FaultsChanged(Set<FaultReason> reasons) implements Event {
        public FaultsChanged {
            reasons = Set.copyOf(reasons);
        }
    }

    /**
     * The configuration passed to this step differs from the one of the step before.
     *
     * @param previous the configuration until now
     * @param recovered checks or trackers have ceased to fail, which raised the priority
     */
    record Reconfigured(RouterConfig previous, boolean recovered) implements Event {
        /** By people alone. */
        public Reconfigured(RouterConfig previous) {
            this(previous, false);
        }
    }

    /** The neighbours may have forgotten where the addresses are: NIC is back, its MAC changed, somebody asked for it. */
    record AnnounceAgain() implements Event {}

    /**
     * Somebody else's MAC was announced for an address of this router, by gratuitous ARP or an unsolicited Neighbor
     * Advertisement: while it hands over, the neighbours know the successor from now on.
     *
     * @param address of this router
     */
    record AnnouncedByOther(IpAddress address) implements Event {}

    /**
     * Hand over to a better one if there is one, without losing a packet: checks or trackers fail, or the group leaves.
     *
     * @param cause why
     */
    record HandOver(HandOverCause cause) implements Event {}

    /** Every router of the group is Active or may become it: those that wait become it now. */
    record GroupAgrees() implements Event {}
}
