package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A program; its status 0 is success.
 *
 * @param command the absolute path of the program, then its arguments
 * @param runAsUser numeric user and group, not 0; absent means 65534
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecProbe(List<String> command, Integer runAsUser) {}
