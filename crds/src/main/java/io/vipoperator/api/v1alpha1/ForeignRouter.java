package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A VRRP speaker that was heard and runs a virtual router which this node was not told of.
 *
 * @param interfaceName the NIC that heard it
 * @param family of the advertisement
 * @param virtualRouterID 1..255
 * @param address its source address
 * @param lastSeen RFC 3339, coarse: it changes at most once a minute
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ForeignRouter(
        @JsonProperty("interface") String interfaceName,
        Family family,
        Integer virtualRouterID,
        String address,
        String lastSeen) {}
