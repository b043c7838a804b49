package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Unicast with HMAC by keys from a Secret, and their rotation; version 2 with a password beside keepalived. */
@ExtendWith(HealedLab.class)
@Tag("long")
class AuthenticationTest {

    private static final String SECRET = "lab-keys";
    private static final String FIRST_KEY = "the-first-key-has-thirty-two-octets-or-more";
    private static final String SECOND_KEY = "the-second-key-has-thirty-two-octets-or-more";
    /** The operator gives a new key to a running router only when the kubelets have had time to bring it. */
    private static final Duration ROTATION_LIMIT = Duration.ofMinutes(4);

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();

    @AfterEach
    void deleteSecret() {
        cluster.kubectl("-n", Installation.NAMESPACE, "delete", "secret", SECRET, "--ignore-not-found");
    }

    private void createSecret(Map<String, String> values) {
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(SECRET)
                        .withNamespace(Installation.NAMESPACE)
                        .endMetadata()
                        .addToStringData(values)
                        .build())
                .create();
    }

    private static String key(int id, String name) {
        return "{id: " + id + ", secretRef: {name: " + SECRET + ", key: " + name + "}}";
    }

    private String spec(String address, String... keys) {
        return "{addresses: [" + address + "/24], vrrp: {" + Installation.CALM
                + ", preemption: {mode: Never}, transport: {type: Unicast}, authentication: {type: HMAC, keys: ["
                + String.join(", ", keys) + "]}}}";
    }

    @Test
    void unicastWithHmacRotatesItsKeyWithoutALossAndOutlivesItsSecret() {
        String address = cluster.address(152);
        try (TestVip vip = installation.apply("hmac", address, spec(address, key(1, "one")))) {
            assertThat(vip.awaitCondition("Accepted", "False", "KeyNotFound"))
                    .contains("spec.vrrp.authentication.keys[0].secretRef", "\"one\"", SECRET);
            assertThat(vip.holders()).isEmpty();

            createSecret(Map.of("one", FIRST_KEY, "two", SECOND_KEY, "short", "too-short"));
            String active = vip.awaitReady(ROTATION_LIMIT);
            vip.awaitMembers(cluster.nodes().size());
            assertThat(vip.awaitOneOwner()).isEqualTo(active);
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);

                // A refused edit changes nothing.
                vip.edit(spec(address, key(1, "short")));
                assertThat(vip.awaitCondition("Accepted", "False", "InvalidKey"))
                        .contains("9 octets", "32 to 64");
                assertThat(vip.holders()).containsExactly(active);

                for (String spec : List.of(
                        spec(address, key(1, "one"), key(2, "two")),
                        spec(address, key(2, "two"), key(1, "one")),
                        spec(address, key(2, "two")))) {
                    vip.edit(spec);
                    vip.awaitReady(ROTATION_LIMIT);
                    vip.awaitCondition("Programmed", "True", "Programmed");
                    assertThat(vip.awaitOneOwner()).isEqualTo(active);
                }
                deleteSecret();
                assertThat(vip.awaitCondition("Accepted", "False", "KeyNotFound"))
                        .contains("\"two\"");
                assertThat(vip.awaitOneOwner()).isEqualTo(active);
                assertThat(vip.members()).allMatch(member -> member.message() == null);

                Measured.assertNothingLost("HMAC key rotated, Secret deleted", probe);
            }
        }
    }

    @Test
    void aPasswordOfVersionTwoIsSharedWithKeepalivedAndAnotherIsShown() {
        String address = cluster.address(153);
        createSecret(Map.of("password", "s3cret-8", "other", "0ther-8!"));
        String spec = "{addresses: [" + address + "/24], vrrp: {version: V2, virtualRouterID: 153, coexist: Allow,"
                + " preemption: {mode: Always, delaySeconds: 0}, authentication: {type: Password, keys: [{id: 1,"
                + " secretRef: {name: " + SECRET + ", key: %s}}]}}}";
        ThirdMember.Setup setup = new ThirdMember.Setup(153, 100, 1000, address).withPassword("s3cret-8");
        try (ThirdMember keepalived = ThirdMember.keepalived(cluster, cluster.address(52), setup)) {
            keepalived.start();
            try (AddressProbe probe = AddressProbe.start(cluster, address)) {
                assertThat(probe.awaitAnswer(TestVip.LONG))
                        .as(keepalived.output())
                        .isEqualTo(keepalived.machine());
                try (TestVip vip = installation.apply("password", address, spec.formatted("password"))) {
                    String active = vip.awaitReady(ROTATION_LIMIT);
                    assertThat(probe.awaitAnswer(TestVip.LONG, keepalived.machine()))
                            .as("the members rank above keepalived")
                            .isEqualTo(vip.awaitOneOwner());
                    assertThat(vip.isTrue("Conflict")).isFalse();
                    assertThat(active).isIn(cluster.nodes());
                }
                assertThat(probe.awaitAnswer(TestVip.LONG, cluster.nodes().toArray(String[]::new)))
                        .as(keepalived.output())
                        .isEqualTo(keepalived.machine());
                Measured.print("V2 with password: above keepalived, resigns to it", Measured.losses(probe));

                try (TestVip wrong = installation.apply("password", address, spec.formatted("other"))) {
                    assertThat(wrong.awaitCondition("Degraded", "True", "AuthenticationFailed", ROTATION_LIMIT))
                            .contains(cluster.address(52));
                }
            }
        }
    }
}
