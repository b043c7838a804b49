package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.Family;
import java.util.List;
import java.util.Optional;

/**
 * What is decided for one VirtualIP.
 *
 * @param request what was asked for
 * @param refusals empty if accepted; in the order of {@link Reason}
 * @param virtualRouterID 1..255; empty if none runs
 * @param members who runs it, the best first; of a refused edit those that run the last accepted spec
 * @param wantedMembers how many there should be: maxMembers, or the nodes that are selected if they are fewer
 * @param runningIntervalMilliseconds in force
 * @param families of the addresses in force, each a virtual router of its own; IPv4 first
 * @param warnings what it can't do as it was meant
 */
public record VipPlan(
        VipRequest request,
        List<Refusal> refusals,
        Optional<Integer> virtualRouterID,
        List<Member> members,
        int wantedMembers,
        int runningIntervalMilliseconds,
        List<Family> families,
        List<Warning> warnings) {
    /** The spec can be carried out. */
    public boolean accepted() {
        return refusals.isEmpty();
    }
}
