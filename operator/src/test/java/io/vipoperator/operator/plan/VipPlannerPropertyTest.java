package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.operator.Fleets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each run is a function of its seed, which stands in the test's name. */
class VipPlannerPropertyTest {
    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static Fleets fleets(Random random) {
        Fleets fleets = Fleets.ofNodes(2 + random.nextInt(8));
        int count = 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            fleets.vip("vip-" + i, "192.0.2." + (100 + i) + "/24");
        }
        return fleets;
    }

    private static Map<String, String> tops(FleetPlan plan) {
        Map<String, String> tops = new HashMap<>();
        plan.virtualIPs()
                .forEach((name, vip) -> tops.put(name, vip.members().get(0).nodeName()));
        return tops;
    }

    private static void assertSpread(FleetPlan plan) {
        Map<String, Integer> counts = new HashMap<>();
        plan.routers().keySet().forEach(node -> counts.put(node, 0));
        tops(plan).values().forEach(node -> counts.merge(node, 1, Integer::sum));
        int most = counts.values().stream().max(Integer::compare).orElseThrow();
        int least = counts.values().stream().min(Integer::compare).orElseThrow();
        assertThat(most - least).isLessThanOrEqualTo(1);
    }

    private static void assertVridsUnique(FleetPlan plan) {
        plan.routers()
                .values()
                .forEach(routers -> assertThat(routers)
                        .extracting(RouterSpec::virtualRouterID)
                        .doesNotHaveDuplicates());
        assertThat(plan.virtualIPs().values().stream()
                        .flatMap(vip -> vip.virtualRouterID().stream())
                        .toList())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void firstPlacesAreSpreadAndNoVridIsGivenTwice(long seed) {
        FleetPlan plan = VipPlanner.plan(fleets(new Random(seed)).fleet(), Set.of());
        assertSpread(plan);
        assertVridsUnique(plan);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOrderOfInputAndPlanningAgainChangeNothing(long seed) {
        Random random = new Random(seed);
        Fleets fleets = fleets(random);
        FleetPlan plan = VipPlanner.plan(fleets.fleet(), Set.of());
        assertThat(VipPlanner.plan(fleets.shuffled(random), Set.of())).isEqualTo(plan);
        fleets.planAndWrite();
        assertThat(VipPlanner.plan(fleets.shuffled(random), Set.of())).isEqualTo(plan);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anUnrelatedEditChangesOnlyItsOwnRouters(long seed) {
        Fleets fleets = fleets(new Random(seed));
        FleetPlan before = fleets.planAndWrite();
        FleetPlan after = VipPlanner.plan(
                fleets.vip("vip-0", 2, Fleets.spec("192.0.2.99/24", null, null)).fleet(), Set.of());
        before.routers()
                .forEach((node, routers) ->
                        assertThat(others(after.routers().get(node))).isEqualTo(others(routers)));
    }

    private static List<RouterSpec> others(List<RouterSpec> routers) {
        return routers.stream().filter(r -> !r.virtualIP().equals("vip-0")).toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aNodeThatLeavesMovesItsOwnFirstPlacesAndAtMostWhatTheSpreadNeeds(long seed) {
        Fleets fleets = fleets(new Random(seed));
        Map<String, String> before = tops(fleets.planAndWrite());
        FleetPlan plan = fleets.without("n1").planAndWrite();
        Map<String, String> after = tops(plan);
        assertSpread(plan);
        assertVridsUnique(plan);
        Set<String> moved = new HashSet<>();
        after.forEach((vip, node) -> {
            if (!node.equals(before.get(vip))) {
                moved.add(vip);
            }
        });
        // Its own must move; with them placed by rank some others follow for the spread, never more than as many.
        long own = before.values().stream().filter("n1"::equals).count();
        assertThat((long) moved.size()).isBetween(own, own * 2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aNodeThatComesMovesNoMoreThanItsShare(long seed) {
        Fleets fleets = fleets(new Random(seed));
        Map<String, String> before = tops(fleets.planAndWrite());
        FleetPlan plan = fleets.node("n77").planAndWrite();
        Map<String, String> after = tops(plan);
        assertSpread(plan);
        long moved = after.entrySet().stream()
                .filter(e -> !e.getValue().equals(before.get(e.getKey())))
                .count();
        long share = after.values().stream().filter("n77"::equals).count();
        assertThat(moved).isEqualTo(share);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLostNodeWithoutASpareKeepsAllThatItHas(long seed) {
        Random random = new Random(seed);
        Fleets fleets = Fleets.ofNodes(2 + random.nextInt(2));
        for (int i = 0; i < 1 + random.nextInt(10); i++) {
            fleets.vip("vip-" + i, "192.0.2." + (100 + i) + "/24");
        }
        FleetPlan before = fleets.planAndWrite();
        assertThat(VipPlanner.plan(fleets.notReady("n1").shuffled(random), Set.of("n1")))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLostNodeIsReplacedWhereASpareIsThereAndThatIsStable(long seed) {
        Random random = new Random(seed);
        Fleets fleets = fleets(random).node("n21").node("n22");
        fleets.planAndWrite();
        FleetPlan plan = fleets.notReady("n1").planAndWrite(Set.of("n1"));
        assertThat(plan.heldNodes()).isEmpty();
        assertThat(plan.routers().get("n1")).isEmpty();
        plan.virtualIPs().values().forEach(vip -> assertThat(vip.members()).hasSize(3));
        assertVridsUnique(plan);
        assertThat(VipPlanner.plan(fleets.shuffled(random), Set.of("n1"))).isEqualTo(plan);
        assertThat(VipPlanner.plan(fleets.shuffled(random), Set.of())).isEqualTo(plan);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void turnsEndInThePlanAfterTwo(long seed) {
        Fleets fleets = fleets(new Random(seed));
        fleets.turn(Set.of());
        FleetPlan plan = fleets.turn(Set.of());
        plan.routers()
                .forEach((node, routers) -> assertThat(fleets.routers(node)).isEqualTo(routers));
    }
}
