package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.Authentication;
import io.vipoperator.api.v1alpha1.AuthenticationKey;
import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.RouterAuthenticationKey;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.api.v1alpha1.VrrpVersion;
import io.vipoperator.operator.Fleets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys are planned with by id and digest, and change without a gap. */
class KeysTest {
    private final Fleets fleets = Fleets.ofNodes(2).key("one", "d1", 32).key("two", "d2", 64);

    @BeforeEach
    void theFirstKeyIsThere() {
        fleets.mounted("d1");
    }

    private static VirtualIPSpec hmac(String... keys) {
        return spec(VrrpVersion.V3, AuthenticationType.HMAC, keys);
    }

    private static VirtualIPSpec spec(VrrpVersion version, AuthenticationType type, String... keys) {
        List<AuthenticationKey> references = Arrays.stream(keys)
                .map(key -> new AuthenticationKey(key.equals("one") ? 1 : 2, new SecretKeyReference("vrrp-keys", key)))
                .toList();
        return Fleets.spec(
                "192.0.2.100/24",
                null,
                new Vrrp(
                        version,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new Authentication(type, references),
                        null,
                        null));
    }

    private static List<RouterAuthenticationKey> keys(Fleets fleets, String node) {
        return fleets.routers(node).get(0).authentication().keys();
    }

    private static List<String> messages(FleetPlan plan) {
        return plan.virtualIPs().get("web").refusals().stream()
                .map(refusal -> refusal.reason() + " " + refusal.message())
                .toList();
    }

    @Test
    void theFirstKeySignsAndAllTravelByDigest() {
        fleets.vip("web", 1, hmac("two", "one")).planAndWrite();
        assertThat(keys(fleets, "n1"))
                .containsExactly(new RouterAuthenticationKey(2, "d2"), new RouterAuthenticationKey(1, "d1"));
        assertThat(fleets.routers("n1").get(0).requires()).containsExactly("HMAC", "IPv4", "Multicast", "V3");
    }

    @Test
    void aKeyThatIsNotThereOrHasAnotherLengthIsRefusedByItsPlace() {
        fleets.key("short", "d3", 31);
        assertThat(messages(fleets.vip("web", 1, hmac("one", "absent")).planAndWrite()))
                .containsExactly("KeyNotFound spec.vrrp.authentication.keys[1].secretRef: key \"absent\" of Secret"
                        + " vrrp-keys is not there, must exist in the operator's namespace with 32 to 64 octets for"
                        + " HMAC");
        assertThat(messages(fleets.vip("web", 1, hmac("short")).planAndWrite()))
                .containsExactly("InvalidKey spec.vrrp.authentication.keys[0].secretRef: key \"short\" of Secret"
                        + " vrrp-keys has 31 octets, must exist in the operator's namespace with 32 to 64 octets for"
                        + " HMAC");
        VirtualIPSpec password = spec(VrrpVersion.V2, AuthenticationType.Password, "two");
        assertThat(messages(fleets.vip("web", 1, password).planAndWrite()))
                .containsExactly("InvalidKey spec.vrrp.authentication.keys[0].secretRef: key \"two\" of Secret"
                        + " vrrp-keys has 64 octets, must exist in the operator's namespace with 1 to 8 octets for"
                        + " Password");
        assertThat(messages(
                        fleets.key("one", "d9", 65).vip("web", 1, hmac("one")).planAndWrite()))
                .singleElement()
                .asString()
                .contains("has more than 64 octets");
    }

    @Test
    void aSecretThatIsDeletedCostsNothingThatRuns() {
        FleetPlan before = fleets.vip("web", 1, hmac("one")).planAndWrite();
        FleetPlan after = fleets.withoutKeys().planAndWrite();
        assertThat(messages(after)).singleElement().asString().startsWith("KeyNotFound");
        assertThat(after.routers()).isEqualTo(before.routers());
        assertThat(KeyUse.digests(fleets.fleet(), after, Set.of("d1"), Set.of()))
                .containsExactly("d1");
    }

    @Test
    void whatBeginsWaitsForTheAgentsSecret() {
        fleets.vip("web", 1, hmac("two")).turn(Set.of());
        assertThat(fleets.routers("n1")).isEmpty();
        assertThat(fleets.routers("n2")).isEmpty();
        fleets.present("d2").turn(Set.of());
        fleets.turn(Set.of());
        assertThat(keys(fleets, "n1")).containsExactly(new RouterAuthenticationKey(2, "d2"));
    }

    @Test
    void whatRunsGoesOnAsItWasUntilEveryNodeHasTheNewKey() {
        fleets.vip("web", 1, hmac("one")).planAndWrite();
        List<RouterSpec> before = fleets.routers("n1");
        fleets.vip("web", 2, hmac("one", "two")).present("d2").turn(Set.of());
        assertThat(fleets.routers("n1")).isEqualTo(before);
        fleets.mounted("d2").turn(Set.of());
        assertThat(keys(fleets, "n1"))
                .containsExactly(new RouterAuthenticationKey(1, "d1"), new RouterAuthenticationKey(2, "d2"));
        // Which signs may change at once: all have both.
        fleets.vip("web", 3, hmac("two", "one")).turn(Set.of());
        assertThat(keys(fleets, "n1").get(0).id()).isEqualTo(2);
    }

    @Test
    void aKeyIsHeldUntilEveryAgentThatLivesHasLetItGo() {
        fleets.vip("web", 1, hmac("one", "two")).mounted("d2").planAndWrite();
        List.of("n1", "n2").forEach(node -> fleets.report(node, List.of()));
        FleetPlan plan = fleets.vip("web", 2, hmac("two")).planAndWrite();
        Set<String> held = Set.of("d1", "d2");
        assertThat(KeyUse.digests(fleets.fleet(), plan, held, Set.of())).containsExactly("d1", "d2");
        fleets.report("n1", List.of());
        assertThat(KeyUse.digests(fleets.fleet(), plan, held, Set.of())).containsExactly("d1", "d2");
        assertThat(KeyUse.digests(fleets.fleet(), plan, held, Set.of("n2"))).containsExactly("d2");
        fleets.report("n2", List.of());
        VirtualIPNodeStateStatus answered = fleets.record("n2").status();
        assertThat(answered.observedGeneration()).isEqualTo(fleets.record("n2").generation());
        assertThat(KeyUse.digests(fleets.fleet(), plan, held, Set.of())).containsExactly("d2");
    }
}
