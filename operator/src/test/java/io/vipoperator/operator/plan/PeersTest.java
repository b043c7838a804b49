package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.InterfaceRule;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterTransport;
import io.vipoperator.api.v1alpha1.Transport;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.operator.Fleets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who speaks to whom by Unicast, and that nobody is shut out while members come and go. */
class PeersTest {
    private static VirtualIPSpec unicast(String source, List<TransportPeer> extra, String... addresses) {
        return unicast(null, source, extra, addresses);
    }

    private static VirtualIPSpec unicast(
            NodeRules nodes, String source, List<TransportPeer> extra, String... addresses) {
        Vrrp vrrp = new Vrrp(
                null,
                null,
                null,
                null,
                null,
                new Transport(TransportType.Unicast, source, extra),
                null,
                null,
                null,
                null,
                null);
        return new VirtualIPSpec(
                List.of(addresses), null, null, null, null, null, null, nodes, vrrp, null, null, null, null);
    }

    private static RouterTransport transport(Fleets fleets, String node, int index) {
        return fleets.routers(node).get(index).transport();
    }

    private static List<String> peers(Fleets fleets, String node) {
        return transport(fleets, node, 0).peers().stream()
                .map(TransportPeer::address)
                .toList();
    }

    @Test
    void peersAreTheOtherMembersOfTheFamilyAndTheSourceIsFixed() {
        Fleets fleets = Fleets.ofNodes(3).vip("web", 1, unicast(null, null, "192.0.2.100/24", "2001:db8::100/64"));
        fleets.planAndWrite();
        assertThat(transport(fleets, "n2", 0))
                .isEqualTo(new RouterTransport(
                        TransportType.Unicast,
                        "192.0.2.2",
                        List.of(new TransportPeer("192.0.2.1", 255), new TransportPeer("192.0.2.3", 255))));
        assertThat(transport(fleets, "n2", 1))
                .isEqualTo(new RouterTransport(
                        TransportType.Unicast,
                        "2001:db8::2",
                        List.of(new TransportPeer("2001:db8::1", 255), new TransportPeer("2001:db8::3", 255))));
    }

    @Test
    void extraPeersKeepTheirTtlAndTheSourceAskedForHoldsWhereItIs() {
        List<TransportPeer> extra =
                List.of(new TransportPeer("198.51.100.9", 250), new TransportPeer("192.0.2.250", null));
        Fleets fleets = Fleets.ofNodes(2).vip("web", 1, unicast("192.0.2.1", extra, "192.0.2.100/24"));
        fleets.planAndWrite();
        assertThat(transport(fleets, "n1", 0))
                .isEqualTo(new RouterTransport(
                        TransportType.Unicast,
                        "192.0.2.1",
                        List.of(
                                new TransportPeer("192.0.2.2", 255),
                                new TransportPeer("192.0.2.250", 255),
                                new TransportPeer("198.51.100.9", 250))));
        assertThat(transport(fleets, "n2", 0).sourceAddress()).isEqualTo("192.0.2.2");
    }

    @Test
    void aSourceThatNobodyHasIsToldToAllOnceAllHaveReported() {
        Fleets fleets = Fleets.ofNodes(2).vip("web", 1, unicast("192.0.2.77", null, "192.0.2.100/24"));
        List<InterfaceStatus> nics = fleets.record("n2").interfaces();
        withNics(fleets, "n2", List.of());
        fleets.planAndWrite();
        assertThat(transport(fleets, "n1", 0).sourceAddress()).isEqualTo("192.0.2.1");
        withNics(fleets, "n2", nics);
        fleets.planAndWrite();
        assertThat(transport(fleets, "n1", 0).sourceAddress()).isEqualTo("192.0.2.77");
        assertThat(transport(fleets, "n2", 0).sourceAddress()).isEqualTo("192.0.2.77");
    }

    @Test
    void aMemberWithoutAKnownAddressIsNoPeerYetAndThatIsSaid() {
        Fleets fleets = Fleets.ofNodes(3);
        withNics(fleets, "n3", List.of());
        FleetPlan plan =
                fleets.vip("web", 1, unicast(null, null, "192.0.2.100/24")).planAndWrite();
        assertThat(peers(fleets, "n1")).containsExactly("192.0.2.2");
        assertThat(plan.virtualIPs().get("web").warnings())
                .containsExactly(new Warning(
                        Reason.PeerAddressUnknown,
                        "spec.vrrp.transport: Unicast, but no IPv4 address is known of n3,"
                                + " so that nobody speaks to it"));
    }

