package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.NodePriority;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.operator.Fleets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who stays a member: the Active whatever is edited, and a lost node until another can have its place. */
class VipPlannerStayTest {
    private static NodeRules atMost(int members) {
        return new NodeRules(null, members, null, null, null, null);
    }

    private static List<Member> members(FleetPlan plan) {
        return plan.virtualIPs().get("a").members();
    }

    @Test
    void fewerPlacesDropAnotherThanTheActiveThoughItRanksLast() {
        Fleets fleets = Fleets.ofNodes(3).vip("a", "192.0.2.100/24");
        List<Member> before = members(fleets.planAndWrite());
        String active = before.get(2).nodeName();
        fleets.states(active, Map.of("a", RouterState.Active));
        FleetPlan two = fleets.vip("a", 2, Fleets.spec("192.0.2.100/24", atMost(2), null))
                .planAndWrite();
        assertThat(members(two)).containsExactly(new Member(before.get(0).nodeName(), 250), new Member(active, 240));
        fleets.states(active, Map.of("a", RouterState.Active));
        FleetPlan one = fleets.vip("a", 3, Fleets.spec("192.0.2.100/24", atMost(1), null))
                .planAndWrite();
        assertThat(members(one)).containsExactly(new Member(active, 250));
    }

    @Test
    void aSingleMemberIsWhomTheSpecPrefersThoughAnotherIsActive() {
        Fleets fleets = Fleets.ofNodes(2).vip("a", "192.0.2.100/24");
        fleets.planAndWrite();
        fleets.states("n1", Map.of("a", RouterState.Active));
        NodeRules rules = new NodeRules(null, 1, null, List.of(new NodePriority("n2", null, 200)), null, null);
        FleetPlan plan =
                fleets.vip("a", 2, Fleets.spec("192.0.2.100/24", rules, null)).planAndWrite();
        assertThat(members(plan)).containsExactly(new Member("n2", 200));
    }

    @Test
    void aNodeThatIsNotReadyKeepsItsPlaceThoughASpareIsThere() {
        Fleets fleets = Fleets.ofNodes(5).vip("a", "192.0.2.100/24");
        FleetPlan before = fleets.planAndWrite();
        fleets.notReady(members(before).get(0).nodeName());
        assertThat(fleets.planAndWrite()).isEqualTo(before);
    }

    @Test
    void aLostMemberWithoutASpareKeepsPlaceAndRank() {
        Fleets fleets = Fleets.ofNodes(3).vip("a", "192.0.2.100/24");
        FleetPlan before = fleets.planAndWrite();
        String top = members(before).get(0).nodeName();
        assertThat(fleets.notReady(top).planAndWrite(Set.of(top))).isEqualTo(before);
    }

    @Test
    void aLostMemberIsReplacedBelowTheLivingAndItsReturnMovesNothing() {
        Fleets fleets = Fleets.ofNodes(4).vip("a", "192.0.2.100/24");
        List<Member> before = members(fleets.planAndWrite());
        String top = before.get(0).nodeName();
        FleetPlan after = fleets.notReady(top).planAndWrite(Set.of(top));
        assertThat(members(after)).hasSize(3).extracting(Member::nodeName).doesNotContain(top);
        assertThat(members(after).subList(0, 2))
                .containsExactly(
                        new Member(before.get(1).nodeName(), 250),
                        new Member(before.get(2).nodeName(), 240));
        assertThat(fleets.node(top).planAndWrite()).isEqualTo(after);
    }

    @Test
    void aNodeThatIsNotReadyBecomesAMemberOnlyWhereNobodyElseCan() {
        Fleets fleets = Fleets.ofNodes(4).notReady("n2").notReady("n3").notReady("n4");
        List<Member> members = members(fleets.vip("a", "192.0.2.100/24").planAndWrite());
        assertThat(members).hasSize(3);
        assertThat(members.get(0).nodeName()).isEqualTo("n1");
        FleetPlan later = fleets.vip("a", 2, Fleets.spec("192.0.2.100/24", atMost(1), null))
                .planAndWrite();
        assertThat(members(later)).containsExactly(new Member("n1", 250));
    }

    @Test
    void newVirtualIPsRankALostNodeLastAndRunningOnesKeepIt() {
        Fleets fleets = Fleets.ofNodes(2).vip("a", "192.0.2.100/24");
        String top = members(fleets.planAndWrite()).get(0).nodeName();
        FleetPlan plan = fleets.notReady(top)
                .vip("b", "192.0.2.101/24")
                .vip("c", "192.0.2.102/24")
                .planAndWrite(Set.of(top));
        assertThat(members(plan).get(0).nodeName()).isEqualTo(top);
        assertThat(plan.virtualIPs().get("b").members().get(0).nodeName()).isNotEqualTo(top);
        assertThat(plan.virtualIPs().get("c").members().get(0).nodeName()).isNotEqualTo(top);
    }
}
