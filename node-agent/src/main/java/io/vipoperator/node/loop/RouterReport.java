package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.TransitionReason;
import java.util.Optional;
import java.util.Set;

/**
 * What one router does now. A value for other threads.
 *
 * @param setup it runs
 * @param interfaceName empty while no NIC is found
 * @param state Initialize, Backup, Active, Yielding or Fault
 * @param effectivePriority as advertised
 * @param addressesHeld all addresses are on the NIC
 * @param heldAddresses those that are on the NIC, also while others are still missing
 * @param activeAddress of the Active heard last; empty if this one is Active or none was heard
 * @param sinceNanos when it entered the state, on the loop's clock
 * @param reason of the last transition
 * @param faults that hold now
 * @param message for people, empty unless something is wrong
 * @param incident the last
 * @param addressConflict a host that is no VRRP peer claims an address now; the message names it
 * @param checkFailing a health check of it fails, whatever that does; the message says which and how
 */
public record RouterReport(
        RouterSetup setup,
        Optional<String> interfaceName,
        RouterPhase state,
        int effectivePriority,
        boolean addressesHeld,
        Set<IpAddress> heldAddresses,
        Optional<IpAddress> activeAddress,
        long sinceNanos,
        TransitionReason reason,
        Set<FaultReason> faults,
        String message,
        Optional<IncidentReport> incident,
        boolean addressConflict,
        boolean checkFailing) {
    public RouterReport {
        heldAddresses = Set.copyOf(heldAddresses);
        faults = Set.copyOf(faults);
    }

    /** Of a router whose addresses nobody else claims, and whose checks do not fail. */
    public RouterReport(
            RouterSetup setup,
            Optional<String> interfaceName,
            RouterPhase state,
            int effectivePriority,
            boolean addressesHeld,
            Set<IpAddress> heldAddresses,
            Optional<IpAddress> activeAddress,
            long sinceNanos,
            TransitionReason reason,
            Set<FaultReason> faults,
            String message,
            Optional<IncidentReport> incident) {
        this(
                setup,
                interfaceName,
                state,
                effectivePriority,
                addressesHeld,
                heldAddresses,
                activeAddress,
                sinceNanos,
                reason,
                faults,
                message,
                incident,
                false,
                false);
    }
}
