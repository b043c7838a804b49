package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.ForeignRouter;
import io.vipoperator.api.v1alpha1.NodePriority;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.operator.Fleets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VipPlannerTest {
    private static List<Reason> reasons(FleetPlan plan, String vip) {
        return plan.virtualIPs().get(vip).refusals().stream()
                .map(Refusal::reason)
                .toList();
    }

    private static FleetNode changed(FleetNode node, Map<String, String> annotations, Set<String> taints) {
        return new FleetNode(
                node.name(), node.labels(), annotations, taints, false, node.ready(), node.addresses(), List.of());
    }

    @Test
    void twoVirtualIPsOnTwoNodesAreActiveOnDifferentNodesWithoutConfiguration() {
        FleetPlan plan = Fleets.ofNodes(2)
                .vip("a", "192.0.2.100/24")
                .vip("b", "192.0.2.101/24")
                .planAndWrite();
        Member a = plan.virtualIPs().get("a").members().get(0);
        Member b = plan.virtualIPs().get("b").members().get(0);
        assertThat(a.nodeName()).isNotEqualTo(b.nodeName());
        assertThat(a.priority()).isEqualTo(250);
        assertThat(b.priority()).isEqualTo(250);
        assertThat(plan.virtualIPs().get("a").virtualRouterID()).contains(1);
        assertThat(plan.virtualIPs().get("b").virtualRouterID()).contains(2);
    }

    @Test
    void rankedMembersHave250And240And230AndYieldBelowTheBestOther() {
        FleetPlan plan = Fleets.ofNodes(5).vip("a", "192.0.2.100/24").planAndWrite();
        assertThat(plan.virtualIPs().get("a").members())
                .extracting(Member::priority)
                .containsExactly(250, 240, 230);
        List<RouterSpec> routers =
                plan.routers().values().stream().flatMap(List::stream).toList();
        assertThat(routers).extracting(RouterSpec::yieldBelow).containsExactlyInAnyOrder(240, 250, 250);
        assertThat(plan.routers()).containsOnlyKeys("n1", "n2", "n3", "n4", "n5");
    }

    @Test
    void explicitPrioritiesWinAndTheOthersRankBelowThem() {
        NodeRules rules = new NodeRules(
                null,
                null,
                null,
                List.of(new NodePriority("n2", null, 100), new NodePriority("n3", null, 150)),
                null,
                null);
        FleetPlan plan = Fleets.ofNodes(3)
                .vip("a", 1, Fleets.spec("192.0.2.100/24", rules, null))
                .planAndWrite();
        assertThat(plan.virtualIPs().get("a").members())
                .containsExactly(new Member("n3", 150), new Member("n2", 100), new Member("n1", 90));
    }

    @Test
    void nodesInMaintenanceOrOutOfServiceOrExcludedOrWithoutTheSubnetAreNoMembers() {
        Fleets fleets = Fleets.ofNodes(5).vip("a", "192.0.2.100/24");
        fleets.node(changed(fleets.node(1), Map.of("vip-operator.io/maintenance", ""), Set.of()));
        fleets.node(changed(fleets.node(2), Map.of(), Set.of("node.kubernetes.io/out-of-service")));
        fleets.node(new FleetNode(
                "n3",
                Map.of("node.kubernetes.io/exclude-from-external-load-balancers", ""),
                Map.of(),
                Set.of(),
                false,
                Optional.empty(),
                List.of(),
                List.of()));
        fleets.without("n4").node("n4");
        FleetPlan plan = fleets.vip("b", "198.51.100.9/24").planAndWrite();
        assertThat(plan.virtualIPs().get("a").members())
                .extracting(Member::nodeName)
                .containsExactlyInAnyOrder("n4", "n5");
        assertThat(reasons(plan, "b")).containsExactly(Reason.NoMatchingNode);
    }

    @Test
    void theProgrammedClaimantOfAnAddressWinsAndItsRefusedEditChangesNothing() {
        Fleets fleets = Fleets.ofNodes(2).vip("z", "192.0.2.100/24");
        fleets.planAndWrite();
        List<RouterSpec> before = fleets.routers("n1");
        FleetPlan plan = fleets.vip("a", "192.0.2.100/24").planAndWrite();
        assertThat(reasons(plan, "a")).containsExactly(Reason.AddressInUse);
        assertThat(reasons(plan, "z")).isEmpty();

        fleets.vip("a", "192.0.2.101/24").planAndWrite();
        FleetPlan refused =
                fleets.vip("z", 2, Fleets.spec("192.0.2.101/24", null, null)).planAndWrite();
        assertThat(reasons(refused, "z")).containsExactly(Reason.AddressInUse);
        assertThat(fleets.routers("n1")).containsAll(before);
    }

    @Test
    void anAddressChangesHandsOneTurnAfterItsHolderIsDeleted() {
        Fleets fleets = Fleets.ofNodes(2).vip("z", "192.0.2.100/24");
        fleets.planAndWrite();
        fleets.vip("a", "192.0.2.100/24").planAndWrite();
        FleetPlan plan = fleets.withoutVip("z").planAndWrite();
        assertThat(reasons(plan, "a")).isEmpty();
    }

    @Test
    void aRequestedVridIsRefusedWhereAnotherHasItOrAForeignRouterAdvertisesIt() {
        Fleets fleets = Fleets.ofNodes(2).vip("a", 1, Fleets.spec("192.0.2.100/24", null, Fleets.vrid(51)));
        fleets.planAndWrite();
        NodeRecord n1 = fleets.record("n1");
        fleets.record(new NodeRecord(
                "n1",
                "1",
                n1.generation(),
                "",
                n1.spec(),
                new VirtualIPNodeStateStatus(
                        1L,
                        0L,
                        null,
                        n1.interfaces(),
                        List.of(),
                        List.of(
                                new ForeignRouter("eth0", Family.IPv4, 1, "192.0.2.250", null),
                                new ForeignRouter("eth0", Family.IPv4, 51, "192.0.2.250", null),
                                // n2's own address: a member that n1 was not told of
                                new ForeignRouter("eth0", Family.IPv4, 2, "192.0.2.2", null)),
                        List.of())));
        fleets.vip("b", 1, Fleets.spec("192.0.2.101/24", null, Fleets.vrid(51)));
        fleets.vip("c", 1, Fleets.spec("192.0.2.102/24", null, Fleets.vrid(1)));
        FleetPlan plan = fleets.vip("d", "192.0.2.103/24").planAndWrite();
        assertThat(reasons(plan, "a")).isEmpty();
        assertThat(reasons(plan, "b")).containsExactly(Reason.VirtualRouterIDInUse);
        assertThat(reasons(plan, "c")).containsExactly(Reason.ForeignRouter);
        assertThat(plan.virtualIPs().get("d").virtualRouterID()).contains(2);
    }

    @Test
    void theNodesOwnAddressesAndReservedRangesAreRefused() {
        Fleets fleets = Fleets.ofNodes(2).vip("a", "192.0.2.2/24").vip("b", "192.0.2.100/24");
        Fleet fleet = fleets.fleet();
        Fleet ranged = new Fleet(
                fleet.virtualIPs(),
                fleet.nodes(),
                fleet.nodeStates(),
                List.of(),
                List.of(IpPrefix.parse("192.0.2.96/28").orElseThrow()),
                Set.of(),
                Map.of());
        FleetPlan plan = VipPlanner.plan(ranged, Set.of());
        assertThat(reasons(plan, "a")).containsExactly(Reason.NodeAddress);
        assertThat(reasons(plan, "b")).containsExactly(Reason.PodOrServiceRange);
        assertThat(plan.virtualIPs().get("b").refusals().get(0).message())
                .isEqualTo("spec.addresses: 192.0.2.100 lies in 192.0.2.96/28,"
                        + " must lie outside the ranges of Pods and Services");
    }

    @Test
    void aPlanThatWouldEmptyMostNodesForNoEditIsHeld() {
        Fleets fleets = Fleets.ofNodes(3).vip("a", "192.0.2.100/24");
        fleets.planAndWrite();
        for (int i = 1; i <= 3; i++) {
            fleets.node(changed(fleets.node(i), Map.of(), Set.of("node.kubernetes.io/out-of-service")));
        }
        FleetPlan plan = fleets.planAndWrite();
        assertThat(plan.heldNodes()).containsExactly("n1", "n2", "n3");
        assertThat(fleets.routers("n1")).hasSize(1);
        assertThat(fleets.withoutVip("a").planAndWrite().heldNodes()).isEmpty();
        assertThat(fleets.routers("n1")).isEmpty();
    }

    @Test
    void aNodeObjectThatIsAwayCostsItsAgentNothing() {
        Fleets fleets = Fleets.ofNodes(4).vip("a", "192.0.2.100/24");
        FleetPlan before = fleets.planAndWrite();
        String top = before.virtualIPs().get("a").members().get(0).nodeName();
        FleetPlan after = fleets.withoutNodeObject(top).planAndWrite();
        assertThat(after.routers()).isEqualTo(before.routers());
    }
}
