package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A key by its id and digest; its value never travels here.
 *
 * @param id 1..255
 * @param digest SHA-256 of the value, hexadecimal
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterAuthenticationKey(Integer id, String digest) {}
