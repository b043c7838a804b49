package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.RouterSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * VirtualIPs of one group are one election: they have the same members of the same ranks. The first of a party sets the
 * terms: one that runs in the group already and has no edit pending, so that the edit of one is what is refused, and what
 * comes or goes moves nothing. Confined to one plan.
 */
final class Groups {
    private final Programmed programmed;

    Groups(Programmed programmed) {
        this.programmed = programmed;
    }

    /** One list for each election, whoever sets its terms first; a VirtualIP without a group is alone in its own. */
    Map<String, List<VipRequest>> parties(List<VipRequest> bySeniority) {
        Map<String, List<VipRequest>> parties = new LinkedHashMap<>();
        for (VipRequest vip : bySeniority) {
            parties.computeIfAbsent(party(vip), key -> new ArrayList<>()).add(vip);
        }
        parties.values().forEach(party -> party.sort(terms()));
        return parties;
    }

    /** Names the election; no VirtualIP has a blank in its name. */
    static String party(VipRequest vip) {
        return vip.group().map(name -> "group " + name).orElse(vip.name());
    }

    private Comparator<VipRequest> terms() {
        return Comparator.comparing((VipRequest vip) -> !runsIn(vip, true))
                .thenComparing(vip -> !runsIn(vip, false))
                .thenComparing(VipRequest.SENIORITY);
    }

    /** It is programmed with the group that it asks for. */
    boolean runs(VipRequest vip) {
        return runsIn(vip, false);
    }

    private boolean runsIn(VipRequest vip, boolean unedited) {
        Optional<RouterSpec> newest = programmed
                .newest(vip.name())
                .filter(r -> vip.uid().equals(r.uid()))
                .filter(r -> Objects.equals(r.group(), vip.group().orElse(null)));
        return newest.filter(r -> !unedited || Values.orZero(r.generation()) == vip.generation())
                .isPresent();
    }

    /** What must be equal in a group and is not. */
    static Optional<Refusal> mismatch(VipRequest first, VipRequest other) {
        if (!rules(first).equals(rules(other))) {
            return Optional.of(refusal("spec.nodes", first));
        }
        if (!first.preemption().equals(other.preemption())) {
            return Optional.of(refusal("spec.vrrp.preemption", first));
        }
        if (!effects(RouterSpecs.trackers(first)).equals(effects(RouterSpecs.trackers(other)))) {
            return Optional.of(refusal("spec.trackInterfaces", first));
        }
        if (!effects(RouterSpecs.checks(first)).equals(effects(RouterSpecs.checks(other)))) {
            return Optional.of(refusal("spec.healthChecks", first));
        }
        return Optional.empty();
    }

    private static Refusal refusal(String field, VipRequest first) {
        return new Refusal(
                Reason.GroupMismatch,
                field + " differs from that of VirtualIP " + first.name() + ", must be equal in group "
                        + first.group().orElse(""));
    }

    private static NodeRules rules(VipRequest vip) {
        return Objects.requireNonNullElse(vip.spec().nodes(), new NodeRules(null, null, null, null, null, null));
    }

    private static Set<String> effects(List<NamedEffect> effects) {
        Set<String> texts = new TreeSet<>();
        Values.orEmpty(effects).forEach(effect -> texts.add(effect.toString()));
        return texts;
    }

    /**
     * The nodes that may be members for all. Who comes to a live group must be able to run on all of its members: it may
     * not move them.
     *
     * @param able by VirtualIP
     * @return what keeps a VirtualIP out, by name; the others share {@code shared}
     */
    Map<String, Refusal> narrow(List<VipRequest> party, Map<String, List<String>> able, Set<String> shared) {
        Map<String, Refusal> refused = new LinkedHashMap<>();
        VipRequest first = party.get(0);
        shared.addAll(able.get(first.name()));
        Set<String> live = new TreeSet<>();
        if (runs(first)) {
            live.addAll(programmed.of(first.name()).keySet());
            live.retainAll(shared);
        }
        for (VipRequest vip : party.subList(1, party.size())) {
            Set<String> common = new TreeSet<>(shared);
            common.retainAll(able.get(vip.name()));
            Set<String> lacking = new TreeSet<>(live);
            lacking.removeAll(common);
            boolean moves = !runs(vip) && !lacking.isEmpty();
            if (moves || common.isEmpty()) {
                refused.put(
                        vip.name(),
                        new Refusal(
                                Reason.GroupMismatch,
                                "spec.group: " + vip.group().orElse("") + " has members where this VirtualIP has no"
                                        + " interface: " + String.join(", ", moves ? lacking : shared)
                                        + "; it must be able to run on all of them"));
            } else {
                shared.retainAll(common);
            }
        }
        return refused;
    }

    /** Of several wishes the senior's holds. */
    static Optional<Wish> wish(List<VipRequest> party) {
        return party.stream()
                .filter(vip -> vip.wish().isPresent())
                .min(VipRequest.SENIORITY)
                .flatMap(VipRequest::wish);
    }
}
