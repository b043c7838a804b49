package io.vipoperator.node.loop;

import java.util.List;

/**
 * Everything that the loop runs, at one moment. A value for other threads.
 *
 * @param generation of the desired state that is applied; -1 before the first
 * @param reportRequest of the desired state that is applied
 * @param routers in the order of the desired state, then those that are stopping
 * @param interfaces all NICs that could carry a router
 * @param foreignRouters heard, at most 64
 */
public record LoopReport(
        long generation,
        long reportRequest,
        List<RouterReport> routers,
        List<NetworkInterface> interfaces,
        List<ForeignRouterReport> foreignRouters) {
    public LoopReport {
        routers = List.copyOf(routers);
        interfaces = List.copyOf(interfaces);
        foreignRouters = List.copyOf(foreignRouters);
    }
}
