package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A connection; optionally something is sent and an answer expected.
 *
 * @param host name or address; absent means the node itself, 127.0.0.1
 * @param port 1..65535
 * @param send as text
 * @param expectPattern a regular expression that must be found
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TcpProbe(String host, Integer port, String send, String expectPattern) {}
