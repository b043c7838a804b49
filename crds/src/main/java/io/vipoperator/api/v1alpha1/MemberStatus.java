package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One node's part in the election.
 *
 * @param nodeName the node
 * @param interfaceName its NIC
 * @param state {@link RouterState#Unknown} where the report is stale
 * @param priority as planned
 * @param effectivePriority as advertised
 * @param since RFC 3339, of the node's own clock
 * @param reason why it is in this state, one word
 * @param message for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MemberStatus(
        String nodeName,
        @JsonProperty("interface") String interfaceName,
        RouterState state,
        Integer priority,
        Integer effectivePriority,
        String since,
        String reason,
        String message) {}
