package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.AddressMode;
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
import java.util.List;
import java.util.Objects;

/** Writes a VirtualIP down as the virtual router of one member, every default spelled out. Stateless. */
final class RouterSpecs {
    /** What an agent must be able to do for it; one that can't puts the router in Fault instead of running it wrongly. */
    private static final List<String> REQUIRES = List.of("IPv4", "Multicast", "V3");

    private RouterSpecs() {}

    static RouterSpec of(VipRequest vip, int vrid, Member member, List<Member> members) {
        VirtualIPSpec spec = vip.spec();
        Vrrp vrrp = vip.vrrp().orElse(new Vrrp(null, null, null, null, null, null, null, null, null, null, null));
        Integer yieldBelow = members.stream()
                .filter(other -> !other.nodeName().equals(member.nodeName()))
                .map(Member::priority)
                .max(Integer::compare)
                .orElse(null);
        return new RouterSpec(
                vip.name(),
                vip.uid(),
                vip.generation(),
                Family.IPv4,
                vrid,
                interfaceRule(vip),
                member.priority(),
                yieldBelow,
                spec.addresses(),
                Values.orEmpty(spec.excludedAddresses()),
                or(spec.addressMode(), AddressMode.Install),
                or(spec.prefixRoute(), Switch.Disabled),
                or(spec.deadManSwitch(), Switch.Enabled),
                spec.addressLabel(),
                or(vrrp.version(), VrrpVersion.V3),
                vip.advertisementIntervalMilliseconds(),
                preemption(vrrp.preemption()),
                or(vrrp.startupDelaySeconds(), 0),
                new RouterTransport(TransportType.Multicast, null, List.of()),
                or(vrrp.linkLocal(), LinkLocalMode.Generate),
                null,
                or(vrrp.checksum(), Checksum.PseudoHeader),
                or(vrrp.virtualMAC(), Switch.Disabled),
                spec.announcement(),
                List.of(),
                List.of(),
                null,
                REQUIRES);
    }

    /** Never null. */
    static InterfaceRule interfaceRule(VipRequest vip) {
        InterfaceRule rule = vip.spec().interfaceRule();
        return rule == null ? new InterfaceRule(InterfaceRuleType.Subnet, null, null) : rule;
    }

    private static Preemption preemption(Preemption asked) {
        if (asked == null) {
            return new Preemption(PreemptionMode.Always, 30);
        }
        return new Preemption(or(asked.mode(), PreemptionMode.Always), or(asked.delaySeconds(), 30));
    }

    private static <T> T or(T value, T otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }
}
