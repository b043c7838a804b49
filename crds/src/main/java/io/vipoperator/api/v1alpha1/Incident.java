package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Something that an agent wants said; the operator turns it into an Event.
 *
 * @param reason one word
 * @param message for people
 * @param count how often since the agent's start
 * @param time RFC 3339, of the last
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Incident(String reason, String message, Integer count, String time) {}
