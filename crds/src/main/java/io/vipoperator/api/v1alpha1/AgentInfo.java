package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The process that reports.
 *
 * @param version of the agent
 * @param podUID of its pod; absent outside Kubernetes
 * @param startedAt RFC 3339
 * @param features that it has, matched against a router's requires
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentInfo(String version, String podUID, String startedAt, List<String> features) {}
