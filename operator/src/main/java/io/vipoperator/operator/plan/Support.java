package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.AddressMode;
import io.vipoperator.api.v1alpha1.AnnouncementForm;
import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.Checksum;
import io.vipoperator.api.v1alpha1.CoexistMode;
import io.vipoperator.api.v1alpha1.ExcludeLabel;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.InterfaceRule;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.LinkLocalMode;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.OnCordon;
import io.vipoperator.api.v1alpha1.PreemptionMode;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

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
            support.vrrp(spec.vrrp());
        }
        support.absent("spec.healthChecks", !Values.orEmpty(spec.healthChecks()).isEmpty());
        support.absent(
                "spec.trackInterfaces", !Values.orEmpty(spec.trackInterfaces()).isEmpty());
        support.absent("spec.group", spec.group() != null && !spec.group().isEmpty());
        return support.found;
    }

    private void addresses(String field, List<String> addresses) {
        for (int i = 0; i < addresses.size(); i++) {
            String place = field + "[" + i + "]";
            Optional<IpPrefix> parsed = IpPrefix.parse(addresses.get(i));
            if (parsed.isEmpty()) {
                invalid(place, addresses.get(i), "must be an address in CIDR notation");
            } else if (parsed.get().family() != Family.IPv4) {
                unsupported(place, addresses.get(i), "must be an IPv4 address");
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

    private void vrrp(Vrrp vrrp) {
        unknown("spec.vrrp.coexist", vrrp.coexist(), CoexistMode.Unrecognized);
        unknown("spec.vrrp.linkLocal", vrrp.linkLocal(), LinkLocalMode.Unrecognized);
        unknown("spec.vrrp.checksum", vrrp.checksum(), Checksum.Unrecognized);
        if (vrrp.preemption() != null) {
            unknown("spec.vrrp.preemption.mode", vrrp.preemption().mode(), PreemptionMode.Unrecognized);
        }
        only("spec.vrrp.version", vrrp.version(), VrrpVersion.V3);
        only("spec.vrrp.virtualMAC", vrrp.virtualMAC(), Switch.Disabled);
        if (vrrp.transport() != null) {
            only("spec.vrrp.transport.type", vrrp.transport().type(), TransportType.Multicast);
            absent("spec.vrrp.transport.sourceAddress", vrrp.transport().sourceAddress() != null);
            absent(
                    "spec.vrrp.transport.extraPeers",
                    !Values.orEmpty(vrrp.transport().extraPeers()).isEmpty());
        }
        if (vrrp.authentication() != null) {
            only("spec.vrrp.authentication.type", vrrp.authentication().type(), AuthenticationType.None);
            absent(
                    "spec.vrrp.authentication.keys",
                    !Values.orEmpty(vrrp.authentication().keys()).isEmpty());
        }
    }

    private void only(String field, Object value, Object supported) {
        if (value != null && !value.equals(supported)) {
            unsupported(field, value.toString(), "must be " + supported);
        }
    }

    private void unknown(String field, Object value, Object unrecognized) {
        if (unrecognized.equals(value)) {
            unsupported(field, "unknown to this version", "must be a value that this version knows");
        }
    }

    private void absent(String field, boolean present) {
        if (present) {
            found.add(new Refusal(Reason.NotSupported, field + ": not supported by this version, must be absent"));
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
