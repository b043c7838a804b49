package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Which NIC of a node carries a VirtualIP.
 *
 * @param type absent means {@link InterfaceRuleType#Subnet}
 * @param name the NIC's name, with {@link InterfaceRuleType#Name}
 * @param pattern a regular expression over NIC names, with {@link InterfaceRuleType#Pattern}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InterfaceRule(InterfaceRuleType type, String name, String pattern) {}
