package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One key, by reference.
 *
 * @param id 1..255, on the wire with HMAC
 * @param secretRef where its value is
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthenticationKey(Integer id, SecretKeyReference secretRef) {}
