package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What one node finds.
 *
 * @param nodeName the node
 * @param state the verdict
 * @param since RFC 3339, of the node's own clock
 * @param message for people
 * @param certificateNotAfter RFC 3339, when the certificate ends that the server showed last; absent without TLS
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthCheckNodeStatus(
        String nodeName, HealthState state, String since, String message, String certificateNotAfter) {}
