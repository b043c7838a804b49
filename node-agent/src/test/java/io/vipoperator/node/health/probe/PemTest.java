package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PEM texts in each form that openssl and cert-manager write. */
class PemTest {
    @TempDir
    static Path directory;

    private static TestCertificates certificates;

    @BeforeAll
    static void make() throws IOException {
        certificates = new TestCertificates(directory);
        certificates.run("genrsa", "-out", "rsa.key", "2048");
        certificates.run("rsa", "-in", "rsa.key", "-traditional", "-out", "rsa-1.key");
        certificates.run("ec", "-in", "ca.key", "-out", "ec-1.key");
        certificates.run("ecparam", "-name", "secp384r1", "-genkey", "-out", "ec-with-parameters.key");
        certificates.run("genpkey", "-algorithm", "ed25519", "-out", "ed.key");
        certificates.run("pkcs8", "-topk8", "-in", "rsa.key", "-passout", "pass:secret", "-out", "locked.key");
    }

    @Test
    void theOldFormsAreTheSameKeysAsPkcs8() throws Exception {
        assertThat(certificates.text("rsa-1.key")).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(certificates.text("ec-1.key")).startsWith("-----BEGIN EC PRIVATE KEY-----");
        assertThat(key("rsa-1.key")).isEqualTo(key("rsa.key"));
        assertThat(key("ec-1.key").getAlgorithm()).isEqualTo("EC");
        assertThat(((java.security.interfaces.ECPrivateKey) key("ec-1.key")).getS())
                .isEqualTo(((java.security.interfaces.ECPrivateKey) key("ca.key")).getS());
    }

    @Test
    void parametersBeforeTheKeyAndOtherAlgorithmsAreNoObstacle() throws Exception {
        assertThat(key("ec-with-parameters.key").getAlgorithm()).isEqualTo("EC");
        assertThat(key("ed.key").getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void aChainIsReadInItsOrder() throws Exception {
        certificates.issue("leaf", "DNS:leaf.example", 10);
        String chain = "leaf:\n" + certificates.text("leaf.pem") + "authority:\n" + certificates.text("ca.pem");
        assertThat(Pem.certificates(chain))
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=leaf", "CN=Test Authority");
    }

    @Test
    void whatIsNoKeyIsRefusedInWords() {
        assertThatThrownBy(() -> key("locked.key"))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("client key must be PEM without encryption, not ENCRYPTED PRIVATE KEY");
        assertThatThrownBy(() -> Pem.privateKey("s3cret")).hasMessage("client key must be PEM with a PRIVATE KEY");
        assertThatThrownBy(() -> Pem.privateKey("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----"))
                .hasMessage("client key must be a key of RSA, EC or EdDSA");
        for (String broken : new String[] {"", "MA==", "MIQ=", "MAQCAQEE", "MIT/////"}) {
            assertThatThrownBy(() -> Pem.privateKey(
                            "-----BEGIN EC PRIVATE KEY-----\n" + broken + "\n-----END EC PRIVATE KEY-----"))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessageStartingWith("client key must ");
        }
    }

    private static PrivateKey key(String file) throws IOException, GeneralSecurityException {
        return Pem.privateKey(certificates.text(file));
    }
}
