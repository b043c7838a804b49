package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** One probe, as tests make it: with a timeout that no machine is too busy for, or with a short one to be waited for. */
final class Probing {
    static final long AMPLE_MILLIS = 20_000;
    static final long SHORT_MILLIS = 300;

    private Probing() {}

    /** What it finds; at latest a while after the timeout, else the prober doesn't keep its word. */
    static Finding probe(Probers probers, Probe probe, long timeoutMillis) {
        try (Prober prober = probers.of(probe)) {
            return found(prober, timeoutMillis);
        }
    }

    static Finding found(Prober prober, long timeoutMillis) {
        try {
            return prober.probe(TimeUnit.MILLISECONDS.toNanos(timeoutMillis))
                    .toCompletableFuture()
                    .get(timeoutMillis + 20_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("a prober must always end with a finding", e);
        }
    }

    static void succeeds(Finding finding, String message) {
        assertThat(finding.message()).isEqualTo(message);
        assertThat(finding.success()).isTrue();
    }

    static void fails(Finding finding, String message) {
        assertThat(finding.message()).isEqualTo(message);
        assertThat(finding.success()).isFalse();
    }

    /** GET over HTTP from this machine, 200 to 299 expected. */
    static Probe.Http get(int port, String path) {
        return new Probe.Http(
                "127.0.0.1",
                port,
                "GET",
                path,
                "127.0.0.1:" + port,
                Map.of(),
                List.of(new Probe.Range(200, 299)),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    static Probe.Http withMethod(Probe.Http http, String method) {
        return new Probe.Http(
                http.host(),
                http.port(),
                method,
                http.path(),
                http.hostHeader(),
                http.headers(),
                http.expectedStatuses(),
                http.bodyPattern(),
                http.bodyDigest(),
                http.followRedirects(),
                http.tls());
    }

    static Probe.Http withHost(Probe.Http http, String host, String hostHeader) {
        return new Probe.Http(
                host,
                http.port(),
                http.method(),
                http.path(),
                hostHeader,
                http.headers(),
                http.expectedStatuses(),
                http.bodyPattern(),
                http.bodyDigest(),
                http.followRedirects(),
                http.tls());
    }

    static Probe.Http withHeaders(Probe.Http http, Map<String, String> headers) {
        return new Probe.Http(
                http.host(),
                http.port(),
                http.method(),
                http.path(),
                http.hostHeader(),
                headers,
                http.expectedStatuses(),
                http.bodyPattern(),
                http.bodyDigest(),
                http.followRedirects(),
                http.tls());
    }

    static Probe.Http withStatuses(Probe.Http http, Probe.Range... statuses) {
        return new Probe.Http(
                http.host(),
                http.port(),
                http.method(),
                http.path(),
                http.hostHeader(),
                http.headers(),
                List.of(statuses),
                http.bodyPattern(),
                http.bodyDigest(),
                http.followRedirects(),
                http.tls());
    }

    static Probe.Http withPattern(Probe.Http http, String pattern) {
        return new Probe.Http(
                http.host(),
                http.port(),
                http.method(),
                http.path(),
                http.hostHeader(),
                http.headers(),
                http.expectedStatuses(),
                Optional.of(Pattern.compile(pattern)),
                http.bodyDigest(),
                http.followRedirects(),
                http.tls());
    }

    static Probe.Http withDigest(Probe.Http http, String algorithm, String value) {
        return new Probe.Http(
                http.host(),
                http.port(),
                http.method(),
                http.path(),
                http.hostHeader(),
                http.headers(),
                http.expectedStatuses(),
                http.bodyPattern(),
                Optional.of(new Probe.Digest(algorithm, value)),
                http.followRedirects(),
                http.tls());
    }

    static Probe.Http following(Probe.Http http) {
        return new Probe.Http(
                http.host(),
                http.port(),
                http.method(),
                http.path(),
                http.hostHeader(),
                http.headers(),
                http.expectedStatuses(),
                http.bodyPattern(),
                http.bodyDigest(),
                true,
                http.tls());
    }

    static Probe.Http withTls(Probe.Http http, Probe.TlsSettings tls) {
        return new Probe.Http(
                http.host(),
                http.port(),
                http.method(),
                http.path(),
                http.hostHeader(),
                http.headers(),
                http.expectedStatuses(),
                http.bodyPattern(),
                http.bodyDigest(),
                http.followRedirects(),
                Optional.of(tls));
    }

    /** Verified against that authority. */
    static Probe.TlsSettings tls(String serverName, String authorities) {
        return new Probe.TlsSettings(
                serverName,
                true,
                Optional.of(authorities),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    static Probe.TlsSettings unverified(String serverName) {
        return new Probe.TlsSettings(
                serverName,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    static Probe.TlsSettings withDays(Probe.TlsSettings tls, int days) {
        return new Probe.TlsSettings(
                tls.serverName(),
                tls.verify(),
                tls.authorities(),
                tls.clientCertificate(),
                tls.clientKey(),
                OptionalInt.of(days),
                tls.missing());
    }

    static Probe.TlsSettings withClient(Probe.TlsSettings tls, String certificate, String key) {
        return new Probe.TlsSettings(
                tls.serverName(),
                tls.verify(),
                tls.authorities(),
                Optional.of(certificate),
                Optional.of(key),
                tls.minimumCertificateDays(),
                tls.missing());
    }

    static Probe.TlsSettings withMissing(Probe.TlsSettings tls, String missing) {
        return new Probe.TlsSettings(
                tls.serverName(),
                tls.verify(),
                tls.authorities(),
                tls.clientCertificate(),
                tls.clientKey(),
                tls.minimumCertificateDays(),
                Optional.of(missing));
    }

    static Probe.Tcp tcp(int port) {
        return new Probe.Tcp("127.0.0.1", port, Optional.empty(), Optional.empty());
    }

    static Probe.Tcp tcp(int port, String send, String expect) {
        return new Probe.Tcp("127.0.0.1", port, Optional.ofNullable(send), Optional.of(Pattern.compile(expect)));
    }
}
