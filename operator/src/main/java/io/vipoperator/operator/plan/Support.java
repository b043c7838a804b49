package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.AddressMode;
import io.vipoperator.api.v1alpha1.AnnouncementForm;
import io.vipoperator.api.v1alpha1.Authentication;
import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.Checksum;
import io.vipoperator.api.v1alpha1.CoexistMode;
import io.vipoperator.api.v1alpha1.Effect;
import io.vipoperator.api.v1alpha1.EffectType;
import io.vipoperator.api.v1alpha1.ExcludeLabel;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.InterfaceRule;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.LinkLocalMode;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.OnCordon;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.Transport;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** What of a spec this version can't do or can't read; every such field is told, none is ignored. Stateless. */
final class Support {
    private final List<Refusal> found = new ArrayList<>();

    private Support() {}

    static List<Refusal> refusals(VirtualIPSpec spec) {
        Support support = new Support();
        support.addresses("spec.addresses", Values.orEmpty(spec.addresses()));
        support.addresses("spec.excludedAddresses", Values.orEmpty(spec.excludedAddresses()));
        if (Values.orEmpty(spec.addresses()).isEmpty()) {
            support.invalid("spec.addresses", "[]", "must name at least one address");
        }
        support.excluded(spec);
        support.interfaceRule(spec.interfaceRule());
        support.unknown("spec.addressMode", spec.addressMode(), AddressMode.Unrecognized);
        support.unknown("spec.prefixRoute", spec.prefixRoute(), Switch.Unrecognized);
        support.unknown("spec.deadManSwitch", spec.deadManSwitch(), Switch.Unrecognized);
        if (spec.announcement() != null) {
            support.unknown("spec.announcement.form", spec.announcement().form(), AnnouncementForm.Unrecognized);
        }
        if (spec.nodes() != null) {
            support.nodes(spec.nodes());
        }
        if (spec.vrrp() != null) {
            support.vrrp(spec, spec.vrrp());
        }
        support.effects("spec.trackInterfaces", Values.orEmpty(spec.trackInterfaces()));
        support.effects("spec.healthChecks", Values.orEmpty(spec.healthChecks()));
        return support.found;
    }

    private void addresses(String field, List<String> addresses) {
        for (int i = 0; i < addresses.size(); i++) {
            String place = field + "[" + i + "]";
            if (IpPrefix.parse(addresses.get(i)).isEmpty()) {
                invalid(place, addresses.get(i), "must be an address in CIDR notation");
            }
        }
    }

    /** Two families are two virtual routers: without an advertised address there is none to move with. */
    private void excluded(VirtualIPSpec spec) {
        Set<Family> advertised = families(spec.addresses());
        for (String address : Values.orEmpty(spec.excludedAddresses())) {
            boolean alone = IpPrefix.parse(address)
                    .filter(a -> !advertised.contains(a.family()))
                    .isPresent();
            if (alone) {
                invalid("spec.excludedAddresses", address, "must be of a family that spec.addresses has");
            }
        }
    }

    private static Set<Family> families(List<String> addresses) {
        return Values.orEmpty(addresses).stream()
                .flatMap(a -> IpPrefix.parse(a).stream())
                .map(IpPrefix::family)
                .collect(Collectors.toSet());
    }

    private void effects(String field, List<NamedEffect> named) {
        for (int i = 0; i < named.size(); i++) {
            Effect effect = named.get(i).effect();
            String place = field + "[" + i + "].effect";
            if (effect != null) {
                unknown(place + ".type", effect.type(), EffectType.Unrecognized);
                if (effect.type() == EffectType.Weight && effect.weight() == null) {
                    invalid(place + ".weight", "", "must be set with type Weight");
                }
            }
        }
    }

    private void interfaceRule(InterfaceRule rule) {
        if (rule == null) {
            return;
        }
        unknown("spec.interface.type", rule.type(), InterfaceRuleType.Unrecognized);
        if (rule.type() == InterfaceRuleType.Name && rule.name() == null) {
            invalid("spec.interface.name", "", "must be the name of a NIC");
        }
        if (rule.type() == InterfaceRuleType.Pattern && rule.pattern() == null) {
            invalid("spec.interface.pattern", "", "must be a regular expression");
        } else if (rule.type() == InterfaceRuleType.Pattern) {
            try {
                Pattern.compile(rule.pattern());
            } catch (PatternSyntaxException e) {
                invalid("spec.interface.pattern", rule.pattern(), "must be a regular expression");
            }
        }
    }

