package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Processes of the host, by exactly one of name and command line.
 *
 * @param name as in /proc/PID/comm
 * @param commandLinePattern a regular expression that must be found
 * @param minimumCount 1..100000; absent means 1
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProcessProbe(String name, String commandLinePattern, Integer minimumCount) {}
