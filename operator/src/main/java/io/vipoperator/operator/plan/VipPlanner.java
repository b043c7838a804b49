package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.TransportType;
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
    private final Groups groups;
    private final Checks checks;
    private final RouterSpecs specs;
    private final Peers peers;
    private final Map<String, List<Refusal>> refusals = new HashMap<>();
    private final Map<String, Membership.Eligibility> eligibilities = new HashMap<>();
    private final Map<String, Integer> vrids = new HashMap<>();
    private final Map<String, List<Member>> members = new HashMap<>();
    private final Map<String, Optional<Wish>> wishes = new HashMap<>();

    private VipPlanner(Fleet fleet, Set<String> lost, boolean keepMembers) {
        this.fleet = fleet;
        this.lost = lost;
        this.bySeniority =
                fleet.virtualIPs().stream().sorted(VipRequest.SENIORITY).toList();
        this.programmed = new Programmed(fleet);
        this.membership = new Membership(fleet, programmed, keepMembers);
        this.groups = new Groups(programmed);
        this.checks = new Checks(fleet, programmed);
        this.specs = new RouterSpecs(fleet, programmed, checks);
        this.peers = new Peers(fleet, programmed);
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
        return new FleetPlan(kept.virtualIPs(), kept.routers(), kept.healthChecks(), held);
    }

    private FleetPlan run() {
        readSpecs();
        compareGroups();
        claimAddresses();
        findMembers();
        allocateVrids();
        rank();
        findPeers();
        SortedMap<String, VipPlan> plans = new TreeMap<>();
        bySeniority.forEach(vip -> plans.put(vip.name(), planOf(vip)));
        return new FleetPlan(plans, routers(plans), checks.plans(), new TreeSet<>());
    }

    private void readSpecs() {
        for (VipRequest vip : bySeniority) {
            List<Refusal> found = new ArrayList<>(Support.refusals(vip.spec()));
            if (found.isEmpty()) {
                found.addAll(Keys.refusals(vip, fleet));
                found.addAll(checks.refusals(vip));
            }
            refusals.put(vip.name(), found);
        }
    }

    private void compareGroups() {
        for (List<VipRequest> party : parties().values()) {
            for (VipRequest other : party.subList(1, party.size())) {
                Groups.mismatch(party.get(0), other)
                        .ifPresent(refusal -> refusals.get(other.name()).add(refusal));
            }
        }
    }

    /** Elections among those that are not refused so far. */
    private Map<String, List<VipRequest>> parties() {
        return groups.parties(bySeniority.stream().filter(vip -> !refused(vip)).toList());
    }

    private void claimAddresses() {
        AddressClaims claims = new AddressClaims(fleet, bySeniority, programmed);
        for (VipRequest vip : bySeniority) {
            if (!refused(vip)) {
                refusals.get(vip.name()).addAll(claims.claim(vip));
            }
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
        Map<String, List<String>> able = new HashMap<>();
        eligibilities.forEach((name, eligibility) -> able.put(name, eligibility.eligible()));
        for (List<VipRequest> party : parties().values()) {
            Set<String> shared = new TreeSet<>();
            groups.narrow(party, able, shared)
                    .forEach((name, refusal) -> refusals.get(name).add(refusal));
            party.forEach(vip -> eligibilities.computeIfPresent(
                    vip.name(), (name, e) -> new Membership.Eligibility(e.selected(), List.copyOf(shared))));
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
        Map<String, Load> used = new HashMap<>();
        for (VipRequest vip : bySeniority) {
            if (refused(vip)) {
                kept(vip).forEach((node, routers) -> used.merge(node, Load.of(routers, checks::bytes), Load::plus));
            }
        }
        Map<String, List<VipRequest>> parties = parties();
        List<Contender> contenders = new ArrayList<>();
        parties.forEach((name, party) -> {
            List<String> eligible = eligibilities.get(party.get(0).name()).eligible();
            contenders.add(Contender.of(name, party, eligible, presence, programmed, checks::bytes));
        });
        Map<String, List<Member>> assigned = new Ranks(used).assign(contenders);
        parties.forEach((name, party) -> party.forEach(vip -> {
            members.put(vip.name(), assigned.get(name));
            wishes.put(vip.name(), Groups.wish(party));
            if (assigned.get(name).isEmpty()) {
                refuse(
                        vip,
                        Reason.NodeCapacityExceeded,
                        "every node that may be a member runs " + Load.CAPACITY.routers()
                                + " routers or health checks, or has a node state of 1 MiB, one of them must run fewer");
            }
        }));
    }

    /** One that runs keeps the peers it had instead. */
    private void findPeers() {
        for (VipRequest vip : bySeniority) {
            boolean alone = !refused(vip)
                    && vip.transportType() == TransportType.Unicast
                    && members.get(vip.name()).size() == 1
                    && vip.families().stream()
                            .anyMatch(family -> vip.extraPeers(family).isEmpty());
            if (alone && programmed.of(vip.name(), vip.uid()).isEmpty()) {
                refuse(
                        vip,
                        Reason.NoPeers,
                        "spec.vrrp.transport: Unicast with "
                                + members.get(vip.name()).get(0).nodeName()
                                + " as the only member and no extraPeers of each family has nobody to speak to, must have"
                                + " a second member or extraPeers, or be Multicast");
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
                    vip.advertisementIntervalMilliseconds(),
                    vip.families(),
                    Warnings.of(vip, members.get(vip.name()), peers, checks));
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
                last.map(RouterSpec::advertisementIntervalMilliseconds).orElse(100),
                runs ? programmed.families(vip.name(), vip.uid()) : List.of(),
                List.of());
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
                        .addAll(specs.of(
                                plan.request(),
                                plan.virtualRouterID().orElseThrow(),
                                member,
                                plan.members(),
                                wishes.get(plan.request().name())));
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
