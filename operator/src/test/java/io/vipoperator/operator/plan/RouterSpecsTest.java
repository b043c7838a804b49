package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.AddressMode;
import io.vipoperator.api.v1alpha1.Announcement;
import io.vipoperator.api.v1alpha1.AnnouncementForm;
import io.vipoperator.api.v1alpha1.Authentication;
import io.vipoperator.api.v1alpha1.AuthenticationKey;
import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.Checksum;
import io.vipoperator.api.v1alpha1.Effect;
import io.vipoperator.api.v1alpha1.EffectType;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.InterfaceRule;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.LinkLocalMode;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.Preemption;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.RouterAuthentication;
import io.vipoperator.api.v1alpha1.RouterAuthenticationKey;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterTransport;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import io.vipoperator.operator.Fleets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouterSpecsTest {
    private static final Member SECOND = new Member("n2", 240);
    private static final List<Member> MEMBERS = List.of(new Member("n1", 250), SECOND);

    private static RouterSpec router(VirtualIPSpec spec) {
        List<RouterSpec> routers = routers(spec);
        assertThat(routers).hasSize(1);
        return routers.get(0);
    }

    private static List<RouterSpec> routers(VirtualIPSpec spec) {
        Fleet fleet = Fleets.ofNodes(2).key("current", "d1", 32).fleet();
        Programmed programmed = new Programmed(fleet);
        return new RouterSpecs(fleet, programmed, new Checks(fleet, programmed))
                .of(new VipRequest("web", "uid", 7, "", spec), 51, SECOND, MEMBERS, Optional.empty());
    }

    @Test
    void everyFieldThatAnAgentCanCarryOutReachesIt() {
        InterfaceRule rule = new InterfaceRule(InterfaceRuleType.Name, "eth1", null);
        Announcement announcement = new Announcement(3, 100, 0, 0, AnnouncementForm.Reply);
        Vrrp vrrp = new Vrrp(
                VrrpVersion.V3,
                51,
                250,
                new Preemption(PreemptionMode.Never, 5),
                20,
                null,
                null,
                LinkLocalMode.None,
                null,
                Checksum.MessageOnly,
                Switch.Enabled);
        RouterSpec router = router(new VirtualIPSpec(
                List.of("192.0.2.100/24"),
                List.of("192.0.2.200/24"),
                AddressMode.ElectOnly,
                Switch.Enabled,
                Switch.Disabled,
                "eth1:vip",
                rule,
                null,
                vrrp,
                announcement,
                null,
                List.of(new NamedEffect("bond1", null), new NamedEffect("bond2", new Effect(EffectType.Weight, -20))),
                "web-tier"));
        assertThat(router)
                .isEqualTo(new RouterSpec(
                        "web",
                        "uid",
                        7L,
                        Family.IPv4,
                        51,
                        rule,
                        240,
                        250,
                        List.of("192.0.2.100/24"),
                        List.of("192.0.2.200/24"),
                        AddressMode.ElectOnly,
                        Switch.Enabled,
                        Switch.Disabled,
                        "eth1:vip",
                        VrrpVersion.V3,
                        250,
                        new Preemption(PreemptionMode.Never, 5),
                        20,
                        new RouterTransport(TransportType.Multicast, null, List.of()),
                        LinkLocalMode.None,
                        null,
                        Checksum.MessageOnly,
                        Switch.Enabled,
                        announcement,
                        List.of(
                                new NamedEffect("bond1", new Effect(EffectType.Fault, null)),
                                new NamedEffect("bond2", new Effect(EffectType.Weight, -20))),
                        List.of(),
                        "web-tier",
                        List.of("Groups", "IPv4", "Multicast", "TrackInterfaces", "V3", "VirtualMAC")));
    }

    @Test
    void everyDefaultIsSpelledOut() {
        RouterSpec router = router(Fleets.spec("192.0.2.100/24", null, null));
        assertThat(router.interfaceRule()).isEqualTo(new InterfaceRule(InterfaceRuleType.Subnet, null, null));
        assertThat(router.addressMode()).isEqualTo(AddressMode.Install);
        assertThat(router.prefixRoute()).isEqualTo(Switch.Disabled);
        assertThat(router.deadManSwitch()).isEqualTo(Switch.Enabled);
        assertThat(router.advertisementIntervalMilliseconds()).isEqualTo(100);
        assertThat(router.preemption()).isEqualTo(new Preemption(PreemptionMode.Always, 30));
        assertThat(router.startupDelaySeconds()).isZero();
        assertThat(router.checksum()).isEqualTo(Checksum.PseudoHeader);
        assertThat(router.excludedAddresses()).isEmpty();
    }

    @Test
    void bothFamiliesAreTwoRoutersOfOneVridThatShareTheAddressesOut() {
        List<RouterSpec> routers = routers(new VirtualIPSpec(
                List.of("2001:db8::100/64", "192.0.2.100/24"),
                List.of("192.0.2.200/24", "2001:db8::200/64"),
                null,
                null,
                null,
                "eth0:vip",
                null,
                null,
                null,
                null,
                null,
                null,
                null));
        assertThat(routers).extracting(RouterSpec::family).containsExactly(Family.IPv4, Family.IPv6);
        assertThat(routers).extracting(RouterSpec::virtualRouterID).containsExactly(51, 51);
        assertThat(routers)
                .extracting(RouterSpec::addresses)
                .containsExactly(List.of("192.0.2.100/24"), List.of("2001:db8::100/64"));
        assertThat(routers)
                .extracting(RouterSpec::excludedAddresses)
                .containsExactly(List.of("192.0.2.200/24"), List.of("2001:db8::200/64"));
        assertThat(routers).extracting(RouterSpec::addressLabel).containsExactly("eth0:vip", null);
        assertThat(routers).extracting(RouterSpec::group).containsOnlyNulls();
        assertThat(routers)
                .extracting(RouterSpec::requires)
                .containsExactly(
                        List.of("Groups", "IPv4", "Multicast", "V3"), List.of("Groups", "IPv6", "Multicast", "V3"));
    }

    @Test
    void version2AdvertisesEverySecondAndCarriesItsPasswordByDigest() {
        Authentication password = new Authentication(
                AuthenticationType.Password,
                List.of(new AuthenticationKey(1, new SecretKeyReference("vrrp-keys", "current"))));
        RouterSpec router = router(Fleets.spec(
                "192.0.2.100/24",
                null,
                new Vrrp(VrrpVersion.V2, null, null, null, null, null, null, null, password, null, null)));
        assertThat(router.version()).isEqualTo(VrrpVersion.V2);
        assertThat(router.advertisementIntervalMilliseconds()).isEqualTo(1000);
        assertThat(router.authentication())
                .isEqualTo(new RouterAuthentication(
                        AuthenticationType.Password, List.of(new RouterAuthenticationKey(1, "d1"))));
        assertThat(router.requires()).containsExactly("IPv4", "Multicast", "Password", "V2");
    }
}
