package io.vipoperator.operator.fleet;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.vipoperator.api.v1alpha1.ServiceProbe;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * On which nodes the Services have ready endpoints that health checks ask for. Only those are watched, and of an EndpointSlice
 * no more is kept than the names of nodes. The planner's thread opens and closes; informers' threads write.
 */
final class ReadyEndpoints {
    private static final Logger LOG = Logger.getLogger(ReadyEndpoints.class);
    /** Which Service a slice is of. */
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private final KubernetesClient client;
    private final Map<ServiceProbe, SharedIndexInformer<EndpointSlice>> watched = new HashMap<>();

    ReadyEndpoints(KubernetesClient client) {
        this.client = client;
    }

    /** An informer's memory of node names. */
    static final class Store extends BasicItemStore<EndpointSlice> {
        Store() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public EndpointSlice put(String key, EndpointSlice slice) {
            return super.put(key, reduced(slice));
        }
    }

    /**
     * Nodes by Service; a Service whose slices have not all been read is not there.
     *
     * @param wanted the Services that are to be watched from now on, and no other
     * @param changed called when a node gets its first ready endpoint or loses its last, from any thread; must not block
     */
    Map<ServiceProbe, Set<String>> of(Set<ServiceProbe> wanted, Runnable changed) {
        watched.entrySet().removeIf(entry -> {
            boolean leaves = !wanted.contains(entry.getKey());
            if (leaves) {
                entry.getValue().stop();
            }
            return leaves;
        });
        wanted.forEach(service -> watched.computeIfAbsent(service, key -> open(key, changed)));
        Map<ServiceProbe, Set<String>> nodes = new HashMap<>();
        watched.forEach((service, informer) -> {
            if (informer.hasSynced()) {
                nodes.put(service, nodes(informer.getStore().list()));
            }
        });
        return nodes;
    }

    void stop() {
        watched.values().forEach(SharedIndexInformer::stop);
        watched.clear();
    }

    static Set<String> nodes(Collection<EndpointSlice> slices) {
        Set<String> nodes = new TreeSet<>();
        slices.forEach(slice -> endpoints(slice).stream()
                .filter(ReadyEndpoints::ready)
                .map(Endpoint::getNodeName)
                .forEach(nodes::add));
        return nodes;
    }

    /** One ready endpoint for each node that has any. */
    static EndpointSlice reduced(EndpointSlice slice) {
        List<Endpoint> ready = nodes(List.of(slice)).stream()
                .map(node -> new EndpointBuilder().withNodeName(node).build())
                .toList();
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(slice.getMetadata().getName())
                .withNamespace(slice.getMetadata().getNamespace())
                .withUid(slice.getMetadata().getUid())
                .withResourceVersion(slice.getMetadata().getResourceVersion())
                .endMetadata()
                .withEndpoints(ready)
                .build();
    }

    /** The API says that absent means ready. */
    private static boolean ready(Endpoint endpoint) {
        return endpoint.getNodeName() != null
                && (endpoint.getConditions() == null
                        || !Boolean.FALSE.equals(endpoint.getConditions().getReady()));
    }

    private static List<Endpoint> endpoints(EndpointSlice slice) {
        return slice.getEndpoints() == null ? List.of() : slice.getEndpoints();
    }

    private SharedIndexInformer<EndpointSlice> open(ServiceProbe service, Runnable changed) {
        SharedIndexInformer<EndpointSlice> informer = client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(service.namespace())
                .withLabel(SERVICE_LABEL, service.name())
                .runnableInformer(0)
                .itemStore(new Store());
        informer.addEventHandler(new ResourceEventHandler<EndpointSlice>() {
            @Override
            public void onAdd(EndpointSlice added) {
                changed.run();
            }

            @Override
            public void onUpdate(EndpointSlice before, EndpointSlice after) {
                if (!nodes(List.of(before)).equals(nodes(List.of(after)))) {
                    changed.run();
                }
            }

            @Override
            public void onDelete(EndpointSlice deleted, boolean unknownFinalState) {
                changed.run();
            }

            @Override
            public void onNothing() {
                changed.run();
            }
        });
        informer.exceptionHandler((running, failure) -> {
            LOG.debugf(failure, "EndpointSlices of %s: the watch failed and is tried again", service);
            return true;
        });
        informer.start().whenComplete((done, failure) -> changed.run());
        return informer;
    }
}
