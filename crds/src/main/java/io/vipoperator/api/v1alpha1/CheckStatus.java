package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How one check stands on this node.
 *
 * @param name the HealthCheck's name
 * @param uid of the HealthCheck
 * @param appliedGeneration of the HealthCheck that runs
 * @param state the verdict
 * @param since RFC 3339, of the node's own clock
 * @param message for people: what the last probe found
 * @param certificateNotAfter RFC 3339, when the certificate ends that the server showed last; absent without TLS
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckStatus(
        String name,
        String uid,
        Long appliedGeneration,
        HealthState state,
        String since,
        String message,
        String certificateNotAfter) {}
