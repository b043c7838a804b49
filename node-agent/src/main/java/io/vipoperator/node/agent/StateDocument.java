package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import java.util.Optional;

/**
 * What a node shall run, wherever it was written: the API's object, a file, or the cache.
 *
 * @param whole a whole object was written, not only its spec
 * @param nodeName the object's name, if it was written
 * @param generation of the object, if it was written
 * @param clusterUid of the cluster that it belongs to, if that is known
 * @param spec what shall run
 */
record StateDocument(
        boolean whole,
        Optional<String> nodeName,
        Optional<Long> generation,
        Optional<String> clusterUid,
        VirtualIPNodeStateSpec spec) {

    /** Annotation of a VirtualIPNodeState: the UID of the namespace kube-system, by which a cluster is told from another. */
    static final String CLUSTER_UID_ANNOTATION = "vip-operator.io/cluster-uid";
}
