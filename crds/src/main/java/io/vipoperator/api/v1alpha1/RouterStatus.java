package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What one virtual router does on this node.
 *
 * @param virtualIP the VirtualIP's name
 * @param uid of the VirtualIP
 * @param family of the addresses
 * @param virtualRouterID 1..255
 * @param interfaceName the NIC; absent while none is found
 * @param state of the router
 * @param effectivePriority as advertised
 * @param activeAddress primary address of the Active that was heard last; absent if this node is Active
 * @param appliedGeneration of the VirtualIP that runs
 * @param addresses of the router, held or not
 * @param since RFC 3339, when it entered the state
 * @param reason why it is in this state, one word
 * @param message for people; present in Fault
 * @param incident the last
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterStatus(
        String virtualIP,
        String uid,
        Family family,
        Integer virtualRouterID,
        @JsonProperty("interface") String interfaceName,
        RouterState state,
        Integer effectivePriority,
        String activeAddress,
        Long appliedGeneration,
        List<AddressStatus> addresses,
        String since,
        String reason,
        String message,
        Incident incident) {}
