package io.vipoperator.node.loop;

import java.util.List;

/**
 * All that this node shall run. Applied whole: a router that is absent is stopped.
 *
 * @param generation of the document it came from, echoed in reports
 * @param reportRequest echoed in reports
 * @param routers no key twice
 */
public record DesiredState(long generation, long reportRequest, List<RouterSetup> routers) {
    public DesiredState {
        routers = List.copyOf(routers);
    }
}
