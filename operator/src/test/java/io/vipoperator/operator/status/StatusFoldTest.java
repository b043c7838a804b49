package io.vipoperator.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.Incident;
import io.vipoperator.api.v1alpha1.MemberStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.RouterSummary;
import io.vipoperator.api.v1alpha1.Switchover;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.operator.Fleets;
import io.vipoperator.operator.plan.FleetPlan;
import io.vipoperator.operator.plan.VipPlanner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the status says of two families, of incidents and of moves that were asked for, in virtual time. */
class StatusFoldTest {
    private final Fleets fleets = Fleets.ofNodes(2);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private FleetStatus status = FleetStatus.INITIAL;
    private String best = "";
    private String other = "";

    private void begin(String... addresses) {
        fleets.vip("a", 1, spec(addresses));
        FleetPlan plan = fleets.planAndWrite();
        best = plan.virtualIPs().get("a").members().get(0).nodeName();
        other = plan.virtualIPs().get("a").members().get(1).nodeName();
        for (Family family : plan.virtualIPs().get("a").families()) {
            say(best, family, RouterState.Active, null, null);
            say(other, family, RouterState.Backup, null, null);
        }
        turn(0);
        turn(10);
    }

    private static VirtualIPSpec spec(String... addresses) {
        return new VirtualIPSpec(
                List.of(addresses), null, null, null, null, null, null, null, null, null, null, null, null);
    }

    private void turn(int secondsLater) {
        now = now.plusSeconds(secondsLater);
        FleetPlan plan = VipPlanner.plan(fleets.fleet(), Set.of());
        status = status.next(plan, fleets.fleet(), Map.of(), Map.of(), now);
    }

    private void say(String node, Family family, RouterState state, String heard, Incident incident) {
        String reason = state == RouterState.Fault ? "LinkDown" : "ActiveDown";
        String message = state == RouterState.Fault ? "eth0 has no carrier" : null;
        say(node, family, state, heard, reason, message, incident);
    }

    private void say(
            String node,
            Family family,
            RouterState state,
            String heard,
            String reason,
            String message,
            Incident incident) {
        RouterStatus row = new RouterStatus(
                "a",
                "uid-a",
                family,
                1,
                "eth0",
                state,
                state == RouterState.Fault ? 0 : 250,
                heard,
                1L,
                List.of(new AddressStatus("x", state == RouterState.Active ? "Held" : "Absent", null)),
                family == Family.IPv4 ? "2026-01-01T00:00:00Z" : "2026-01-01T00:00:01Z",
                reason,
                message,
                incident);
        List<RouterStatus> others = fleets.record(node).reports().stream()
                .filter(r -> r.family() != family)
                .toList();
        fleets.report(node, Stream.concat(others.stream(), Stream.of(row)).toList());
    }

    private static Incident incident(String reason, String message, int count) {
        // The agent's clock is far off, and nobody cares.
        return new Incident(reason, message, count, "2020-01-01T00:00:00Z");
    }

    private VirtualIPStatus status() {
        return status.statuses().get("a");
    }

    private String condition(String type) {
        Condition found = Conditions.find(status().conditions(), type).orElseThrow();
        return found.getStatus() + "/" + found.getReason();
    }

    private String message(String type) {
        return Conditions.find(status().conditions(), type).orElseThrow().getMessage();
    }

