package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.Authentication;
import io.vipoperator.api.v1alpha1.AuthenticationKey;
import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.Effect;
import io.vipoperator.api.v1alpha1.EffectType;
import io.vipoperator.api.v1alpha1.InterfaceRule;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.Transport;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.api.v1alpha1.VrrpVersion;
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
    void whatNoSchemaWouldLetPassIsRefusedByName() {
        Vrrp multicast = new Vrrp(
                null,
                null,
                null,
                null,
                null,
                new Transport(TransportType.Multicast, "nonsense", List.of(new TransportPeer("192.0.2.8", null))),
                null,
                null,
                new Authentication(AuthenticationType.None, List.of(new AuthenticationKey(1, null))),
                null,
                null);
        assertThat(fields(spec(null, multicast)))
                .containsExactly(
                        "spec.vrrp.transport.sourceAddress",
                        "spec.vrrp.transport.extraPeers",
                        "spec.vrrp.authentication.keys");
        Vrrp password = new Vrrp(
                VrrpVersion.V3,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new Authentication(
                        AuthenticationType.Password,
                        List.of(new AuthenticationKey(1, null), new AuthenticationKey(2, null))),
                null,
                null);
        assertThat(fields(spec(null, password)))
                .containsExactly("spec.vrrp.authentication.type", "spec.vrrp.authentication.keys");
    }

    @Test
    void whatANewerVersionAsksForIsRefusedByName() {
        Vrrp vrrp = new Vrrp(
                VrrpVersion.Unrecognized,
                null,
                null,
                null,
                null,
                new Transport(TransportType.Unrecognized, null, null),
                null,
                null,
                new Authentication(AuthenticationType.Unrecognized, List.of(new AuthenticationKey(1, null))),
                null,
                Switch.Unrecognized);
        VirtualIPSpec spec = new VirtualIPSpec(
                List.of("192.0.2.100/24"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                vrrp,
                null,
                List.of(new NamedEffect("nginx", new Effect(EffectType.Unrecognized, null))),
                List.of(new NamedEffect("bond1", new Effect(EffectType.Unrecognized, null))),
                null);
        assertThat(Support.refusals(spec)).extracting(Refusal::reason).containsOnly(Reason.NotSupported);
        assertThat(fields(spec))
                .containsExactly(
                        "spec.vrrp.version",
                        "spec.vrrp.virtualMAC",
                        "spec.vrrp.transport.type",
                        "spec.vrrp.authentication.type",
                        "spec.trackInterfaces[0].effect.type",
                        "spec.healthChecks[0].effect.type");
    }

    @Test
    void anExcludedAddressOfAFamilyThatIsNotAdvertisedIsRefused() {
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
                null,
                null,
                null);
        assertThat(fields(spec)).containsExactly("spec.excludedAddresses");
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
