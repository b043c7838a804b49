package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A request over HTTP or HTTPS.
 *
 * @param scheme absent means {@link HttpScheme#HTTP}
 * @param host name or address; absent means the node itself, 127.0.0.1
 * @param port 1..65535; absent means 80 or 443
 * @param method absent means {@link HttpMethod#GET}
 * @param path with its query; absent means /
 * @param hostHeader absent means the host
 * @param headers more headers
 * @param expectedStatuses absent means 200..299
 * @param bodyPattern a regular expression that must be found
 * @param bodyDigest of the whole body
 * @param redirects absent means {@link Redirects#Refuse}
 * @param tls with {@link HttpScheme#HTTPS}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HttpProbe(
        HttpScheme scheme,
        String host,
        Integer port,
        HttpMethod method,
        String path,
        String hostHeader,
        List<HttpHeader> headers,
        List<StatusRange> expectedStatuses,
        String bodyPattern,
        BodyDigest bodyDigest,
        Redirects redirects,
        Tls tls) {}
