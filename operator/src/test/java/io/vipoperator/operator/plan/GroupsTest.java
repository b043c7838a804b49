package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.Preemption;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.operator.Fleets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VirtualIPs of one group are one election. */
class GroupsTest {
    private static final NodeRules TWO = new NodeRules(null, 2, null, null, null, null);

    private static VirtualIPSpec grouped(String address, NodeRules nodes, Vrrp vrrp) {
        return grouped("web", address, nodes, vrrp);
    }

    private static VirtualIPSpec grouped(String group, String address, NodeRules nodes, Vrrp vrrp) {
        return new VirtualIPSpec(
                List.of(address), null, null, null, null, null, null, nodes, vrrp, null, null, null, group);
    }

    private static Vrrp never() {
        return new Vrrp(
                null, null, null, new Preemption(PreemptionMode.Never, 0), null, null, null, null, null, null, null);
    }

    private static List<Member> members(FleetPlan plan, String vip) {
        return plan.virtualIPs().get(vip).members();
    }

    private static List<String> messages(FleetPlan plan, String vip) {
        return plan.virtualIPs().get(vip).refusals().stream()
                .map(refusal -> refusal.reason() + " " + refusal.message())
                .toList();
    }

    @Test
    void aGroupHasOneSetOfMembersAndTakesOneFirstPlace() {
        Fleets fleets = Fleets.ofNodes(4)
                .vip("a", 1, grouped("192.0.2.101/24", TWO, null))
                .vip("b", 1, grouped("192.0.2.102/24", TWO, null))
                .vip("c", 1, grouped("192.0.2.103/24", TWO, null))
                .vip("d", 1, Fleets.spec("192.0.2.104/24", TWO, null))
                .vip("e", 1, Fleets.spec("192.0.2.105/24", TWO, null))
                .vip("f", 1, Fleets.spec("192.0.2.106/24", TWO, null));
        FleetPlan plan = fleets.planAndWrite();
        assertThat(members(plan, "b")).isEqualTo(members(plan, "a"));
        assertThat(members(plan, "c")).isEqualTo(members(plan, "a"));
        assertThat(List.of("a", "d", "e", "f"))
                .extracting(vip -> members(plan, vip).get(0).nodeName())
                .containsExactlyInAnyOrder("n1", "n2", "n3", "n4");
        assertThat(fleets.routers(members(plan, "a").get(0).nodeName()))
                .filteredOn(r -> "web".equals(r.group()))
                .extracting(RouterSpec::virtualIP)
                .containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatComesToALiveGroupOrLeavesItMovesNothing(long seed) {
        Random random = new Random(seed);
        Fleets fleets = Fleets.ofNodes(3 + random.nextInt(4));
        fleets.vip("m", 1, grouped("192.0.2.101/24", TWO, null));
        fleets.vip("n", 1, grouped("192.0.2.102/24", TWO, null));
        FleetPlan before = fleets.planAndWrite();
        // Older or younger by name, and one that has run elsewhere.
        fleets.vip("a", 1, Fleets.spec("192.0.2.103/24", TWO, null)).planAndWrite();
        fleets.vip("z", 1, grouped("192.0.2.104/24", TWO, null));
        fleets.vip("a", 2, grouped("192.0.2.103/24", TWO, null));
        FleetPlan after = fleets.planAndWrite();
        for (String vip : List.of("a", "m", "n", "z")) {
            assertThat(members(after, vip)).as(vip).isEqualTo(members(before, "m"));
        }
        FleetPlan left = fleets.withoutVip("m").withoutVip("a").planAndWrite();
        assertThat(members(left, "n")).isEqualTo(members(before, "m"));
        assertThat(VipPlanner.plan(fleets.shuffled(random), Set.of())).isEqualTo(left);
    }

    @Test
    void anEditOfOneIsRefusedUntilTheOthersFollow() {
        Fleets fleets = Fleets.ofNodes(3)
                .vip("a", 1, grouped("192.0.2.101/24", TWO, null))
                .vip("b", 1, grouped("192.0.2.102/24", TWO, null));
        FleetPlan before = fleets.planAndWrite();
        FleetPlan half =
                fleets.vip("a", 2, grouped("192.0.2.101/24", null, null)).planAndWrite();
        assertThat(messages(half, "a"))
                .containsExactly(
                        "GroupMismatch spec.nodes differs from that of VirtualIP b, must be equal in group web");
        assertThat(messages(half, "b")).isEmpty();
        assertThat(half.routers()).isEqualTo(before.routers());

        FleetPlan whole =
                fleets.vip("b", 2, grouped("192.0.2.102/24", null, null)).planAndWrite();
        assertThat(messages(whole, "a")).isEmpty();
        assertThat(messages(whole, "b")).isEmpty();
        assertThat(members(whole, "a")).hasSize(3).isEqualTo(members(whole, "b"));
    }

    @Test
    void ofTwoThatDifferFromTheStartTheLaterIsRefused() {
        FleetPlan plan = Fleets.ofNodes(2)
                .vip("a", 1, grouped("192.0.2.101/24", null, null))
                .vip("b", 1, grouped("192.0.2.102/24", null, never()))
                .planAndWrite();
        assertThat(messages(plan, "a")).isEmpty();
        assertThat(messages(plan, "b"))
                .containsExactly("GroupMismatch spec.vrrp.preemption differs from that of VirtualIP a,"
                        + " must be equal in group web");
    }

    @Test
    void whoCantRunOnAllMembersOfALiveGroupIsRefusedInsteadOfMovingThem() {
        Fleets fleets = Fleets.ofNodes(2).vip("b", 1, grouped("192.0.2.101/24", null, null));
        FleetPlan before = fleets.planAndWrite();
        FleetPlan after =
                fleets.vip("a", 1, grouped("198.51.100.1/24", null, null)).planAndWrite();
        assertThat(messages(after, "a")).singleElement().asString().startsWith("NoMatchingNode");
        fleets.node("n198");
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
                        List.of(new InterfaceStatus(
                                "eth0", "", "Up", 1500, List.of("192.0.2.1/24", "198.51.100.9/24"))),
                        List.of(),
                        List.of(),
                        List.of())));
        FleetPlan some = fleets.without("n198").planAndWrite();
        assertThat(messages(some, "a"))
                .containsExactly("GroupMismatch spec.group: web has members where this VirtualIP has no interface:"
                        + " n2; it must be able to run on all of them");
        assertThat(members(some, "b")).isEqualTo(members(before, "b"));
    }

    @Test
    void anActiveOfThePartyKeepsItsPlace() {
        Fleets fleets = Fleets.ofNodes(4)
                .vip("a", 1, grouped("192.0.2.101/24", TWO, never()))
                .vip("b", 1, grouped("192.0.2.102/24", TWO, never()));
        FleetPlan before = fleets.planAndWrite();
        String second = members(before, "a").get(1).nodeName();
        fleets.states(second, Map.of("a", RouterState.Active, "b", RouterState.Active));
        fleets.vip("c", 1, grouped("192.0.2.103/24", TWO, never()));
        assertThat(members(fleets.planAndWrite(), "c")).isEqualTo(members(before, "a"));
    }

    @Test
    void aNodeThatIsFullTakesNoWholeGroup() {
        Load load = new Load(1023, 1023 * 900);
        assertThat(load.plus(Load.of(new VipRequest("a", "", 1, "", grouped("192.0.2.1/24", null, null)), name -> 0))
                        .fits())
                .isTrue();
        VirtualIPSpec both = DualStackTest.spec(null, "192.0.2.1/24", "2001:db8::1/64");
        assertThat(load.plus(Load.of(new VipRequest("a", "", 1, "", both), name -> 0))
                        .fits())
                .isFalse();
        String[] many = new String[64];
        for (int i = 0; i < many.length; i++) {
            many[i] = "2001:db8::1:" + i + "/64";
        }
        Load large = Load.of(new VipRequest("a", "", 1, "", DualStackTest.spec(null, many)), name -> 0);
        assertThat(large.routers()).isEqualTo(1);
        Load three = new Load(300, 300 * large.bytes());
        assertThat(three.fits()).isFalse();
    }
}
