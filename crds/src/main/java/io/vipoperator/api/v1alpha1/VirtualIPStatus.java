package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/**
 * What is true of a VirtualIP now. Written by the operator alone.
 *
 * @param observedGeneration of the spec that this status speaks of; -1 before the first visit
 * @param activeNode who holds the addresses
 * @param activeSince RFC 3339
 * @param routers one per family
 * @param members one per node, by name
 * @param lastTransition the last move
 * @param switchover the outcome of a move asked for
 * @param transitions how often the Active changed
 * @param conditions Accepted, Programmed, Ready, Degraded, Conflict; Reconciling and Stalled while True
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VirtualIPStatus(
        Long observedGeneration,
        String activeNode,
        String activeSince,
        List<RouterSummary> routers,
        List<MemberStatus> members,
        Transition lastTransition,
        Switchover switchover,
        Long transitions,
        List<Condition> conditions) {}
