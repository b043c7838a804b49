package io.vipoperator.operator.fleet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplate;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.HealthCheck;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import io.vipoperator.api.v1alpha1.ServiceProbe;
import io.vipoperator.api.v1alpha1.VirtualIP;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.operator.OperatorConfig;
import io.vipoperator.operator.plan.CheckRequest;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.IpPrefix;
import io.vipoperator.operator.plan.NodeRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Warm copies of what the plan is made from. Informers' threads write them, the planner's thread reads them; an event
 * does no more than call the listener. They retry for ever: an API server that is away ends nothing.
 */
@ApplicationScoped
public class FleetCaches {
    private static final Logger LOG = Logger.getLogger(FleetCaches.class);

    private final KubernetesClient client;
    private final String namespace;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private SharedIndexInformer<VirtualIP> virtualIPs;
    private SharedIndexInformer<HealthCheck> healthChecks;
    private SharedIndexInformer<VirtualIPNodeState> nodeStates;
    private SharedIndexInformer<Node> nodes;
    private SharedIndexInformer<Pod> agentPods;
    private SharedIndexInformer<Service> services;
    private SharedIndexInformer<PodTemplate> podTemplates;
    private SharedIndexInformer<DaemonSet> daemonSets;
    private SharedIndexInformer<Secret> secrets;
    private final SecretValues.Store secretValues = new SecretValues.Store();
    private final ReadyEndpoints endpoints;
    /** Not every cluster serves it, and the plan does without: not waited for. */
    private SharedIndexInformer<ServiceCIDR> serviceRanges;

    private volatile boolean started;
    private Runnable changed = () -> {};

    /** Quarkus builds it. */
    public FleetCaches(KubernetesClient client, OperatorConfig config) {
        this.client = client;
        this.namespace = config.namespace();
        this.endpoints = new ReadyEndpoints(client);
    }

    /** @param whenChanged called on any change, from any thread; must not block */
    public void start(Runnable whenChanged) {
        changed = whenChanged;
        virtualIPs = open(client.resources(VirtualIP.class), changed);
        healthChecks = open(client.resources(HealthCheck.class), changed);
        nodeStates = open(client.resources(VirtualIPNodeState.class), changed);
        nodes = open(client.nodes(), changed);
        agentPods = open(
                client.pods().inNamespace(namespace).withLabel(AgentDaemonSet.NAME_LABEL, AgentDaemonSet.NAME),
                changed);
        services = open(client.services().inAnyNamespace(), changed);
        podTemplates = open(client.resources(PodTemplate.class).inNamespace(namespace), changed);
        daemonSets = open(client.apps().daemonSets().inNamespace(namespace), changed);
        secrets = open(client.secrets().inNamespace(namespace), changed, secretValues);
        serviceRanges = open(client.resources(ServiceCIDR.class), changed);
        informers.remove(serviceRanges);
        started = true;
    }

    /** Everything that the plan can't do without has been read once. */
    public boolean synced() {
        return started && informers.stream().allMatch(SharedIndexInformer::hasSynced);
    }

    /** Everything as it is seen now. Called by the planner's thread alone. */
    public Fleet fleet() {
        Set<IpPrefix> externalIPs = new HashSet<>();
        services.getStore().list().forEach(service -> {
            if (service.getSpec() != null && service.getSpec().getExternalIPs() != null) {
                service.getSpec()
                        .getExternalIPs()
                        .forEach(ip -> IpPrefix.parse(ip).ifPresent(externalIPs::add));
            }
        });
        List<CheckRequest> checks = liveHealthChecks().map(Readings::of).toList();
        List<NodeRecord> records =
                nodeStates.getStore().list().stream().map(Readings::of).toList();
        return new Fleet(
                liveVirtualIPs().map(Readings::of).toList(),
                nodes.getStore().list().stream().map(Readings::of).toList(),
                records,
                agentPods.getStore().list().stream()
                        .flatMap(pod -> Readings.of(pod).stream())
                        .toList(),
                ranges(),
                externalIPs,
                secretValues.readings(),
                checks,
                endpoints.of(services(checks, records), changed));
    }

    /** Those of HealthChecks, and of checks that run on though theirs is refused or gone. */
    private static Set<ServiceProbe> services(List<CheckRequest> checks, List<NodeRecord> records) {
        Set<ServiceProbe> services = new HashSet<>();
        Stream.concat(
                        checks.stream().map(CheckRequest::spec),
                        records.stream()
                                .flatMap(record -> record.checks().stream().map(CheckSpec::spec)))
                .map(HealthCheckSpec::service)
                .filter(Objects::nonNull)
                .forEach(services::add);
        return services;
    }

