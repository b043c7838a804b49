package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.Effect;
import io.vipoperator.api.v1alpha1.EffectType;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.NodePriority;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.Preemption;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.operator.Fleets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the annotation vip-operator.io/active-node does to ranks and preemption, and weights that do nothing. */
class WishTest {
    private static final Vrrp NEVER = new Vrrp(
            null, null, null, new Preemption(PreemptionMode.Never, 7), null, null, null, null, null, null, null);

    private static List<String> members(FleetPlan plan, String vip) {
        return plan.virtualIPs().get(vip).members().stream()
                .map(m -> m.nodeName() + " " + m.priority())
                .toList();
    }

    private static Preemption preemption(Fleets fleets, String node) {
        return fleets.routers(node).get(0).preemption();
    }

    @Test
    void theNodeThatIsWishedForIsFirstAndPreemptsAtOnceUntilItWasActive() {
        Fleets fleets = Fleets.ofNodes(5).vip("a", 1, Fleets.spec("192.0.2.100/24", null, NEVER));
        FleetPlan before = fleets.planAndWrite();
        String fifth = List.of("n1", "n2", "n3", "n4", "n5").stream()
                .filter(n -> before.virtualIPs().get("a").members().stream()
                        .noneMatch(m -> m.nodeName().equals(n)))
                .findFirst()
                .orElseThrow();
        FleetPlan plan = fleets.wish("a", fifth, false).planAndWrite();
        assertThat(members(plan, "a")).first().isEqualTo(fifth + " 250");
        assertThat(members(plan, "a")).hasSize(3);
        assertThat(preemption(fleets, fifth)).isEqualTo(new Preemption(PreemptionMode.Always, 0));
        String second = plan.virtualIPs().get("a").members().get(1).nodeName();
        assertThat(preemption(fleets, second)).isEqualTo(new Preemption(PreemptionMode.Never, 7));

        fleets.wish("a", fifth, true).planAndWrite();
        assertThat(preemption(fleets, fifth)).isEqualTo(new Preemption(PreemptionMode.Never, 7));
        FleetPlan after = fleets.wish("a", null, false).planAndWrite();
        assertThat(members(after, "a")).isEqualTo(members(plan, "a"));
    }

    @Test
    void itBeatsExplicitPrioritiesAndTheSpread() {
        NodeRules rules = new NodeRules(
                null,
                null,
                null,
                List.of(new NodePriority("n1", null, 254), new NodePriority("n2", null, 100)),
                null,
                null);
        Fleets fleets = Fleets.ofNodes(3)
                .vip("a", 1, Fleets.spec("192.0.2.100/24", rules, null))
                .vip("b", "192.0.2.101/24")
                .vip("c", "192.0.2.102/24");
        fleets.wish("a", "n2", false).wish("b", "n2", false).wish("c", "n2", false);
        FleetPlan plan = fleets.planAndWrite();
        assertThat(members(plan, "a")).containsExactly("n2 254", "n1 253", "n3 244");
        assertThat(members(plan, "b")).first().isEqualTo("n2 250");
        assertThat(members(plan, "c")).first().isEqualTo("n2 250");
        assertThat(VipPlanner.plan(fleets.fleet(), Set.of())).isEqualTo(plan);
        assertThat(members(fleets.wish("a", null, false).planAndWrite(), "a"))
                .containsExactly("n1 254", "n2 100", "n3 90");
    }

    @Test
    void aNodeThatIsLostOrNoMemberIsNotFirst() {
        Fleets fleets = Fleets.ofNodes(4).vip("a", "192.0.2.100/24");
        FleetPlan before = fleets.planAndWrite();
        assertThat(members(fleets.wish("a", "n9", false).planAndWrite(), "a")).isEqualTo(members(before, "a"));
        fleets.wish("a", "n2", false).planAndWrite();
        FleetPlan lost = fleets.notReady("n2").planAndWrite(Set.of("n2"));
        assertThat(members(lost, "a")).hasSize(3).noneMatch(m -> m.startsWith("n2"));
    }

    @Test
    void theWishOfOneHoldsForItsGroup() {
        Fleets fleets = Fleets.ofNodes(3);
        for (String name : List.of("a", "b")) {
            fleets.vip(
                    name,
                    1,
                    new VirtualIPSpec(
                            List.of("192.0.2.10" + (name.charAt(0) - 'a') + "/24"),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            NEVER,
                            null,
                            null,
                            null,
                            "web"));
        }
        FleetPlan plan = fleets.wish("b", "n3", false).planAndWrite();
        assertThat(members(plan, "a")).first().isEqualTo("n3 250");
        assertThat(fleets.routers("n3"))
                .extracting(RouterSpec::preemption)
                .containsOnly(new Preemption(PreemptionMode.Always, 0));
    }

    @Test
    void aWeightThatOnlyReachesTheNextMovesNothingAndThatIsSaid() {
        VirtualIPSpec spec = new VirtualIPSpec(
                List.of("192.0.2.100/24"),
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
                List.of(
                        new NamedEffect("bond1", new Effect(EffectType.Weight, -10)),
                        new NamedEffect("bond2", new Effect(EffectType.Weight, -11)),
                        new NamedEffect("bond3", null)),
                null);
        FleetPlan plan = Fleets.ofNodes(2).vip("a", 1, spec).planAndWrite();
        String first = plan.virtualIPs().get("a").members().get(0).nodeName();
        String second = plan.virtualIPs().get("a").members().get(1).nodeName();
        assertThat(plan.virtualIPs().get("a").warnings())
                .containsExactly(new Warning(
                        Reason.CheckCannotMoveAddress,
                        "spec.trackInterfaces: the weight -10 of bond1 can't move the addresses from " + first
                                + " with priority 250 to " + second + " with 240, must be above 10"));
    }
}
