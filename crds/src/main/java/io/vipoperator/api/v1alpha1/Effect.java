package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a failing check or a lost interface does.
 *
 * @param type absent means Lowest for a check, Fault for an interface
 * @param weight -253..253, with {@link EffectType#Weight}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Effect(EffectType type, Integer weight) {}