    /** The values of keys and certificates by digest, in Base64: for the agents' Secret and nothing else. */
    public Map<String, String> keyValues() {
        return secretValues.byDigest();
    }

    /** What the agents' Secret holds; empty if there is none. */
    public Optional<Map<String, String>> agentKeys() {
        return secrets.getStore().list().stream()
                .filter(secret -> secret.getMetadata().getName().equals(SecretValues.AGENT_KEYS))
                .findFirst()
                .map(SecretValues::data);
    }

    /** The VirtualIPs' statuses as stored, by name. */
    public Map<String, VirtualIPStatus> statuses() {
        Map<String, VirtualIPStatus> statuses = new HashMap<>();
        liveVirtualIPs().forEach(vip -> {
            if (vip.getStatus() != null) {
                statuses.put(vip.getMetadata().getName(), vip.getStatus());
            }
        });
        return statuses;
    }

    /** The HealthChecks' statuses as stored, by name. */
    public Map<String, HealthCheckStatus> checkStatuses() {
        Map<String, HealthCheckStatus> statuses = new HashMap<>();
        liveHealthChecks().forEach(check -> {
            if (check.getStatus() != null) {
                statuses.put(check.getMetadata().getName(), check.getStatus());
            }
        });
        return statuses;
    }

    /** The template of the agents' pods. */
    public Optional<PodTemplate> podTemplate() {
        return named(podTemplates);
    }

    /** The agents' DaemonSet. */
    public Optional<DaemonSet> daemonSet() {
        return named(daemonSets);
    }

    /** Ends all informers. */
    public void stop() {
        informers.forEach(SharedIndexInformer::stop);
        endpoints.stop();
        if (serviceRanges != null) {
            serviceRanges.stop();
        }
    }

    private Stream<VirtualIP> liveVirtualIPs() {
        return virtualIPs.getStore().list().stream()
                .filter(vip -> vip.getMetadata().getDeletionTimestamp() == null);
    }

    private Stream<HealthCheck> liveHealthChecks() {
        return healthChecks.getStore().list().stream()
                .filter(check -> check.getMetadata().getDeletionTimestamp() == null && check.getSpec() != null);
    }

    private List<IpPrefix> ranges() {
        Stream<String> ofPods = nodes.getStore().list().stream().flatMap(n -> Readings.of(n).podRanges().stream());
        Stream<String> ofServices = serviceRanges.getStore().list().stream()
                .filter(range -> range.getSpec() != null && range.getSpec().getCidrs() != null)
                .flatMap(range -> range.getSpec().getCidrs().stream());
        return Stream.concat(ofPods, ofServices)
                .distinct()
                .flatMap(cidr -> IpPrefix.parse(cidr).stream())
                .toList();
    }

    private static <T extends HasMetadata> Optional<T> named(SharedIndexInformer<T> informer) {
        return informer.getStore().list().stream()
                .filter(o -> o.getMetadata().getName().equals(AgentDaemonSet.NAME))
                .findFirst();
    }

    private <T extends HasMetadata> SharedIndexInformer<T> open(Informable<T> source, Runnable changed) {
        return open(source, changed, new BasicItemStore<>(Cache::metaNamespaceKeyFunc));
    }

    private <T extends HasMetadata> SharedIndexInformer<T> open(
            Informable<T> source, Runnable changed, ItemStore<T> store) {
        SharedIndexInformer<T> informer = source.runnableInformer(0).itemStore(store);
        informer.addEventHandler(new ResourceEventHandler<T>() {
            @Override
            public void onAdd(T added) {
                changed.run();
            }

            @Override
            public void onUpdate(T before, T after) {
                changed.run();
            }

            @Override
            public void onDelete(T deleted, boolean unknownFinalState) {
                changed.run();
            }

            @Override
            public void onNothing() {
                changed.run();
            }
        });
        String kind = informer.getApiTypeClass().getSimpleName();
        informer.exceptionHandler((running, failure) -> {
            LOG.debugf(failure, "%s: the watch failed and is tried again", kind);
            return true;
        });
        informers.add(informer);
        informer.start().whenComplete((done, failure) -> changed.run());
        return informer;
    }
}
