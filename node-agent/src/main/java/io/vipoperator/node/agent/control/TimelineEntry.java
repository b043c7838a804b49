package io.vipoperator.node.agent.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.RouterState;

/**
 * One line of a timeline. Words are the API's.
 *
 * @param kind what the line tells
 * @param time RFC 3339; of Removed and Skipped, when it was seen
 * @param virtualIP the VirtualIP's name
 * @param family of the router
 * @param virtualRouterID 1..255
 * @param interfaceName the NIC; absent while none is found
 * @param from the state before; absent if the router is new
 * @param to the state now; absent if the router is gone
 * @param reason of the state, or of the incident
 * @param priority as advertised
 * @param peer who is Active elsewhere, or was until now
 * @param message for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimelineEntry(
        Kind kind,
        String time,
        String virtualIP,
        Family family,
        Integer virtualRouterID,
        String interfaceName,
        RouterState from,
        RouterState to,
        String reason,
        Integer priority,
        String peer,
        String message) {
    /** What a line tells. */
    public enum Kind {
        /** How it was when the watch began. */
        Current,
        /** A router changed its state, or is new. */
        Transition,
        /** The state is the same, but what is wrong has changed. */
        Message,
        /** Something happened that an operator should know. */
        Incident,
        /** A router is no longer run. */
        Removed,
        /** More happened than could be told: states between two lines are missing. */
        Skipped
    }
}
