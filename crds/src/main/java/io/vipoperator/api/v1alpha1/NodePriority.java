package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LabelSelector;

/**
 * An explicit priority, keepalived's way; it wins over the computed rank.
 *
 * @param nodeName the node; or
 * @param selector over node labels: exactly one of both
 * @param priority 1..254
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodePriority(String nodeName, LabelSelector selector, Integer priority) {}
