package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/**
 * What one node runs. Written by that node's agent alone.
 *
 * @param observedGeneration of the spec that is applied; -1 before the first report
 * @param reportRequest echoed from the spec
 * @param agent the process that reports
 * @param interfaces the NICs that could carry a VirtualIP
 * @param routers one per router of the spec
 * @param healthChecks one per check of the spec
 * @param foreignRouters heard on the wire
 * @param conditions of the agent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VirtualIPNodeStateStatus(
        Long observedGeneration,
        Long reportRequest,
        AgentInfo agent,
        List<InterfaceStatus> interfaces,
        List<RouterStatus> routers,
        List<CheckStatus> healthChecks,
        List<ForeignRouter> foreignRouters,
        List<Condition> conditions) {
    /** Without checks. */
    public VirtualIPNodeStateStatus(
            Long observedGeneration,
            Long reportRequest,
            AgentInfo agent,
            List<InterfaceStatus> interfaces,
            List<RouterStatus> routers,
            List<ForeignRouter> foreignRouters,
            List<Condition> conditions) {
        this(observedGeneration, reportRequest, agent, interfaces, routers, null, foreignRouters, conditions);
    }
}
