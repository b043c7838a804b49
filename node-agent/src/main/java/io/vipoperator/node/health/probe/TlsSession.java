package io.vipoperator.node.health.probe;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * TLS on one connection: a whole handshake each time, since one that goes on from an earlier one shows no certificate.
 *
 * @param handler that does it
 * @param examination of what the server shows
 * @param minimumCertificateDays that the certificate must be valid still
 * @param now when it began
 */
record TlsSession(
        SslHandler handler, CertificateExamination examination, OptionalInt minimumCertificateDays, Instant now) {

    /** When the certificate ends that the server showed, if it showed one. */
    Optional<Instant> notAfter() {
        return examination.notAfter();
    }

    /** Why the probe fails after that handshake, for people; empty if it doesn't. */
    Optional<String> failure(SslHandshakeCompletionEvent handshake) {
        if (!handshake.isSuccess()) {
            return Optional.of(examination.refusal().orElseGet(() -> reason(handshake.cause())));
        }
        if (minimumCertificateDays.isPresent() && notAfter().isPresent()) {
            Instant ends = notAfter().get();
            if (now.plus(minimumCertificateDays.getAsInt(), ChronoUnit.DAYS).isAfter(ends)) {
                return Optional.of("certificate is valid for fewer than " + minimumCertificateDays.getAsInt()
                        + " days: ends on " + ends);
            }
        }
        return Optional.empty();
    }

    private static String reason(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            return "the server does not speak TLS";
        }
        return "TLS failed: " + Reasons.ofConnection(cause);
    }
}
