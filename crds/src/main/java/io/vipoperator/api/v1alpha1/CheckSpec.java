package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One check that a node shall run: a HealthCheck with what the operator has looked up for it.
 *
 * @param name the HealthCheck's name; required
 * @param uid of the HealthCheck; absent in a file written by hand
 * @param generation of the HealthCheck that this says
 * @param spec as in the HealthCheck, absent fields have its defaults; required
 * @param certificateAuthorityDigest SHA-256, lower-case hexadecimal, of the PEM file with the authorities
 * @param clientCertificateDigest SHA-256 of the PEM file with the client's certificate
 * @param clientKeyDigest SHA-256 of the PEM file with the client's key
 * @param verdict of a check that the operator decides, which is what {@link HealthCheckSpec#service} asks for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckSpec(
        String name,
        String uid,
        Long generation,
        HealthCheckSpec spec,
        String certificateAuthorityDigest,
        String clientCertificateDigest,
        String clientKeyDigest,
        CheckVerdict verdict) {}
