package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What one node shall run. Written whole by the operator; the same document, as a file, drives an agent without
 * Kubernetes.
 *
 * @param reportRequest raised by the operator to ask for a fresh report
 * @param routers at most 1024
 * @param healthChecks at most 1024, no name twice
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VirtualIPNodeStateSpec(Long reportRequest, List<RouterSpec> routers, List<CheckSpec> healthChecks) {
    /** Without checks. */
    public VirtualIPNodeStateSpec(Long reportRequest, List<RouterSpec> routers) {
        this(reportRequest, routers, null);
    }
}
