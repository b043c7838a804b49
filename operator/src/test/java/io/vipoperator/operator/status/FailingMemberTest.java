package io.vipoperator.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.MemberStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.operator.Fleets;
import io.vipoperator.operator.plan.FleetPlan;
import io.vipoperator.operator.plan.VipPlanner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a VirtualIP's status says while a member's health check fails. */
class FailingMemberTest {
    private static final String FAILED = "nginx: GET http://127.0.0.1/healthz: 503";

    private final Fleets fleets = Fleets.ofNodes(2).vip("a", "192.0.2.100/24");
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private FleetStatus status = FleetStatus.INITIAL;

    private void say(String node, RouterState state, int effective, String reason, String message) {
        fleets.report(
                node,
                List.of(new RouterStatus(
                        "a",
                        "uid-a",
                        Family.IPv4,
                        1,
                        "eth0",
                        state,
                        effective,
                        null,
                        1L,
                        List.of(new AddressStatus("x", state == RouterState.Active ? "Held" : "Absent", null)),
                        "2026-01-01T00:00:00Z",
                        reason,
                        message,
                        null)));
    }

    private VirtualIPStatus turn() {
        now = now.plusSeconds(1);
        FleetPlan plan = VipPlanner.plan(fleets.fleet(), Set.of());
        status = status.next(plan, fleets.fleet(), Map.of(), Map.of(), now);
        return status.statuses().get("a");
    }

    private static Condition degraded(VirtualIPStatus status) {
        return Conditions.find(status.conditions(), "Degraded").orElseThrow();
    }

    @Test
    void aMoveAwayFromAFailingMemberCarriesItsReasonAndTheVirtualIPIsDegraded() {
        FleetPlan plan = fleets.planAndWrite();
        String best = plan.virtualIPs().get("a").members().get(0).nodeName();
        String other = plan.virtualIPs().get("a").members().get(1).nodeName();
        say(best, RouterState.Active, 250, "ActiveDown", null);
        say(other, RouterState.Backup, 240, "Started", null);
        assertThat(degraded(turn()).getStatus()).isEqualTo("False");

        say(best, RouterState.Backup, 16, "HealthCheckFailed", FAILED);
        say(other, RouterState.Active, 240, "HandedOver", null);
        VirtualIPStatus moved = turn();
        assertThat(moved.activeNode()).isEqualTo(other);
        assertThat(moved.lastTransition().reason()).isEqualTo("HealthCheckFailed");
        assertThat(moved.lastTransition().message()).isEqualTo("moved from " + best + " to " + other + ": " + FAILED);
        assertThat(degraded(moved).getStatus() + "/" + degraded(moved).getReason())
                .isEqualTo("True/HealthCheckFailed");
        assertThat(degraded(moved).getMessage()).isEqualTo(best + ": " + FAILED);
        assertThat(moved.members())
                .filteredOn(row -> row.nodeName().equals(best))
                .extracting(MemberStatus::reason, MemberStatus::message)
                .containsExactly(tuple("HealthCheckFailed", FAILED));

        say(best, RouterState.Active, 250, "Preempted", null);
        say(other, RouterState.Backup, 240, "HigherPriority", null);
        VirtualIPStatus back = turn();
        assertThat(back.lastTransition().reason()).isEqualTo("Preempted");
        assertThat(degraded(back).getStatus()).isEqualTo("False");
    }

    @Test
    void aMessageThatIsTooLongCostsNoStatus() {
        FleetPlan plan = fleets.planAndWrite();
        String best = plan.virtualIPs().get("a").members().get(0).nodeName();
        String other = plan.virtualIPs().get("a").members().get(1).nodeName();
        say(best, RouterState.Active, 250, "ActiveDown", null);
        turn();
        say(best, RouterState.Backup, 16, "HealthCheckFailed", "x".repeat(1024));
        say(other, RouterState.Active, 240, "HandedOver", null);
        VirtualIPStatus moved = turn();
        assertThat(moved.lastTransition().message()).hasSize(1024).endsWith("x…");
    }
}
