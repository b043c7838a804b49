package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A move of the addresses.
 *
 * @param from the node that held them, absent if none did
 * @param to the node that holds them, absent if none does
 * @param time RFC 3339
 * @param reason one word
 * @param message for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Transition(String from, String to, String time, String reason, String message) {}
