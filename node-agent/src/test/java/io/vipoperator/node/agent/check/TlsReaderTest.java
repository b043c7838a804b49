package io.vipoperator.node.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.Tls;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.agent.Problem;
import io.vipoperator.node.agent.Problems;
import io.vipoperator.node.health.Probe;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the use of TLS is read, and certificates are found by their digests. */
class TlsReaderTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);
    private static final String UNKNOWN = "0123456789ab" + "d".repeat(52);

    private final Problems problems = new Problems();

    @Test
    void whatIsAbsentHasTheSchemasDefaults() {
        Probe.TlsSettings tls = read(Reading.check(null, null, null), null);
        assertThat(tls.serverName()).isEqualTo("web.example");
        assertThat(tls.verify()).isTrue();
        assertThat(tls.authorities()).isEmpty();
        assertThat(tls.clientCertificate()).isEmpty();
        assertThat(tls.clientKey()).isEmpty();
        assertThat(tls.minimumCertificateDays()).isEmpty();
        assertThat(tls.missing()).isEmpty();
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void certificatesAreFoundByTheirDigests() {
        Probe.TlsSettings tls = read(
                Reading.check(A.toUpperCase(java.util.Locale.ROOT), B, C),
                "{certificateAuthoritySecretRef: {name: ca, key: ca.crt}, clientCertificateSecretName: client}");
        assertThat(tls.authorities()).contains("authority");
        assertThat(tls.clientCertificate()).contains("certificate");
        assertThat(tls.clientKey()).contains("key");
        assertThat(tls.missing()).isEmpty();
        assertThat(tls.toString()).doesNotContain("key");
    }

    @Test
    void whatHasNotArrivedIsSaidAndIsNoProblemOfTheDocument() {
        assertThat(read(Reading.check(UNKNOWN, null, null), "{}").missing())
                .contains("certificateAuthorityDigest 0123456789ab… has not arrived on this node");
        assertThat(read(
                                Reading.check(null, null, null),
                                "{certificateAuthoritySecretRef: {name: ca, key: ca.crt}, clientCertificateSecretName: client}")
                        .missing())
                .contains(
                        "the certificate authority of Secret ca is not known, the client certificate of Secret client is not known");
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void aWordOfANewerVersionMakesTheCheckFailAndNotTheDocument() {
        assertThat(read(Reading.check(null, null, null), "{verification: Sometimes}")
                        .missing())
                .contains("tls.verification has a value that this version of the agent does not know");
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void digestsMustBeDigestsAndAKeyBelongsToACertificate() {
        read(Reading.check("abc", B, null), "{}");
        assertThat(problems.all())
                .extracting(Problem::toString)
                .isEqualTo(
                        List.of(
                                "healthChecks[0].certificateAuthorityDigest: \"abc\" must be the SHA-256 of a PEM file, 64 hexadecimal digits",
                                "healthChecks[0].clientKeyDigest: must be there too: a client shows itself with a certificate and its key"));
    }

    private Probe.TlsSettings read(CheckSpec check, String yaml) {
        return Reading.tls(check, problems)
                .read(
                        yaml == null ? null : Reading.parsed(yaml, Tls.class),
                        "web.example",
                        new Fields("healthChecks[0].spec.http.tls.", problems));
    }
}
