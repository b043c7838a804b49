package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.EffectType;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.NamedEffect;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What of an accepted plan will not do what its author expects. Stateless. */
final class Warnings {
    private Warnings() {}

    /** A weight and where it stands. */
    private record Weight(String field, String name, int value) {
        int size() {
            return Math.abs(value);
        }
    }

    static List<Warning> of(VipRequest vip, List<Member> members, Peers peers, Checks checks) {
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
        weights(vip, members, checks, warnings);
        return warnings;
    }

    /** The Active hands over when it falls below the next: a weight that only reaches it moves nothing. */
    private static void weights(VipRequest vip, List<Member> members, Checks checks, List<Warning> warnings) {
        List<NamedEffect> checked = RouterSpecs.checks(vip);
        // The number in a file multiplies its weight: nobody can tell what that will be.
        boolean unbounded = checked.stream()
                .anyMatch(c -> c.effect().type() == EffectType.Weight
                        && checks.kind(c.name())
                                .filter(k -> k == CheckKind.FILE)
                                .isPresent());
        if (members.size() < 2 || unbounded) {
            return;
        }
        int gap = members.get(0).priority() - members.get(1).priority();
        List<Weight> weights = new ArrayList<>();
        collect("spec.trackInterfaces", RouterSpecs.trackers(vip), weights);
        collect("spec.healthChecks", checked, weights);
        for (int i = 0; i < weights.size(); i++) {
            Weight weight = weights.get(i);
            if (!decides(i, weights, gap)) {
                warnings.add(new Warning(
                        Reason.CheckCannotMoveAddress,
                        weight.field() + ": the weight " + weight.value() + " of " + weight.name()
                                + " can't move the addresses from "
                                + members.get(0).nodeName() + " with priority "
                                + members.get(0).priority() + " to "
                                + members.get(1).nodeName() + " with "
                                + members.get(1).priority() + ", must be above " + gap));
            }
        }
    }

    private static void collect(String field, List<NamedEffect> named, List<Weight> weights) {
        named.stream()
                .filter(n ->
                        n.effect().type() == EffectType.Weight && n.effect().weight() != null)
                .forEach(n -> weights.add(new Weight(field, n.name(), n.effect().weight())));
    }

    /** Some of the others fail in such a way that this one more makes the difference: several checks add up. */
    private static boolean decides(int index, List<Weight> all, int gap) {
        BitSet sums = new BitSet(gap + 1);
        sums.set(0);
        for (int i = 0; i < all.size(); i++) {
            int size = all.get(i).size();
            for (int sum = gap - size; i != index && sum >= 0; sum--) {
                if (sums.get(sum)) {
                    sums.set(sum + size);
                }
            }
        }
        // The largest sum that still moves nothing comes nearest.
        return sums.length() - 1 + all.get(index).size() > gap;
    }
}
