package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a server is verified and the client shows itself.
 *
 * @param serverName for SNI and verification; absent means the host
 * @param verification absent means {@link Switch#Enabled}
 * @param certificateAuthoritySecretRef PEM; absent means the runtime's own authorities
 * @param clientCertificateSecretName a Secret of type kubernetes.io/tls
 * @param minimumCertificateDays 0..3650 days that the certificate must be valid still
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Tls(
        String serverName,
        Switch verification,
        SecretKeyReference certificateAuthoritySecretRef,
        String clientCertificateSecretName,
        Integer minimumCertificateDays) {}
