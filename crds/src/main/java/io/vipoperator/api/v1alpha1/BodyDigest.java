package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The digest that a body must have.
 *
 * @param algorithm of the digest
 * @param value lower-case hexadecimal
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BodyDigest(DigestAlgorithm algorithm, String value) {}
