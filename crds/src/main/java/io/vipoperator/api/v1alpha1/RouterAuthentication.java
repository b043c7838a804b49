package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How one virtual router authenticates.
 *
 * @param type absent means {@link AuthenticationType#None}
 * @param keys by id and digest
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterAuthentication(AuthenticationType type, List<RouterAuthenticationKey> keys) {}
