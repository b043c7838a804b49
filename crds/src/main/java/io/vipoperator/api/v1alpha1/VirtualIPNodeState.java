package io.vipoperator.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What one node shall run and what it runs: named after the node, cluster-scoped. The operator writes the spec, the
 * node's agent the status.
 */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("virtualipnodestates")
@ShortNames("vipnode")
public class VirtualIPNodeState extends CustomResource<VirtualIPNodeStateSpec, VirtualIPNodeStateStatus> {
    private static final long serialVersionUID = 1L;
}
