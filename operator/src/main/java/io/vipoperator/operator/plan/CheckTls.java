package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.HttpScheme;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.Tls;
import java.util.Objects;
import java.util.Optional;

/**
 * How a check uses TLS.
 *
 * @param field where the settings stand in the spec
 * @param tls the settings; its fields may be null
 */
public record CheckTls(String field, Tls tls) {
    private static final Tls DEFAULTS = new Tls(null, null, null, null, null);

    /** Empty if it doesn't. */
    public static Optional<CheckTls> of(HealthCheckSpec spec) {
        if (spec.http() != null && spec.http().scheme() == HttpScheme.HTTPS) {
            return Optional.of(with("spec.http.tls", spec.http().tls()));
        }
        if (spec.smtp() != null && spec.smtp().startTLS() == Switch.Enabled) {
            return Optional.of(with("spec.smtp.tls", spec.smtp().tls()));
        }
        if (spec.grpc() != null && spec.grpc().tls() != null) {
            return Optional.of(with("spec.grpc.tls", spec.grpc().tls()));
        }
        return Optional.empty();
    }

    private static CheckTls with(String field, Tls tls) {
        return new CheckTls(field, Objects.requireNonNullElse(tls, DEFAULTS));
    }

    /** The check fails when the server's certificate ends, or sooner. */
    public boolean judgesCertificate() {
        return tls.verification() != Switch.Disabled || tls.minimumCertificateDays() != null;
    }

    /** Days that the certificate must be valid still. */
    public int minimumCertificateDays() {
        return Objects.requireNonNullElse(tls.minimumCertificateDays(), 0);
    }
}
