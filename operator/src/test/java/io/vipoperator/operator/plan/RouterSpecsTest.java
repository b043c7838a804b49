package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.AddressMode;
import io.vipoperator.api.v1alpha1.Announcement;
import io.vipoperator.api.v1alpha1.AnnouncementForm;
import io.vipoperator.api.v1alpha1.Checksum;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.InterfaceRule;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.LinkLocalMode;
import io.vipoperator.api.v1alpha1.Preemption;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterTransport;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import io.vipoperator.operator.Fleets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterSpecsTest {
    private static final Member SECOND = new Member("n2", 240);
    private static final List<Member> MEMBERS = List.of(new Member("n1", 250), SECOND);

    private static RouterSpec router(VirtualIPSpec spec) {
        return RouterSpecs.of(new VipRequest("web", "uid", 7, "", spec), 51, SECOND, MEMBERS);
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
                Switch.Disabled);
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
                null,
                null));
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
                        Switch.Disabled,
                        announcement,
                        List.of(),
                        List.of(),
                        null,
                        List.of("IPv4", "Multicast", "V3")));
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
}
