package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A query to a name server.
 *
 * @param host name or address; absent means the node itself, 127.0.0.1
 * @param port absent means 53
 * @param name asked for
 * @param recordType absent means {@link DnsRecordType#A}
 * @param expectedAnswers all must be among the answers; absent means any
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DnsProbe(
        String host, Integer port, String name, DnsRecordType recordType, List<String> expectedAnswers) {}
