package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.CheckStatus;
import io.vipoperator.api.v1alpha1.ForeignRouter;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import java.util.List;

/**
 * A VirtualIPNodeState as it stands: the plan's memory and the agent's report.
 *
 * @param name the node's
 * @param resourceVersion that was read
 * @param generation of the spec
 * @param clusterUid as annotated; may be null
 * @param spec may be null
 * @param status may be null
 */
public record NodeRecord(
        String name,
        String resourceVersion,
        long generation,
        String clusterUid,
        VirtualIPNodeStateSpec spec,
        VirtualIPNodeStateStatus status) {
    /** What the node shall run. */
    public List<RouterSpec> routers() {
        return spec == null ? List.of() : Values.orEmpty(spec.routers());
    }

    /** What the node reports that it runs. */
    public List<RouterStatus> reports() {
        return status == null ? List.of() : Values.orEmpty(status.routers());
    }

    /** What the node shall probe. */
    public List<CheckSpec> checks() {
        return spec == null ? List.of() : Values.orEmpty(spec.healthChecks());
    }

    /** What the node's probes have found. */
    public List<CheckStatus> checkReports() {
        return status == null ? List.of() : Values.orEmpty(status.healthChecks());
    }

    /** The NICs that the agent reports. */
    public List<InterfaceStatus> interfaces() {
        return status == null ? List.of() : Values.orEmpty(status.interfaces());
    }

    /** Speakers that the agent hears and doesn't know. */
    public List<ForeignRouter> foreignRouters() {
        return status == null ? List.of() : Values.orEmpty(status.foreignRouters());
    }

    /** The number of the last request for a report. */
    public long reportRequest() {
        return spec == null ? 0 : Values.orZero(spec.reportRequest());
    }

    /** The number of the last request that was answered. */
    public long reportEcho() {
        return status == null ? -1 : Values.orZero(status.reportRequest());
    }

    /** An agent has ever reported here. */
    public boolean hasReport() {
        return status != null && status.observedGeneration() != null && status.observedGeneration() >= 0;
    }
}
