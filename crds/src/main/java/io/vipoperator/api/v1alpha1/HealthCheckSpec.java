package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What is probed, and when a verdict changes. Exactly one of the kinds is present.
 *
 * @param intervalMilliseconds 100..3600000, from start to start; absent means 1000
 * @param timeoutMilliseconds 10..3600000, not more than the interval; absent means the interval, at most 1000
 * @param healthyThreshold 1..100 successes in a row; absent means 2
 * @param unhealthyThreshold 1..100 failures in a row; absent means 3
 * @param initialState before the first verdict; absent means {@link HealthState#Unknown}
 * @param http a request over HTTP or HTTPS
 * @param tcp a connection
 * @param udp a datagram
 * @param dns a query
 * @param smtp a greeting
 * @param grpc the standard health service
 * @param ping ICMP echo
 * @param exec a program
 * @param process processes of the host
 * @param file a file with a number
 * @param service a ready endpoint on the node
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthCheckSpec(
        Integer intervalMilliseconds,
        Integer timeoutMilliseconds,
        Integer healthyThreshold,
        Integer unhealthyThreshold,
        HealthState initialState,
        HttpProbe http,
        TcpProbe tcp,
        UdpProbe udp,
        DnsProbe dns,
        SmtpProbe smtp,
        GrpcProbe grpc,
        PingProbe ping,
        ExecProbe exec,
        ProcessProbe process,
        FileProbe file,
        ServiceProbe service) {}
