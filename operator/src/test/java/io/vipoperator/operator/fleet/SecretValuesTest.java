package io.vipoperator.operator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.operator.plan.KeyReading;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretValuesTest {
    private static final String SECRET_DIGEST = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private static Secret secret(String name, String key, String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", value)
                .endMetadata()
                .addToData(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    @Test
    void aKeyIsReadByDigestAndLengthOfItsOctets() {
        List<Secret> secrets = List.of(secret("vrrp-keys", "password", "secret"));
        assertThat(SecretValues.readings(secrets))
                .isEqualTo(Map.of(new SecretKeyReference("vrrp-keys", "password"), new KeyReading(SECRET_DIGEST, 6)));
        assertThat(SecretValues.byDigest(secrets)).isEqualTo(Map.of(SECRET_DIGEST, "c2VjcmV0"));
    }

    @Test
    void theAgentsSecretIsASourceOfValuesAndOfNoReferences() {
        List<Secret> secrets = List.of(secret("vip-agent-keys", SECRET_DIGEST, "secret"));
        assertThat(SecretValues.readings(secrets)).isEmpty();
        assertThat(SecretValues.byDigest(secrets)).containsOnlyKeys(SECRET_DIGEST);
    }

    @Test
    void nothingOfASecretIsRememberedThatIsNoKey() {
        Secret reduced = SecretValues.reduced(secret("tls", "tls.key", "k".repeat(5000)));
        assertThat(reduced.getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(Base64.getDecoder().decode(reduced.getData().get("tls.key"))).hasSize(65);
        assertThat(SecretValues.byDigest(List.of(reduced))).isEmpty();
        assertThat(SecretValues.readings(List.of(reduced)).values())
                .extracting(KeyReading::octets)
                .containsExactly(65);
    }
}
