package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.operator.Fleets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StageTest {
    private final Fleets fleets = Fleets.ofNodes(3).vip("a", "192.0.2.100/24").vip("b", "192.0.2.101/24");

    private List<String> runs(String node) {
        return fleets.routers(node).stream().map(RouterSpec::virtualIP).toList();
    }

    private static String best(FleetPlan plan, String vip) {
        return plan.virtualIPs().get(vip).members().get(0).nodeName();
    }

    @Test
    void eachOfTwoVirtualIPsBeginsOnItsOwnBestMemberAloneAndOnTheOthersATurnLater() {
        FleetPlan plan = fleets.turn(Set.of());
        for (String node : List.of("n1", "n2", "n3")) {
            assertThat(runs(node).contains("a")).as(node).isEqualTo(node.equals(best(plan, "a")));
            assertThat(runs(node).contains("b")).as(node).isEqualTo(node.equals(best(plan, "b")));
        }
        fleets.turn(Set.of());
        assertThat(runs("n1")).containsExactly("a", "b");
        assertThat(runs("n2")).containsExactly("a", "b");
        assertThat(runs("n3")).containsExactly("a", "b");
    }

    @Test
    void nobodyWaitsForABestMemberWhoseNodeStateIsRefused() {
        Fleet fleet = fleets.fleet();
        FleetPlan plan = VipPlanner.plan(fleet, Set.of());
        String refused = best(plan, "a");
        String other = best(plan, "b");
        assertThat(Stage.next(fleet, plan, Set.of(refused), Set.of(), Set.of())
                        .get(other)
                        .routers())
                .extracting(RouterSpec::virtualIP)
                .containsExactly("a", "b");
    }

    @Test
    void aMemberThatIsAddedToWhatRunsIsWrittenAtOnce() {
        fleets.without("n3").planAndWrite();
        fleets.node("n3").turn(Set.of());
        assertThat(runs("n3")).containsExactly("a", "b");
    }

    @Test
    void whatIsDeletedLeavesTheActiveLastThoughAnotherRanksHigher() {
        fleets.planAndWrite();
        fleets.states("n1", Map.of("a", RouterState.Active, "b", RouterState.Backup));
        fleets.states("n2", Map.of("a", RouterState.Backup, "b", RouterState.Active));
        fleets.states("n3", Map.of("a", RouterState.Backup, "b", RouterState.Backup));
        fleets.withoutVip("a").withoutVip("b").turn(Set.of());
        assertThat(runs("n1")).containsExactly("a");
        assertThat(runs("n2")).containsExactly("b");
        assertThat(runs("n3")).isEmpty();
        fleets.turn(Set.of());
        assertThat(runs("n1")).isEmpty();
        assertThat(runs("n2")).isEmpty();
    }

    @Test
    void whatIsDeletedBeforeAnybodyIsActiveLeavesTheBestLast() {
        FleetPlan plan = fleets.planAndWrite();
        fleets.withoutVip("a").turn(Set.of());
        for (String node : List.of("n1", "n2", "n3")) {
            assertThat(runs(node).contains("a")).as(node).isEqualTo(node.equals(best(plan, "a")));
        }
    }

    @Test
    void aBackupWhoseNodeStateIsRefusedKeepsNoActiveFromEnding() {
        fleets.withoutVip("b").without("n3").planAndWrite();
        fleets.states("n1", Map.of("a", RouterState.Active));
        fleets.withoutVip("a").turn(Set.of("n2"));
        assertThat(runs("n1")).isEmpty();
    }

    @Test
    void aVirtualRouterIDThatHasANewOwnerIsNotKept() {
        fleets.withoutVip("b").planAndWrite();
        fleets.states("n1", Map.of("a", RouterState.Active));
        fleets.withoutVip("a").vip("c", 1, Fleets.spec("192.0.2.102/24", null, Fleets.vrid(1)));
        FleetPlan plan = fleets.turn(Set.of());
        assertThat(fleets.routers(best(plan, "c")))
                .extracting(RouterSpec::virtualRouterID)
                .containsExactly(1);
    }
}
