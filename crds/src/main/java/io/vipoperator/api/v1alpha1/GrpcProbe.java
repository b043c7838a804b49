package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A call of grpc.health.v1.Health/Check.
 *
 * @param host name or address; absent means the node itself, 127.0.0.1
 * @param port 1..65535
 * @param service absent means the server as a whole
 * @param tls absent means without TLS
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GrpcProbe(String host, Integer port, String service, Tls tls) {}
