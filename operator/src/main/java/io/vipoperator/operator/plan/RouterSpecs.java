package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.AddressMode;
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
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a VirtualIP down as the virtual routers of one member, one for each family, every default spelled out. Confined to
 * one plan.
 */
final class RouterSpecs {
    private final Fleet fleet;
    private final Peers peers;
    private final Checks checks;

    RouterSpecs(Fleet fleet, Programmed programmed, Checks checks) {
        this.fleet = fleet;
        this.checks = checks;
        this.peers = new Peers(fleet, programmed);
    }

    /**
     * The routers of one member, IPv4 first.
     *
     * @param wish of the election, be it this VirtualIP's or another's of its group
     */
    List<RouterSpec> of(VipRequest vip, int vrid, Member member, List<Member> members, Optional<Wish> wish) {
        return vip.families().stream()
                .map(family -> of(vip, family, vrid, member, members, wish))
                .toList();
    }

    private RouterSpec of(
            VipRequest vip, Family family, int vrid, Member member, List<Member> members, Optional<Wish> wish) {
        VirtualIPSpec spec = vip.spec();
        Vrrp vrrp = vip.vrrp();
        return new RouterSpec(
                vip.name(),
                vip.uid(),
                vip.generation(),
                family,
                vrid,
                interfaceRule(vip),
                member.priority(),
                yieldBelow(member, members),
                vip.addresses(family),
                vip.excludedAddresses(family),
                or(spec.addressMode(), AddressMode.Install),
                or(spec.prefixRoute(), Switch.Disabled),
                or(spec.deadManSwitch(), Switch.Enabled),
                family == Family.IPv4 ? spec.addressLabel() : null,
                vip.version(),
                vip.advertisementIntervalMilliseconds(),
                preemption(vip, member, wish),
                or(vrrp.startupDelaySeconds(), 0),
                peers.transport(vip, family, member.nodeName(), members),
                or(vrrp.linkLocal(), LinkLocalMode.Generate),
                Keys.resolved(vip, fleet),
                or(vrrp.checksum(), Checksum.PseudoHeader),
                or(vrrp.virtualMAC(), Switch.Disabled),
                spec.announcement(),
                trackers(vip),
                checks(vip),
                vip.group().orElse(null),
                requires(vip, family));
    }

    private static Integer yieldBelow(Member member, List<Member> members) {
        return members.stream()
                .filter(other -> !other.nodeName().equals(member.nodeName()))
                .map(Member::priority)
                .max(Integer::compare)
                .orElse(null);
    }

    /** Who is wished for preempts at once, also under Never, until it was Active once. */
    private static Preemption preemption(VipRequest vip, Member member, Optional<Wish> wish) {
        boolean called = wish.filter(w -> !w.done() && w.nodeName().equals(member.nodeName()))
                .isPresent();
        return called ? new Preemption(PreemptionMode.Always, 0) : vip.preemption();
    }

    /** With the effect that absence means. */
    static List<NamedEffect> trackers(VipRequest vip) {
        return spelledOut(vip.spec().trackInterfaces(), EffectType.Fault);
    }

    /** With the effect that absence means. */
    static List<NamedEffect> checks(VipRequest vip) {
        return spelledOut(vip.spec().healthChecks(), EffectType.Lowest);
    }

    private static List<NamedEffect> spelledOut(List<NamedEffect> written, EffectType absent) {
        return Values.orEmpty(written).stream()
                .map(named -> named.effect() == null || named.effect().type() == null
                        ? new NamedEffect(named.name(), new Effect(absent, null))
                        : named)
                .toList();
    }

    /** What an agent must be able to do; one that can't puts the router in Fault instead of running it wrongly. Sorted. */
    private List<String> requires(VipRequest vip, Family family) {
        Set<String> features = new TreeSet<>();
        features.add(family.name());
        features.add(vip.transportType() == TransportType.Unicast ? "Unicast" : "Multicast");
        features.add(vip.version() == VrrpVersion.V2 ? "V2" : "V3");
        AuthenticationType authentication = vip.vrrp().authentication() == null
                ? null
                : vip.vrrp().authentication().type();
        if (authentication == AuthenticationType.HMAC || authentication == AuthenticationType.Password) {
            features.add(authentication.name());
        }
        if (vip.vrrp().virtualMAC() == Switch.Enabled) {
            features.add("VirtualMAC");
        }
        if (!Values.orEmpty(vip.spec().trackInterfaces()).isEmpty()) {
            features.add("TrackInterfaces");
        }
        features.addAll(checks.features(checks(vip)));
        // Both families of one VirtualIP are a group of their own.
        if (vip.group().isPresent() || vip.families().size() > 1) {
            features.add("Groups");
        }
        return List.copyOf(features);
    }

    /** Never null. */
    static InterfaceRule interfaceRule(VipRequest vip) {
        InterfaceRule rule = vip.spec().interfaceRule();
        return rule == null ? new InterfaceRule(InterfaceRuleType.Subnet, null, null) : rule;
    }

    private static <T> T or(T value, T otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }
}
