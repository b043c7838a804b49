package io.vipoperator.operator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.operator.plan.KeyReading;
import io.vipoperator.operator.plan.KeyReading.Pem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretValuesTest {
    private static final String SECRET_DIGEST = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBdDCCARugAwIBAgIUZRcJboBcqns3Na6rCW128RBcXvwwCgYIKoZIzj0EAwIw
            DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjExODMxMDJaGA8yMTI2MTAyODE4MzEw
            MlowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOCA
            ajXCIcYa50vAqjMFVQrj8cNcBzyY+I3w6XJS57UJy64aEohd3tEAUwNuQ2oWjnUV
            wOVMTNEZJafFz5exDYWjUzBRMB0GA1UdDgQWBBTr6bR9HLvRXKnLg7S/RNjLUXIj
            DDAfBgNVHSMEGDAWgBTr6bR9HLvRXKnLg7S/RNjLUXIjDDAPBgNVHRMBAf8EBTAD
            AQH/MAoGCCqGSM49BAMCA0cAMEQCIGhklNthtqHdfgAUosVJsRuURTGD6qJMSwVs
            kKBgn89UAiBZymjsiQvhXWUPFLlGBt2EPdFcVIr8YC+Tt65uM8OB2A==
            -----END CERTIFICATE-----
            """;

    private static Secret secret(String name, String key, String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", value)
                .endMetadata()
                .addToData(key, base64(value))
                .build();
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyReading reading(String value) {
        return SecretValues.readings(secret("tls", "file", value)).get(new SecretKeyReference("tls", "file"));
    }

    /** As PKCS #8 has it, as far as anybody looks. */
    private static String key(String type) {
        return "-----BEGIN " + type + "-----\nMIGHAgEAMBMGByqGSM49\n-----END " + type + "-----\n";
    }

    @Test
    void aKeyIsReadByDigestAndLengthOfItsOctets() {
        Secret secret = secret("vrrp-keys", "password", "secret");
        assertThat(SecretValues.readings(secret))
                .isEqualTo(Map.of(
                        new SecretKeyReference("vrrp-keys", "password"), new KeyReading(SECRET_DIGEST, 6, Pem.NONE)));
        assertThat(SecretValues.byDigest(SecretValues.reduced(secret))).isEqualTo(Map.of(SECRET_DIGEST, "c2VjcmV0"));
    }

    @Test
    void theAgentsSecretIsASourceOfValuesAndOfNoReferences() {
        SecretValues.Store store = new SecretValues.Store();
        store.put("one", secret("vip-agent-keys", SECRET_DIGEST, "secret"));
        assertThat(store.readings()).isEmpty();
        assertThat(store.byDigest()).containsOnlyKeys(SECRET_DIGEST);
        store.remove("one");
        assertThat(store.byDigest()).isEmpty();
    }

    @Test
    void nothingOfASecretIsRememberedThatIsNeitherKeyNorCertificate() {
        Secret secret = secret("helm", "release", "r".repeat(5000));
        Secret reduced = SecretValues.reduced(secret);
        assertThat(reduced.getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(reduced.getData()).isEmpty();
        assertThat(SecretValues.readings(secret).values())
                .extracting(KeyReading::octets)
                .containsExactly(5000);
    }

    @Test
    void aCertificateIsKeptWholeUpToSixtyFourKibibytes() {
        Secret reduced = SecretValues.reduced(secret("ca", "ca.crt", CERTIFICATE));
        assertThat(reduced.getData()).isEqualTo(Map.of("ca.crt", base64(CERTIFICATE)));
        // To the octet: 65,536 are kept, 65,537 are not.
        String longest = CERTIFICATE + "\n".repeat(65_536 - CERTIFICATE.length());
        assertThat(SecretValues.reduced(secret("ca", "ca.crt", longest)).getData())
                .hasSize(1);
        assertThat(reading(longest).pem()).isEqualTo(Pem.CERTIFICATES);
        String tooLong = longest + "\n";
        assertThat(SecretValues.reduced(secret("ca", "ca.crt", tooLong)).getData())
                .isEmpty();
        assertThat(reading(tooLong).octets()).isEqualTo(65_537);
        assertThat(reading(tooLong).pem()).isEqualTo(Pem.NONE);
    }

    @Test
    void aFileIsWhatCanBeReadInIt() {
        assertThat(reading(CERTIFICATE + CERTIFICATE).pem()).isEqualTo(Pem.CERTIFICATES);
        assertThat(reading("# what it is for\n" + CERTIFICATE).pem()).isEqualTo(Pem.CERTIFICATES);
        assertThat(reading(key("PRIVATE KEY")).pem()).isEqualTo(Pem.PRIVATE_KEY);
        assertThat(reading(key("RSA PRIVATE KEY")).pem()).isEqualTo(Pem.PRIVATE_KEY);
        assertThat(reading(key("EC PRIVATE KEY")).pem()).isEqualTo(Pem.PRIVATE_KEY);
        assertThat(reading(CERTIFICATE + key("PRIVATE KEY")).pem()).isEqualTo(Pem.PRIVATE_KEY);
        assertThat(reading(key("ENCRYPTED PRIVATE KEY")).pem()).isEqualTo(Pem.NONE);
        assertThat(reading("not PEM").pem()).isEqualTo(Pem.NONE);
        assertThat(reading("").pem()).isEqualTo(Pem.NONE);
        // One letter of the certificate's DER is another.
        assertThat(reading(CERTIFICATE.replace("MIIBdDCC", "MIIBdDXX")).pem()).isEqualTo(Pem.NONE);
        assertThat(reading(CERTIFICATE.replace("-----END CERTIFICATE-----", "")).pem())
                .isEqualTo(Pem.NONE);
    }
}
