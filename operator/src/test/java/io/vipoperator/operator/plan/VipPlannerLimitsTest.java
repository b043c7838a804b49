package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.NodePreference;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.operator.Fleets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where ids, room or wishes run out, and who was there before. */
class VipPlannerLimitsTest {
    private static List<Reason> reasons(FleetPlan plan, String vip) {
        return plan.virtualIPs().get(vip).refusals().stream()
                .map(Refusal::reason)
                .toList();
    }

    @Test
    void aSegmentHas255VirtualRoutersAndTheNextIsRefused() {
        Fleets fleets = Fleets.ofNodes(1);
        NodeRecord n1 = fleets.record("n1");
        List<InterfaceStatus> nics = List.of(new InterfaceStatus("eth0", "", "Up", 1500, List.of("10.0.0.1/16")));
        fleets.record(new NodeRecord("n1", "1", 1, "", n1.spec(), reporting(nics)));
        for (int i = 0; i < 256; i++) {
            fleets.vip("vip-" + (1000 + i), 1, Fleets.spec("10.0.1." + i + "/16", null, null));
        }
        FleetPlan plan = fleets.planAndWrite();
        assertThat(reasons(plan, "vip-1255")).containsExactly(Reason.VirtualRouterIDsExhausted);
        assertThat(fleets.routers("n1")).hasSize(255);
        assertThat(fleets.routers("n1").stream().map(RouterSpec::virtualRouterID))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 255).boxed().toList());
    }

    private static VirtualIPNodeStateStatus reporting(List<InterfaceStatus> nics) {
        return new VirtualIPNodeStateStatus(1L, 0L, null, nics, List.of(), List.of(), List.of());
    }

    @Test
    void aNodeRuns1024RoutersAndTheNextFindsNoRoom() {
        Fleets fleets = Fleets.ofNodes(1);
        List<InterfaceStatus> nics = new ArrayList<>();
        for (int nic = 0; nic < 5; nic++) {
            nics.add(new InterfaceStatus("eth" + nic, "", "Up", 1500, List.of("10." + nic + ".0.1/16")));
        }
        fleets.record(new NodeRecord("n1", "1", 1, "", new VirtualIPNodeStateSpec(0L, List.of()), reporting(nics)));
        for (int i = 0; i < 1025; i++) {
            fleets.vip("vip-" + (1000 + i), "10." + i % 5 + ".1." + i / 5 + "/16");
        }
        FleetPlan plan = fleets.planAndWrite();
        assertThat(fleets.routers("n1").size()).isEqualTo(1024);
        assertThat(reasons(plan, "vip-2024")).containsExactly(Reason.NodeCapacityExceeded);

        // Those that run keep their room, also before one whose name comes first.
        FleetPlan next = fleets.vip("a", "10.0.2.1/16").planAndWrite();
        assertThat(reasons(next, "a")).containsExactly(Reason.NodeCapacityExceeded);
        assertThat(next.routers().get("n1").equals(plan.routers().get("n1"))).isTrue();
    }

    @Test
    void theNodeThatIsPreferredIsFirst() {
        NodeRules rules = new NodeRules(
                null,
                2,
                List.of(
                        new NodePreference(
                                10,
                                new LabelSelectorBuilder()
                                        .addToMatchLabels("name", "n3")
                                        .build()),
                        new NodePreference(
                                90,
                                new LabelSelectorBuilder()
                                        .addToMatchLabels("name", "n4")
                                        .build())),
                null,
                null,
                null);
        Fleets fleets = Fleets.ofNodes(5);
        for (String name : List.of("a", "b", "c")) {
            fleets.vip(name, 1, Fleets.spec("192.0.2.10" + (name.charAt(0) - 'a') + "/24", rules, null));
        }
        FleetPlan plan = fleets.planAndWrite();
        for (String name : List.of("a", "b", "c")) {
            assertThat(plan.virtualIPs().get(name).members())
                    .containsExactly(new Member("n4", 250), new Member("n3", 240));
        }
    }

    @Test
    void whatIsDeletedWhileTheOperatorIsAwayIsTakenFromEveryNode() {
        Fleets fleets = Fleets.ofNodes(3).vip("a", "192.0.2.100/24").vip("b", "192.0.2.101/24");
        fleets.planAndWrite();
        FleetPlan plan = fleets.withoutVip("a").withoutVip("b").planAndWrite();
        assertThat(plan.heldNodes()).isEmpty();
        assertThat(plan.routers()).isEqualTo(Map.of("n1", List.of(), "n2", List.of(), "n3", List.of()));
    }

    @Test
    void aRefusedVirtualIPDoesNotInheritWhatRanForADeletedOneOfItsName() {
        Fleets fleets = Fleets.ofNodes(2).vip("a", "192.0.2.100/24");
        fleets.planAndWrite();
        Fleet fleet = fleets.fleet();
        Fleet recreated = new Fleet(
                List.of(new VipRequest(
                        "a", "another-uid", 1, "2026-01-02T00:00:00Z", Fleets.spec("not an address", null, null))),
                fleet.nodes(),
                fleet.nodeStates(),
                List.of(),
                List.of(),
                Set.of(),
                Map.of());
        FleetPlan plan = VipPlanner.plan(recreated, Set.of());
        assertThat(reasons(plan, "a")).containsExactly(Reason.InvalidSpec);
        assertThat(plan.routers()).isEqualTo(Map.of("n1", List.of(), "n2", List.of()));
        assertThat(plan.virtualIPs().get("a").members()).isEmpty();
    }

    @Test
    void theFirstAddressAloneFindsTheInterfaceAsOnTheNode() {
        Fleets fleets = Fleets.ofNodes(1);
        fleets.vip(
                "a",
                1,
                new VirtualIPSpec(
                        List.of("198.51.100.9/24", "192.0.2.100/24"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        assertThat(reasons(fleets.planAndWrite(), "a")).containsExactly(Reason.NoMatchingNode);
    }
}