    private MemberStatus member(String node) {
        return status().members().stream()
                .filter(m -> m.nodeName().equals(node))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void bothFamiliesAreOneRowAndTwoRouters() {
        begin("192.0.2.100/24", "2001:db8::100/64");
        assertThat(status().routers())
                .containsExactly(new RouterSummary(Family.IPv4, 1, 100), new RouterSummary(Family.IPv6, 1, 100));
        assertThat(status().members())
                .extracting(MemberStatus::nodeName, MemberStatus::state, MemberStatus::message)
                .containsExactlyInAnyOrder(
                        tuple(best, RouterState.Active, null), tuple(other, RouterState.Backup, null));
        assertThat(condition("Ready")).isEqualTo("True/Active");
        assertThat(status().activeSince()).isEqualTo("2026-01-01T00:00:01Z");
    }

    @Test
    void aRowIsWhatItsLesserFamilyIs() {
        begin("192.0.2.100/24", "2001:db8::100/64");
        say(best, Family.IPv6, RouterState.Yielding, null, null);
        turn(1);
        assertThat(member(best).state()).isEqualTo(RouterState.Yielding);
        say(best, Family.IPv6, RouterState.Fault, null, null);
        turn(1);
        assertThat(member(best).state()).isEqualTo(RouterState.Fault);
        assertThat(member(best).reason()).isEqualTo("LinkDown");
        assertThat(member(best).message()).isEqualTo("IPv4: Active; IPv6: Fault, eth0 has no carrier");
        assertThat(member(best).effectivePriority()).isZero();
        turn(20);
        assertThat(condition("Ready")).isEqualTo("False/NoActive");
        assertThat(message("Ready")).isEqualTo("no member is Active for both families: IPv4 on " + best);
    }

    @Test
    void aFamilyThatHasNotReportedKeepsTheWholeFromBeingActive() {
        begin("192.0.2.100/24");
        fleets.vip("a", 2, spec("192.0.2.100/24", "2001:db8::100/64")).planAndWrite();
        turn(1);
        assertThat(member(best).state()).isEqualTo(RouterState.Initialize);
        assertThat(member(best).message()).isEqualTo("IPv4: Active; IPv6: no report yet");
        assertThat(condition("Programmed")).isEqualTo("False/Programming");
    }

    @Test
    void aForeignActiveOfOneFamilyIsAConflict() {
        begin("192.0.2.100/24", "2001:db8::100/64");
        say(other, Family.IPv6, RouterState.Backup, "fe80::1", null);
        turn(1);
        assertThat(condition("Conflict")).isEqualTo("False/NoConflict");
        say(other, Family.IPv6, RouterState.Backup, "fe80::99", null);
        turn(1);
        assertThat(condition("Conflict")).isEqualTo("True/ForeignRouter");
        assertThat(message("Conflict")).isEqualTo("virtual router ID 1 is advertised by fe80::99");
    }

    @Test
    void anIncidentDegradesForTenMinutesOfTheOperatorsClock() {
        begin("192.0.2.100/24");
        Incident auth = incident("AuthenticationFailed", "192.0.2.2 signs with another key 1", 1);
        say(best, Family.IPv4, RouterState.Active, null, auth);
        turn(1);
        assertThat(condition("Degraded")).isEqualTo("True/AuthenticationFailed");
        assertThat(message("Degraded")).isEqualTo(best + ": 192.0.2.2 signs with another key 1");
        turn(599);
        assertThat(condition("Degraded")).isEqualTo("True/AuthenticationFailed");
        assertThat(status.wakeAt()).contains(now.plusSeconds(1));
        turn(1);
        assertThat(condition("Degraded")).isEqualTo("False/EnoughMembers");
        say(best, Family.IPv4, RouterState.Active, null, incident("AuthenticationFailed", auth.message(), 2));
        turn(1);
        assertThat(condition("Degraded")).isEqualTo("True/AuthenticationFailed");
    }

    @Test
    void whatMembersSayOfEachOtherDuringAnEditIsNoIncident() {
        begin("192.0.2.100/24");
        fleets.vip("a", 2, spec("192.0.2.101/24")).planAndWrite();
        Incident lists = incident("AddressListDiffers", "192.0.2.2 advertises other addresses", 1);
        say(best, Family.IPv4, RouterState.Active, null, lists);
        turn(1);
        turn(60);
        assertThat(condition("Degraded")).isEqualTo("False/EnoughMembers");
        Incident foreign = incident("AddressListDiffers", "192.0.2.250 advertises other addresses", 2);
        say(best, Family.IPv4, RouterState.Active, null, foreign);
        turn(1);
        assertThat(condition("Degraded")).isEqualTo("True/AddressListDiffers");
    }

    @Test
    void anIncidentOfUnknownAgeIsNotShownWhenTheOperatorBegins() {
        fleets.vip("a", "192.0.2.100/24").planAndWrite();
        say("n1", Family.IPv4, RouterState.Active, null, incident("MldSnooping", "n2 is heard by IPv4 alone", 3));
        turn(0);
        turn(1);
        assertThat(condition("Degraded")).doesNotContain("MldSnooping");
    }

    @Test
    void aForeignRouterWithOurVridIsAConflictThoughItLoses() {
        begin("192.0.2.100/24");
        say(best, Family.IPv4, RouterState.Active, null, incident("SplitBrainHealed", "192.0.2.2 was Active too", 1));
        turn(1);
        assertThat(condition("Conflict")).isEqualTo("False/NoConflict");
        String foreign = "192.0.2.250 was Active too; it was answered";
        say(best, Family.IPv4, RouterState.Active, null, incident("SplitBrainHealed", foreign, 2));
        turn(1);
        assertThat(condition("Conflict")).isEqualTo("True/ForeignRouter");
        assertThat(message("Conflict")).isEqualTo(best + ": " + foreign);
    }

    @Test
    void aForeignHostThatAnswersAndAHalfElsewhereAreConflicts() {
        begin("192.0.2.100/24", "2001:db8::100/64");
        String answers = "02:00:00:00:00:09 answers for 192.0.2.100";
        say(best, Family.IPv4, RouterState.Active, null, incident("AddressConflict", answers, 1));
        say(other, Family.IPv6, RouterState.Backup, null, incident("GroupHalfElsewhere", "fe80::99 is Active", 1));
        turn(1);
        assertThat(condition("Conflict")).isEqualTo("True/AddressConflict");
        assertThat(message("Conflict")).contains(best + " IPv4: " + answers, other + " IPv6: fe80::99 is Active");

        // The row says the same as its incident.
        say(
                best,
                Family.IPv4,
                RouterState.Active,
                null,
                "AddressConflict",
                answers,
                incident("AddressConflict", answers, 1));
        turn(1);
        assertThat(message("Conflict"))
                .isEqualTo(best + " IPv4: " + answers + "; " + other + " IPv6: fe80::99 is Active");
    }

    private void switched(String state, String reason) {
        assertThat(status().switchover())
                .extracting(Switchover::nodeName, Switchover::state, Switchover::reason)
                .containsExactly(other, state, reason);
    }

    @Test
    void aMoveThatIsAskedForIsPendingUntilTheNodeIsActiveAndStaysCompleted() {
        begin("192.0.2.100/24");
        assertThat(status().switchover()).isNull();
        fleets.wish("a", other, false).planAndWrite();
        turn(1);
        switched("Pending", "Electing");
        Instant asked = now;
        turn(1);
        assertThat(status().switchover().time()).isEqualTo(asked.toString());
        say(other, Family.IPv4, RouterState.Active, null, null);
        say(best, Family.IPv4, RouterState.Backup, null, null);
        turn(1);
        switched("Completed", "Active");
        say(best, Family.IPv4, RouterState.Active, null, null);
        say(other, Family.IPv4, RouterState.Fault, null, null);
        turn(1);
        switched("Completed", "Active");
        fleets.wish("a", null, false);
        turn(1);
        assertThat(status().switchover()).isNull();
    }

    @Test
    void aMoveThatCantBeIsFailedWithItsReason() {
        begin("192.0.2.100/24");
        fleets.wish("a", other, false).planAndWrite();
        say(other, Family.IPv4, RouterState.Fault, null, null);
        turn(1);
        switched("Failed", "NodeFault");
        other = "n9";
        fleets.wish("a", other, false).planAndWrite();
        turn(1);
        switched("Failed", "NodeNotMember");
    }
}
