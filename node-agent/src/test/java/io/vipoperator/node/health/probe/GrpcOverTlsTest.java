package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gRPC's own server behind certificates that are made here. */
class GrpcOverTlsTest {
    private static final ProbeLoop LOOP = new ProbeLoop(DnsServerAddressStreamProviders.platformDefault());

    @TempDir
    private static Path folder;

    private static TestCertificates certificates;
    private static Server server;
    private static Server plain;

    @BeforeAll
    static void startServers() throws IOException {
        certificates = new TestCertificates(folder);
        certificates.issue("orders", "DNS:orders.test", 30);
        certificates.selfSigned("other", "DNS:orders.test");
        server = builder()
                .useTransportSecurity(
                        certificates.path("orders.pem").toFile(),
                        certificates.path("orders.key").toFile())
                .build()
                .start();
        plain = builder().build().start();
    }

    private static NettyServerBuilder builder() {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new HealthStatusManager().getHealthService());
    }

    @AfterAll
    static void stop() {
        server.shutdownNow();
        plain.shutdownNow();
        LOOP.close();
    }

    @Test
    void aServerThatIsVerifiedTellsWhenItsCertificateEnds() throws IOException {
        Finding found = probe(server, Probing.tls("orders.test", certificates.text("ca.pem")));

        assertThat(found.message()).isEqualTo("gRPC 127.0.0.1:" + server.getPort() + ": SERVING");
        assertThat(found.success()).isTrue();
        assertThat(found.certificateNotAfter())
                .hasValueSatisfying(end -> assertThat(Duration.between(Instant.now(), end))
                        .isBetween(Duration.ofDays(29), Duration.ofDays(30)));
    }

    @Test
    void withoutVerificationAnyCertificateWillDo() {
        assertThat(probe(server, Probing.unverified("elsewhere.test")).success())
                .isTrue();
    }

    @Test
    void whatIsWrongWithTheCertificateIsNamed() throws IOException {
        String authority = certificates.text("ca.pem");

        assertThat(probe(server, Probing.tls("elsewhere.test", authority)).message())
                .endsWith(": name mismatch: certificate is for orders.test, not elsewhere.test");
        assertThat(probe(server, Probing.tls("orders.test", certificates.text("other.pem")))
                        .message())
                .contains(": unknown authority: ");
        assertThat(probe(server, Probing.withDays(Probing.tls("orders.test", authority), 31))
                        .message())
                .contains(": certificate is valid for fewer than 31 days: ends on ");
    }

    @Test
    void tlsAtOneEndAloneIsAFailureAtOnce() {
        assertThat(probe(plain, Probing.unverified("orders.test")).message())
                .endsWith(": the server does not speak TLS");
        assertThat(Findings.of(new GrpcProber(
                                LOOP,
                                new Probe.Grpc("127.0.0.1", server.getPort(), "", Optional.empty()),
                                InstantSource.system()))
                        .success())
                .isFalse();
    }

    private static Finding probe(Server of, Probe.TlsSettings tls) {
        return Findings.of(new GrpcProber(
                LOOP, new Probe.Grpc("127.0.0.1", of.getPort(), "", Optional.of(tls)), InstantSource.system()));
    }
}
