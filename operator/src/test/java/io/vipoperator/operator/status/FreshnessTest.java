package io.vipoperator.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.ForeignRouter;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.MemberStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.operator.Fleets;
import io.vipoperator.operator.plan.FleetPlan;
import io.vipoperator.operator.plan.NodeRecord;
import io.vipoperator.operator.plan.VipPlanner;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operator, API server and agents in virtual time: who is believed, and what the status says. */
class FreshnessTest {
    private final Fleets fleets = Fleets.ofNodes(3).vip("a", "192.0.2.100/24");
    private final Set<String> dead = new HashSet<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Freshness.Memory memory = Freshness.Memory.INITIAL;
    private FleetStatus status = FleetStatus.INITIAL;
    private boolean everInConflict;

    @BeforeEach
    void electTheFirst() {
        fleets.planAndWrite();
        say("n1", RouterState.Active, null);
        say("n2", RouterState.Backup, "192.0.2.1");
        say("n3", RouterState.Backup, "192.0.2.1");
        run(2000);
    }

    private void say(String node, RouterState state, String heard) {
        long applied = fleets.routers(node).get(0).generation();
        String held = state == RouterState.Active ? "Held" : "Absent";
        fleets.report(
                node,
                List.of(new RouterStatus(
                        "a",
                        "uid-a",
                        Family.IPv4,
                        1,
                        "eth0",
                        state,
                        250,
                        heard,
                        applied,
                        List.of(new AddressStatus("192.0.2.100/24", held, null)),
                        "2026-01-01T00:00:00Z",
                        "ActiveDown",
                        null,
                        null)));
    }

    /** Turns of 100 ms; who lives answers 200 ms after it was asked. */
    private void run(int milliseconds) {
        for (int passed = 0; passed < milliseconds; passed += 100) {
            now = now.plusMillis(100);
            Freshness.Step step = Freshness.step(memory, fleets.fleet(), now);
            memory = step.memory();
            FleetPlan plan = VipPlanner.plan(fleets.fleet(), step.lost());
            status = status.next(plan, fleets.fleet(), step.trust(), Map.of(), now);
            everInConflict |= "True".equals(condition("Conflict").getStatus());
            fleets.write(plan, step.ask());
            for (String node : List.of("n1", "n2", "n3")) {
                if (!dead.contains(node) && passed % 200 == 100) {
                    fleets.report(node, fleets.record(node).reports());
                }
            }
        }
    }

    private VirtualIPStatus status() {
        return status.statuses().get("a");
    }

    private Condition condition(String type) {
        return Conditions.find(status().conditions(), type).orElseThrow();
    }

