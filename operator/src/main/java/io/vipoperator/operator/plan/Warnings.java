package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.EffectType;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.NamedEffect;
import java.util.ArrayList;
import java.util.List;

/** What of an accepted plan will not do what its author expects. Stateless. */
final class Warnings {
    private Warnings() {}

    static List<Warning> of(VipRequest vip, List<Member> members, Peers peers) {
        List<Warning> warnings = new ArrayList<>();
        for (Family family : vip.families()) {
            List<String> unreachable = peers.unreachable(vip, family, members);
            if (!unreachable.isEmpty()) {
                warnings.add(new Warning(
                        Reason.PeerAddressUnknown,
                        "spec.vrrp.transport: Unicast, but no " + family + " address is known of "
                                + String.join(", ", unreachable) + ", so that nobody speaks to it"));
            }
        }
        weights(vip, members, warnings);
        return warnings;
    }

    /** The Active hands over when it falls below the next: a weight that only reaches it moves nothing. */
    private static void weights(VipRequest vip, List<Member> members, List<Warning> warnings) {
        if (members.size() < 2) {
            return;
        }
        int gap = members.get(0).priority() - members.get(1).priority();
        for (NamedEffect tracker : RouterSpecs.trackers(vip)) {
            int weight = tracker.effect().type() == EffectType.Weight
                            && tracker.effect().weight() != null
                    ? Math.abs(tracker.effect().weight())
                    : Integer.MAX_VALUE;
            if (weight <= gap) {
                warnings.add(new Warning(
                        Reason.CheckCannotMoveAddress,
                        "spec.trackInterfaces: the weight " + tracker.effect().weight() + " of " + tracker.name()
                                + " can't move the addresses from "
                                + members.get(0).nodeName() + " with priority "
                                + members.get(0).priority() + " to "
                                + members.get(1).nodeName() + " with "
                                + members.get(1).priority() + ", must be above " + gap));
            }
        }
    }
}
