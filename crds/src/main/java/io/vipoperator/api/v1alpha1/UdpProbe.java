package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A datagram and its answer.
 *
 * @param host name or address; absent means the node itself, 127.0.0.1
 * @param port 1..65535
 * @param payload absent means empty
 * @param payloadEncoding absent means {@link PayloadEncoding#Text}
 * @param reply absent means {@link Reply#Required}
 * @param replyPattern a regular expression that must be found
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UdpProbe(
        String host, Integer port, String payload, PayloadEncoding payloadEncoding, Reply reply, String replyPattern) {}
