package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.RouterSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fleet in, plan out. Stable: an unrelated edit, a restart or another order of input changes nothing, and planning what
 * is planned already yields the same. Holds sequence alone; confined to one call.
 */
public final class VipPlanner {
    private final Fleet fleet;
    private final Set<String> lost;
    private final List<VipRequest> bySeniority;
    private final Programmed programmed;
    private final Membership membership;
    private final Map<String, List<Refusal>> refusals = new HashMap<>();
    private final Map<String, Membership.Eligibility> eligibilities = new HashMap<>();
    private final Map<String, Integer> vrids = new HashMap<>();
    private Map<String, List<Member>> members = Map.of();

    private VipPlanner(Fleet fleet, Set<String> lost, boolean keepMembers) {
        this.fleet = fleet;
        this.lost = lost;
        this.bySeniority =
                fleet.virtualIPs().stream().sorted(VipRequest.SENIORITY).toList();
        this.programmed = new Programmed(fleet);
        this.membership = new Membership(fleet, programmed, keepMembers);
    }

    /**
     * A plan that would take routers from more than half of the nodes for no edit keeps all members instead.
     *
     * @param lost nodes whose agents have been away for so long that others may take their places
     */
    public static FleetPlan plan(Fleet fleet, Set<String> lost) {
        FleetPlan plan = new VipPlanner(fleet, lost, false).run();
        SortedSet<String> held = Hold.nodes(fleet, plan, new Programmed(fleet));
        if (held.isEmpty()) {
            return plan;
        }
        FleetPlan kept = new VipPlanner(fleet, Set.of(), true).run();
        return new FleetPlan(kept.virtualIPs(), kept.routers(), held);
    }

    private FleetPlan run() {
        claimAddresses();
        findMembers();
        allocateVrids();
        rank();
        SortedMap<String, VipPlan> plans = new TreeMap<>();
        bySeniority.forEach(vip -> plans.put(vip.name(), planOf(vip)));
        return new FleetPlan(plans, routers(plans), new TreeSet<>());
    }

    private void claimAddresses() {
        AddressClaims claims = new AddressClaims(fleet, bySeniority, programmed);
        for (VipRequest vip : bySeniority) {
            List<Refusal> found = new ArrayList<>(Support.refusals(vip.spec()));
            if (found.isEmpty()) {
                found.addAll(claims.claim(vip));
            }
            refusals.put(vip.name(), found);
        }
    }

    private void findMembers() {
        for (VipRequest vip : bySeniority) {
            if (refused(vip)) {
                continue;
            }
            Membership.Eligibility eligibility = membership.of(vip);
            eligibilities.put(vip.name(), eligibility);
            if (eligibility.eligible().isEmpty()) {
                refuse(
                        vip,
                        Reason.NoMatchingNode,
                        "spec.nodes: " + eligibility.selected()
                                + " nodes are selected, none of them may be a member, at least one must run an agent,"
                                + " have the interface and not be excluded");
            }
        }
    }

    private void allocateVrids() {
        VridAllocator allocator = new VridAllocator(fleet, bySeniority, programmed);
        for (VipRequest vip : bySeniority) {
            Optional<Integer> asked = vip.requestedVrid();
            if (asked.isEmpty() || refused(vip)) {
                continue;
            }
            allocator
                    .request(vip, asked.get())
                    .ifPresentOrElse(
                            refusal -> refusals.get(vip.name()).add(refusal), () -> vrids.put(vip.name(), asked.get()));
        }
        for (VipRequest vip : bySeniority) {
            if (vip.requestedVrid().isPresent() || refused(vip)) {
                continue;
            }
            OptionalInt vrid = allocator.allocate(vip);
            if (vrid.isPresent()) {
                vrids.put(vip.name(), vrid.getAsInt());
            } else {
                refuse(
                        vip,
                        Reason.VirtualRouterIDsExhausted,
                        "all 255 virtual router IDs of the segment are in use, one must become free");
            }
        }
    }

