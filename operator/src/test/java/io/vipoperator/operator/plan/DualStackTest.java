package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.ForeignRouter;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.operator.Fleets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One VirtualIP of both families, and those of one, beside each other. */
class DualStackTest {
    static VirtualIPSpec spec(Integer vrid, String... addresses) {
        return new VirtualIPSpec(
                List.of(addresses),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                vrid == null ? null : Fleets.vrid(vrid),
                null,
                null,
                null,
                null);
    }

    private static List<Reason> reasons(FleetPlan plan, String vip) {
        return plan.virtualIPs().get(vip).refusals().stream()
                .map(Refusal::reason)
                .toList();
    }

    @Test
    void bothFamiliesRunOnTheSameMembersWithTheSamePriorities() {
        Fleets fleets = Fleets.ofNodes(4).vip("web", 1, spec(null, "192.0.2.100/24", "2001:db8::100/64"));
        FleetPlan plan = fleets.planAndWrite();
        List<Member> members = plan.virtualIPs().get("web").members();
        assertThat(members).extracting(Member::priority).containsExactly(250, 240, 230);
        for (Member member : members) {
            assertThat(fleets.routers(member.nodeName()))
                    .extracting(RouterSpec::family, RouterSpec::virtualRouterID, RouterSpec::priority)
                    .containsExactly(
                            tuple(Family.IPv4, 1, member.priority()), tuple(Family.IPv6, 1, member.priority()));
        }
        assertThat(plan.virtualIPs().get("web").families()).containsExactly(Family.IPv4, Family.IPv6);
        assertThat(VipPlanner.plan(fleets.fleet(), Set.of())).isEqualTo(plan);
    }

    @Test
    void aVridIsTakenInItsFamilyAlone() {
        Fleets fleets = Fleets.ofNodes(2)
                .vip("four", 1, spec(51, "192.0.2.100/24"))
                .vip("six", 1, spec(51, "2001:db8::100/64"))
                .vip("zboth", 1, spec(51, "192.0.2.101/24", "2001:db8::101/64"));
        FleetPlan plan = fleets.planAndWrite();
        assertThat(reasons(plan, "four")).isEmpty();
        assertThat(reasons(plan, "six")).isEmpty();
        assertThat(reasons(plan, "zboth")).containsExactly(Reason.VirtualRouterIDInUse);
    }

    @Test
    void theVridOfBothFamiliesIsFreeInBoth() {
        Fleets fleets = Fleets.ofNodes(1).vip("six", 1, spec(1, "2001:db8::100/64"));
        NodeRecord n1 = fleets.record("n1");
        fleets.record(new NodeRecord(
                "n1",
                "1",
                1,
                "",
                n1.spec(),
                new VirtualIPNodeStateStatus(
                        1L,
                        0L,
                        null,
                        n1.interfaces(),
                        List.of(),
                        List.of(new ForeignRouter("eth0", Family.IPv6, 2, "fe80::99", null)),
                        List.of())));
        FleetPlan plan = fleets.vip("both", 1, spec(null, "192.0.2.101/24", "2001:db8::101/64"))
                .vip("four", "192.0.2.102/24")
                .planAndWrite();
        assertThat(plan.virtualIPs().get("both").virtualRouterID()).contains(3);
        assertThat(plan.virtualIPs().get("four").virtualRouterID()).contains(1);
    }

    @Test
    void aNodeWithoutTheSubnetOfOneFamilyIsNoMember() {
        Fleets fleets = Fleets.ofNodes(2);
        NodeRecord n1 = fleets.record("n1");
        fleets.record(new NodeRecord(
                "n1",
                "1",
                1,
                "",
                n1.spec(),
                new VirtualIPNodeStateStatus(
                        1L,
                        0L,
                        null,
                        List.of(new InterfaceStatus("eth0", "", "Up", 1500, List.of("192.0.2.1/24", "fe80::1/64"))),
                        List.of(),
                        List.of(),
                        List.of())));
        FleetPlan plan = fleets.vip("web", 1, spec(null, "192.0.2.100/24", "2001:db8::100/64"))
                .planAndWrite();
        assertThat(plan.virtualIPs().get("web").members())
                .extracting(Member::nodeName)
                .containsExactly("n2");
    }

    @Test
    void addressesOfBothFamiliesMustBeNobodysAndOutsideThePodsRanges() {
        Fleets fleets = Fleets.ofNodes(2).vip("own", 1, spec(null, "2001:db8::2/64"));
        fleets.vip("pod", 1, spec(null, "192.0.2.100/24", "2001:db8::1:1/64"));
        Fleet fleet = fleets.fleet();
        Fleet ranged = new Fleet(
                fleet.virtualIPs(),
                fleet.nodes(),
                fleet.nodeStates(),
                List.of(),
                List.of(IpPrefix.parse("2001:db8::1:0/112").orElseThrow()),
                Set.of(),
                Map.of());
        FleetPlan plan = VipPlanner.plan(ranged, Set.of());
        assertThat(reasons(plan, "own")).containsExactly(Reason.NodeAddress);
        assertThat(plan.virtualIPs().get("pod").refusals())
                .extracting(Refusal::message)
                .containsExactly("spec.addresses: 2001:db8::1:1 lies in 2001:db8::1:0/112,"
                        + " must lie outside the ranges of Pods and Services");
    }

    @Test
    void aFamilyThatIsAddedKeepsTheVridAndTheMembers() {
        Fleets fleets = Fleets.ofNodes(3).vip("web", 1, spec(null, "192.0.2.100/24"));
        FleetPlan before = fleets.planAndWrite();
        FleetPlan after = fleets.vip("web", 2, spec(null, "192.0.2.100/24", "2001:db8::100/64"))
                .planAndWrite();
        assertThat(after.virtualIPs().get("web").members())
                .isEqualTo(before.virtualIPs().get("web").members());
        assertThat(after.virtualIPs().get("web").virtualRouterID()).contains(1);
        assertThat(fleets.routers("n1")).hasSize(2);
    }

    @Test
    void ipv6IsWrittenAsRfc5952Says() {
        assertThat(IpPrefix.parse("2001:DB8:0:0:1:0:0:1").orElseThrow().text()).isEqualTo("2001:db8::1:0:0:1");
        assertThat(IpPrefix.parse("2001:db8:0:1:1:1:1:1").orElseThrow().text()).isEqualTo("2001:db8:0:1:1:1:1:1");
        assertThat(IpPrefix.parse("::").orElseThrow().text()).isEqualTo("::");
        assertThat(IpPrefix.parse("fe80::1").orElseThrow().linkLocal()).isTrue();
        assertThat(IpPrefix.parse("fec0::1").orElseThrow().linkLocal()).isFalse();
        assertThat(IpPrefix.parse("192.0.2.255").orElseThrow().text()).isEqualTo("192.0.2.255");
    }
}
