package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.Authentication;
import io.vipoperator.api.v1alpha1.AuthenticationKey;
import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.InterfaceRule;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.Transport;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing that this version can't do is ignored. */
class SupportTest {
    private static List<String> fields(VirtualIPSpec spec) {
        return Support.refusals(spec).stream()
                .map(r -> r.message().substring(0, r.message().indexOf(':')))
                .toList();
    }

    private static VirtualIPSpec spec(InterfaceRule rule, Vrrp vrrp) {
        return new VirtualIPSpec(
                List.of("192.0.2.100/24"), null, null, null, null, null, rule, null, vrrp, null, null, null, null);
    }

    @Test
    void whatOnlyUnicastOrAKeyWouldUseIsRefusedByName() {
        Vrrp vrrp = new Vrrp(
                null,
                null,
                null,
                null,
                null,
                new Transport(TransportType.Multicast, "192.0.2.9", List.of(new TransportPeer("192.0.2.8", null))),
                null,
                null,
                new Authentication(AuthenticationType.None, List.of(new AuthenticationKey(1, null))),
                null,
                null);
        assertThat(fields(spec(null, vrrp)))
                .containsExactly(
                        "spec.vrrp.transport.sourceAddress",
                        "spec.vrrp.transport.extraPeers",
                        "spec.vrrp.authentication.keys");
    }

    @Test
    void checksTrackersAndGroupsAreRefusedByName() {
        VirtualIPSpec spec = new VirtualIPSpec(
                List.of("192.0.2.100/24"),
                List.of("2001:db8::1/64"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new NamedEffect("nginx", null)),
                List.of(new NamedEffect("bond1", null)),
                "web");
        assertThat(fields(spec))
                .containsExactly(
                        "spec.excludedAddresses[0]", "spec.healthChecks", "spec.trackInterfaces", "spec.group");
    }

    @Test
    void anInterfaceRuleThatCannotBeReadIsRefusedInsteadOfStoppingThePlan() {
        assertThat(fields(spec(new InterfaceRule(InterfaceRuleType.Pattern, null, "eth("), null)))
                .containsExactly("spec.interface.pattern");
        assertThat(fields(spec(new InterfaceRule(InterfaceRuleType.Pattern, null, null), null)))
                .containsExactly("spec.interface.pattern");
        assertThat(fields(spec(new InterfaceRule(InterfaceRuleType.Name, null, null), null)))
                .containsExactly("spec.interface.name");
        assertThat(fields(spec(new InterfaceRule(InterfaceRuleType.Unrecognized, null, null), null)))
                .containsExactly("spec.interface.type");
    }
}