    private MemberStatus member(String node) {
        return status().members().stream()
                .filter(m -> m.nodeName().equals(node))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void atTheStartEveryAgentThatRunsSomethingIsAskedOnceAndNoMore() {
        assertThat(fleets.record("n1").reportRequest()).isEqualTo(1);
        run(60_000);
        assertThat(fleets.record("n1").reportRequest()).isEqualTo(1);
        assertThat(condition("Ready").getStatus()).isEqualTo("True");
        assertThat(status().activeNode()).isEqualTo("n1");
        assertThat(status().transitions()).isEqualTo(1);
    }

    @Test
    void aDeadNodesLastWordIsNeverASecondActive() {
        dead.add("n1");
        say("n2", RouterState.Active, null);
        run(1000);
        assertThat(status().activeNode()).isEqualTo("n2");
        assertThat(condition("Ready").getStatus()).isEqualTo("True");
        run(10_000);
        assertThat(member("n1").state()).isEqualTo(RouterState.Unknown);
        assertThat(member("n1").reason()).isEqualTo("ReportStale");
        assertThat(everInConflict).isFalse();
        assertThat(condition("Ready").getStatus()).isEqualTo("True");
        assertThat(status().lastTransition().from()).isEqualTo("n1");
        assertThat(status().lastTransition().to()).isEqualTo("n2");
        assertThat(status().transitions()).isEqualTo(2);
        assertThat(condition("Degraded").getReason()).isEqualTo("TooFewMembers");
    }

    @Test
    void twoLivingActivesAreAConflictOnceBothHaveSaidItAgain() {
        say("n2", RouterState.Active, null);
        run(100);
        assertThat(condition("Conflict").getStatus()).isEqualTo("False");
        run(900);
        assertThat(condition("Conflict").getStatus()).isEqualTo("True");
        assertThat(condition("Conflict").getReason()).isEqualTo("MultipleActive");
        assertThat(condition("Conflict").getMessage()).contains("n1", "n2");
        assertThat(condition("Ready").getReason()).isEqualTo("MultipleActive");
        run(30_000);
        assertThat(condition("Conflict").getStatus()).isEqualTo("True");
        assertThat(condition("Ready").getReason()).isEqualTo("MultipleActive");
        say("n2", RouterState.Backup, "192.0.2.1");
        run(500);
        assertThat(condition("Conflict").getStatus()).isEqualTo("False");
        assertThat(condition("Ready").getStatus()).isEqualTo("True");
    }

    @Test
    void anAnswerThatComesIntoSightTogetherWithTheSecondActiveConfirmsNothing() {
        dead.add("n1");
        NodeRecord n1 = fleets.record("n1");
        // As after an outage of the watch: a question and its answer, both older than the death, are seen at once with
        // n2's report.
        fleets.write(VipPlanner.plan(fleets.fleet(), Set.of()), Set.of("n1"));
        fleets.report("n1", n1.reports());
        say("n2", RouterState.Active, null);
        run(10_000);
        assertThat(everInConflict).isFalse();
        assertThat(status().activeNode()).isEqualTo("n2");
    }

    @Test
    void aForeignRouterOfTheSegmentIsAConflictAndOneOfAnotherSegmentIsNot() {
        hears("n3", "eth1");
        run(100);
        assertThat(condition("Conflict").getStatus()).isEqualTo("False");
        hears("n3", "eth0");
        run(100);
        assertThat(condition("Conflict").getReason()).isEqualTo("ForeignRouter");
        assertThat(condition("Conflict").getMessage()).isEqualTo("virtual router ID 1 is advertised by 192.0.2.250");
    }

    private void hears(String node, String nic) {
        NodeRecord old = fleets.record(node);
        List<InterfaceStatus> nics = List.of(
                new InterfaceStatus("eth0", "", "Up", 1500, List.of("192.0.2.3/24")),
                new InterfaceStatus("eth1", "", "Up", 1500, List.of("198.51.100.3/24")));
        fleets.record(new NodeRecord(
                node,
                "1",
                old.generation(),
                "",
                old.spec(),
                new VirtualIPNodeStateStatus(
                        old.generation(),
                        old.reportRequest(),
                        null,
                        nics,
                        old.reports(),
                        List.of(new ForeignRouter(nic, Family.IPv4, 1, "192.0.2.250", null)),
                        List.of())));
    }

    @Test
    void aConflictEndsWhenOneOfTheTwoDies() {
        say("n2", RouterState.Active, null);
        run(2000);
        dead.add("n1");
        run(15_000);
        assertThat(condition("Conflict").getStatus()).isEqualTo("False");
        assertThat(status().activeNode()).isEqualTo("n2");
    }

    @Test
    void aShortFailoverKeepsReadyAndALongOneDoesNot() {
        say("n1", RouterState.Backup, null);
        run(9000);
        assertThat(condition("Ready").getStatus()).isEqualTo("True");
        run(2000);
        assertThat(condition("Ready").getStatus()).isEqualTo("False");
        assertThat(condition("Ready").getReason()).isEqualTo("NoActive");
    }

    @Test
    void anEditIsNotReadyUntilTheActiveRunsItAndAskedForWhenItIsSilent() {
        dead.add("n3");
        fleets.vip("a", 2, Fleets.spec("192.0.2.101/24", null, null));
        run(200);
        assertThat(condition("Ready").getReason()).isEqualTo("Programming");
        assertThat(condition("Reconciling").getStatus()).isEqualTo("True");
        assertThat(status().observedGeneration()).isEqualTo(2);
        say("n1", RouterState.Active, null);
        say("n2", RouterState.Backup, "192.0.2.1");
        run(8000);
        assertThat(condition("Ready").getStatus()).isEqualTo("True");
        assertThat(member("n3").reason()).isEqualTo("ReportStale");
        assertThat(condition("Programmed").getMessage()).endsWith("no fresh report from n3");
        assertThat(Conditions.find(status().conditions(), "Reconciling")).isEmpty();
    }

    @Test
    void aRefusedEditIsStalledAndTheOldGenerationRunsOn() {
        fleets.vip("a", 2, Fleets.spec("192.0.2.2/24", null, null));
        run(1000);
        assertThat(condition("Accepted").getReason()).isEqualTo("NodeAddress");
        assertThat(condition("Stalled").getStatus()).isEqualTo("True");
        assertThat(condition("Ready").getReason()).isEqualTo("NotAccepted");
        assertThat(status().activeNode()).isEqualTo("n1");
        assertThat(fleets.routers("n1").get(0).addresses()).containsExactly("192.0.2.100/24");
    }

    @Test
    void aBackupThatDiesIsAskedAndCountsNoMoreAndIsLostAfterAMinute() {
        dead.add("n3");
        run(60_000);
        assertThat(condition("Degraded").getStatus()).isEqualTo("False");
        fleets.notReady("n3");
        run(4000);
        assertThat(condition("Degraded").getReason()).isEqualTo("TooFewMembers");
        assertThat(condition("Degraded").getMessage()).isEqualTo("2 of 3 members could hold the addresses");
        assertThat(lost()).isEmpty();
        run(57_000);
        assertThat(lost()).containsExactly("n3");
        dead.remove("n3");
        run(1000);
        assertThat(lost()).isEmpty();
    }

    @Test
    void anAgentThatAnswersIsNeverLostThoughItsNodeIsNotReady() {
        fleets.notReady("n1");
        run(120_000);
        assertThat(lost()).isEmpty();
        assertThat(condition("Degraded").getStatus()).isEqualTo("False");
    }

    private Set<String> lost() {
        return Freshness.step(memory, fleets.fleet(), now).lost();
    }
}
