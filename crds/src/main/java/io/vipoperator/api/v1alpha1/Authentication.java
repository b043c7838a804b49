package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How advertisements are authenticated.
 *
 * @param type absent means {@link AuthenticationType#None}
 * @param keys 1..4, one with Password
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Authentication(AuthenticationType type, List<AuthenticationKey> keys) {}
