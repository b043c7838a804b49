package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A greeting to a mail server.
 *
 * @param host name or address; absent means the node itself, 127.0.0.1
 * @param port absent means 25
 * @param greeting absent means {@link SmtpGreeting#EHLO}
 * @param clientName absent means the node's name
 * @param startTLS absent means {@link Switch#Disabled}
 * @param tls with startTLS
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SmtpProbe(
        String host, Integer port, SmtpGreeting greeting, String clientName, Switch startTLS, Tls tls) {}
