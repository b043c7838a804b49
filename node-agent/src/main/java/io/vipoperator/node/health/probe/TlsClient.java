package io.vipoperator.node.health.probe;

import io.netty.handler.ssl.SslHandler;
import io.vipoperator.node.health.Probe;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS as one check wants it. The certificates are read at the first probe, on a worker, and kept. Everything else lives on the
 * loop's thread.
 */
final class TlsClient {
    private final Probe.TlsSettings settings;
    private final InstantSource clock;
    private Optional<Loaded> loaded = Optional.empty();

    TlsClient(Probe.TlsSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** What is made of the PEM texts once. */
    private sealed interface Loaded {
        record Sound(X509ExtendedTrustManager authorities, List<KeyManager> keys) implements Loaded {}

        /** Why they are of no use. */
        record Unsound(String reason) implements Loaded {}
    }

    /** Prepares TLS to that host for the probe, then goes on with it; or ends the probe, if that can't be. */
    void prepare(ProbeRun run, String host, int port, Consumer<TlsSession> next) {
        if (settings.missing().isPresent()) {
            run.fail(settings.missing().get());
            return;
        }
        if (loaded.isPresent()) {
            go(loaded.get(), run, host, port, next);
            return;
        }
        run.stage("TLS");
        run.compute(run.shared().handshakes(), this::load, result -> {
            loaded = Optional.of(result);
            go(result, run, host, port, next);
        });
    }

    private Loaded load() {
        try {
            X509ExtendedTrustManager authorities = settings.authorities().isPresent()
                    ? Certificates.trusting(
                            Pem.certificates(settings.authorities().get()))
                    : Certificates.trustingTheRuntimes();
            return new Loaded.Sound(authorities, List.of(keys()));
        } catch (GeneralSecurityException e) {
            return new Loaded.Unsound(Reasons.printable(String.valueOf(e.getMessage())));
        }
    }

    private KeyManager[] keys() throws GeneralSecurityException {
        if (settings.clientCertificate().isEmpty() || settings.clientKey().isEmpty()) {
            return new KeyManager[0];
        }
        return Certificates.keyManagers(
                Pem.privateKey(settings.clientKey().get()),
                Pem.certificates(settings.clientCertificate().get()));
    }

    private void go(Loaded known, ProbeRun run, String host, int port, Consumer<TlsSession> next) {
        switch (known) {
            case Loaded.Unsound unsound -> run.fail(unsound.reason());
            case Loaded.Sound sound -> {
                try {
                    next.accept(session(sound, run, host, port));
                } catch (GeneralSecurityException e) {
                    run.fail("TLS is not to be had: " + Reasons.printable(String.valueOf(e.getMessage())));
                }
            }
        }
    }

    private TlsSession session(Loaded.Sound sound, ProbeRun run, String host, int port)
            throws GeneralSecurityException {
        CertificateExamination examination =
                new CertificateExamination(sound.authorities(), settings.verify(), host, clock.instant());
        // A context of its own, so that no handshake goes on from an earlier one.
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(sound.keys().toArray(KeyManager[]::new), new TrustManager[] {examination}, null);
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (settings.verify()) {
            // RFC 9110 section 4.3.4 for all kinds: the name must be among those of the certificate.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        serverName(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
        engine.setSSLParameters(parameters);
        SslHandler handler =
                new SslHandler(engine, false, run.worker(run.shared().handshakes()));
        // The probe's own timeout counts.
        handler.setHandshakeTimeoutMillis(0);
        return new TlsSession(handler, examination, settings.minimumCertificateDays(), clock.instant());
    }

    /** Not for addresses (RFC 6066 section 3). */
    private static Optional<SNIHostName> serverName(String host) {
        if (HostNames.isAddress(host)) {
            return Optional.empty();
        }
        try {
            String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
            return Optional.of(new SNIHostName(name.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            // No name of the DNS, such as one with an underscore: verification will say so.
            return Optional.empty();
        }
    }
}
