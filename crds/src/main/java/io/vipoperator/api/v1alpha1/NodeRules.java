package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;

/**
 * Which nodes take part in the election of a VirtualIP.
 *
 * @param selector absent means all nodes
 * @param maxMembers 1..16; absent means 3
 * @param preferences soft wishes
 * @param priorities explicit priorities
 * @param onCordon absent means {@link OnCordon#Ignore}
 * @param excludeLabel absent means {@link ExcludeLabel#Respect}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeRules(
        LabelSelector selector,
        Integer maxMembers,
        List<NodePreference> preferences,
        List<NodePriority> priorities,
        OnCordon onCordon,
        ExcludeLabel excludeLabel) {}