    @Test
    void aRoutedMemberIsReachedByItsNodesAddressWithoutAClaimOnTheTtl() {
        Fleets fleets = Fleets.ofNodes(1);
        fleets.node(new FleetNode(
                "n2", Map.of(), Map.of(), Set.of(), false, Optional.of(true), List.of("10.0.0.2"), List.of()));
        withNics(fleets, "n2", List.of(new InterfaceStatus("eth0", "", "Up", 1500, List.of("10.0.0.2/24"))));
        VirtualIPSpec spec = unicast(null, null, "192.0.2.100/24");
        VirtualIPSpec named = new VirtualIPSpec(
                spec.addresses(),
                null,
                null,
                null,
                null,
                null,
                new InterfaceRule(InterfaceRuleType.Name, "eth0", null),
                null,
                spec.vrrp(),
                null,
                null,
                null,
                null);
        fleets.vip("web", 1, named).planAndWrite();
        assertThat(transport(fleets, "n1", 0).peers()).containsExactly(new TransportPeer("10.0.0.2", 1));
        assertThat(transport(fleets, "n2", 0).sourceAddress()).isEqualTo("10.0.0.2");
    }

    @Test
    void aMemberThatComesIsLetInByTheOthersFirst() {
        Fleets fleets = Fleets.ofNodes(2).vip("web", 1, unicast(null, null, "192.0.2.100/24"));
        fleets.planAndWrite();
        fleets.node("n3").turn(Set.of());
        assertThat(peers(fleets, "n1")).containsExactly("192.0.2.2", "192.0.2.3");
        assertThat(fleets.routers("n3")).isEmpty();
        fleets.turn(Set.of());
        assertThat(peers(fleets, "n3")).containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    void aMemberThatLeavesIsLetInUntilItSaysThatItRunsNothing() {
        Fleets fleets = Fleets.ofNodes(3).vip("web", 1, unicast(null, null, "192.0.2.100/24"));
        fleets.planAndWrite();
        fleets.states("n3", Map.of("web", RouterState.Active));
        FleetNode n3 = fleets.node(3);
        fleets.node(new FleetNode(
                "n3",
                n3.labels(),
                Map.of("vip-operator.io/maintenance", ""),
                Set.of(),
                false,
                n3.ready(),
                List.of(),
                List.of()));
        fleets.planAndWrite();
        fleets.planAndWrite();
        assertThat(fleets.routers("n3")).isEmpty();
        assertThat(peers(fleets, "n1")).containsExactly("192.0.2.2", "192.0.2.3");
        fleets.report("n3", List.of()).planAndWrite();
        assertThat(peers(fleets, "n1")).containsExactly("192.0.2.2");
    }

    @Test
    void theLastMemberKeepsThePeersItHadAndANewOneAloneIsRefused() {
        Fleets fleets = Fleets.ofNodes(2).vip("web", 1, unicast(null, null, "192.0.2.100/24"));
        fleets.planAndWrite();
        FleetPlan plan = fleets.without("n2").planAndWrite();
        assertThat(peers(fleets, "n1")).containsExactly("192.0.2.2");
        assertThat(plan.virtualIPs().get("web").accepted()).isTrue();

        FleetPlan alone =
                fleets.vip("new", 1, unicast(null, null, "192.0.2.101/24")).planAndWrite();
        assertThat(alone.virtualIPs().get("new").refusals())
                .extracting(Refusal::reason)
                .containsExactly(Reason.NoPeers);
    }

    @Test
    void anotherOrderOfAddressesChangesNoSource() {
        Fleets fleets = Fleets.ofNodes(2).vip("web", 1, unicast(null, null, "192.0.2.100/24"));
        withNics(fleets, "n1", nic("192.0.2.1/24", "192.0.2.51/24"));
        fleets.planAndWrite();
        List<RouterSpec> before = fleets.routers("n2");
        withNics(fleets, "n1", nic("192.0.2.51/24", "192.0.2.1/24"));
        fleets.planAndWrite();
        assertThat(transport(fleets, "n1", 0).sourceAddress()).isEqualTo("192.0.2.1");
        assertThat(fleets.routers("n2")).isEqualTo(before);
    }

    private static List<InterfaceStatus> nic(String... addresses) {
        return List.of(new InterfaceStatus("eth0", "", "Up", 1500, List.of(addresses)));
    }

    private static void withNics(Fleets fleets, String node, List<InterfaceStatus> nics) {
        NodeRecord old = fleets.record(node);
        fleets.record(new NodeRecord(
                node,
                "1",
                old.generation(),
                "",
                old.spec(),
                new VirtualIPNodeStateStatus(1L, 0L, null, nics, old.reports(), List.of(), List.of())));
    }
}