    private void rank() {
        Presence presence = new Presence(fleet, lost);
        Map<String, Integer> used = new HashMap<>();
        List<Contender> contenders = new ArrayList<>();
        for (VipRequest vip : bySeniority) {
            if (refused(vip)) {
                kept(vip).forEach((node, routers) -> used.merge(node, routers.size(), Integer::sum));
            } else {
                contenders.add(Contender.of(vip, eligibilities.get(vip.name()).eligible(), presence, programmed));
            }
        }
        members = new Ranks(used).assign(contenders);
        for (VipRequest vip : bySeniority) {
            if (members.containsKey(vip.name()) && members.get(vip.name()).isEmpty()) {
                refuse(
                        vip,
                        Reason.NodeCapacityExceeded,
                        "every node that may be a member runs " + Ranks.CAPACITY
                                + " routers, one of them must run fewer");
            }
        }
    }

    private VipPlan planOf(VipRequest vip) {
        Membership.Eligibility eligibility =
                eligibilities.getOrDefault(vip.name(), new Membership.Eligibility(vip.maxMembers(), List.of()));
        int wanted = Math.min(vip.maxMembers(), eligibility.selected());
        if (!refused(vip)) {
            return new VipPlan(
                    vip,
                    List.of(),
                    Optional.of(vrids.get(vip.name())),
                    members.get(vip.name()),
                    wanted,
                    vip.advertisementIntervalMilliseconds());
        }
        List<Refusal> sorted = refusals.get(vip.name()).stream()
                .sorted(Comparator.comparing(Refusal::reason).thenComparing(Refusal::message))
                .toList();
        boolean runs = !kept(vip).isEmpty();
        Optional<RouterSpec> last = programmed.newest(vip.name()).filter(r -> runs);
        return new VipPlan(
                vip,
                sorted,
                last.map(RouterSpec::virtualRouterID),
                runs ? programmed.members(vip.name(), vip.uid()) : List.of(),
                wanted,
                last.map(RouterSpec::advertisementIntervalMilliseconds).orElse(100));
    }

    private SortedMap<String, List<RouterSpec>> routers(SortedMap<String, VipPlan> plans) {
        SortedMap<String, List<RouterSpec>> byNode = new TreeMap<>();
        fleet.nodeStates().forEach(record -> byNode.put(record.name(), new ArrayList<>()));
        fleet.agentPods().forEach(pod -> byNode.put(pod.nodeName(), new ArrayList<>()));
        for (VipPlan plan : plans.values()) {
            if (!plan.accepted()) {
                kept(plan.request()).forEach((node, routers) -> byNode.get(node).addAll(routers));
                continue;
            }
            for (Member member : plan.members()) {
                byNode.get(member.nodeName())
                        .add(RouterSpecs.of(
                                plan.request(), plan.virtualRouterID().orElseThrow(), member, plan.members()));
            }
        }
        return byNode;
    }

    /**
     * What a refused VirtualIP goes on to run: an edit that is refused changes nothing. Without an edit its nodes have
     * left it, and members follow the nodes. What ran for an object of its name that was deleted is not its own.
     */
    private Map<String, List<RouterSpec>> kept(VipRequest vip) {
        boolean nodesLeft = refusals.get(vip.name()).stream().allMatch(r -> r.reason() == Reason.NoMatchingNode)
                && programmed
                        .newest(vip.name())
                        .filter(r -> Values.orZero(r.generation()) == vip.generation())
                        .isPresent();
        return nodesLeft ? Map.of() : programmed.of(vip.name(), vip.uid());
    }

    private boolean refused(VipRequest vip) {
        return !refusals.get(vip.name()).isEmpty();
    }

    private void refuse(VipRequest vip, Reason reason, String message) {
        refusals.get(vip.name()).add(new Refusal(reason, message));
    }
}