    private void nodes(NodeRules nodes) {
        unknown("spec.nodes.onCordon", nodes.onCordon(), OnCordon.Unrecognized);
        unknown("spec.nodes.excludeLabel", nodes.excludeLabel(), ExcludeLabel.Unrecognized);
    }

    private void vrrp(VirtualIPSpec spec, Vrrp vrrp) {
        unknown("spec.vrrp.coexist", vrrp.coexist(), CoexistMode.Unrecognized);
        unknown("spec.vrrp.linkLocal", vrrp.linkLocal(), LinkLocalMode.Unrecognized);
        unknown("spec.vrrp.checksum", vrrp.checksum(), Checksum.Unrecognized);
        if (vrrp.preemption() != null) {
            unknown("spec.vrrp.preemption.mode", vrrp.preemption().mode(), PreemptionMode.Unrecognized);
        }
        unknown("spec.vrrp.version", vrrp.version(), VrrpVersion.Unrecognized);
        unknown("spec.vrrp.virtualMAC", vrrp.virtualMAC(), Switch.Unrecognized);
        if (vrrp.version() == VrrpVersion.V2 && families(spec.addresses()).contains(Family.IPv6)) {
            invalid("spec.vrrp.version", "V2", "must be V3 with IPv6 addresses: VRRP version 2 has no IPv6");
        }
        if (vrrp.transport() != null) {
            transport(vrrp.transport());
        }
        if (vrrp.authentication() != null) {
            authentication(vrrp, vrrp.authentication());
        }
    }

    private void transport(Transport transport) {
        unknown("spec.vrrp.transport.type", transport.type(), TransportType.Unrecognized);
        if (transport.sourceAddress() != null
                && IpPrefix.parse(transport.sourceAddress()).isEmpty()) {
            invalid("spec.vrrp.transport.sourceAddress", transport.sourceAddress(), "must be an IP address");
        }
        for (TransportPeer peer : Values.orEmpty(transport.extraPeers())) {
            if (transport.type() != TransportType.Unicast) {
                invalid("spec.vrrp.transport.extraPeers", peer.address(), "must be absent unless type is Unicast");
            } else if (IpPrefix.parse(peer.address()).isEmpty()) {
                invalid("spec.vrrp.transport.extraPeers", peer.address(), "must be an IP address");
            }
        }
    }

    private void authentication(Vrrp vrrp, Authentication authentication) {
        unknown("spec.vrrp.authentication.type", authentication.type(), AuthenticationType.Unrecognized);
        int keys = Values.orEmpty(authentication.keys()).size();
        boolean none = authentication.type() == null || authentication.type() == AuthenticationType.None;
        if (none != (keys == 0)) {
            invalid(
                    "spec.vrrp.authentication.keys",
                    keys + " keys",
                    "must be given with type Password or HMAC, and only then");
        }
        if (authentication.type() == AuthenticationType.Password && vrrp.version() != VrrpVersion.V2) {
            invalid("spec.vrrp.authentication.type", "Password", "must be HMAC with version V3, which has no Password");
        }
        if (authentication.type() == AuthenticationType.Password && keys > 1) {
            invalid("spec.vrrp.authentication.keys", keys + " keys", "must be exactly one with type Password");
        }
    }

    private void unknown(String field, Object value, Object unrecognized) {
        if (unrecognized.equals(value)) {
            unsupported(field, "unknown to this version", "must be a value that this version knows");
        }
    }

    private void unsupported(String field, String value, String rule) {
        found.add(
                new Refusal(Reason.NotSupported, field + ": " + value + " is not supported by this version, " + rule));
    }

    private void invalid(String field, String value, String rule) {
        found.add(new Refusal(Reason.InvalidSpec, field + ": \"" + value + "\" " + rule));
    }
}
