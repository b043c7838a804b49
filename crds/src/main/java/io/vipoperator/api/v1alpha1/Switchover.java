package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The outcome of a move that was asked for by annotation.
 *
 * @param nodeName the wanted node
 * @param state of the move
 * @param reason one word
 * @param time RFC 3339
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Switchover(String nodeName, String state, String reason, String time) {}
