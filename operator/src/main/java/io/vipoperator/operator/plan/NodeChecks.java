package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.CheckVerdict;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.ServiceProbe;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The health checks of one node: each that its routers depend on, once. A HealthCheck that is refused, or gone, runs on as
 * recorded; one that runs gets another certificate only after all nodes have it. Confined to one plan.
 */
public final class NodeChecks {
    private final Fleet fleet;
    private final FleetPlan plan;
    private final Programmed programmed;
    private final Set<String> mounted;

    /** @param mounted digests of what every node has */
    public NodeChecks(Fleet fleet, FleetPlan plan, Set<String> mounted) {
        this(fleet, plan, new Programmed(fleet), mounted);
    }

    NodeChecks(Fleet fleet, FleetPlan plan, Programmed programmed, Set<String> mounted) {
        this.fleet = fleet;
        this.plan = plan;
        this.programmed = programmed;
        this.mounted = mounted;
    }

    /** Routers by node, each node's with their checks. */
    public SortedMap<String, NodePlan> with(SortedMap<String, List<RouterSpec>> routers) {
        SortedMap<String, NodePlan> whole = new TreeMap<>();
        routers.forEach((node, own) -> whole.put(node, new NodePlan(own, of(node, own))));
        return whole;
    }

    /** By name. */
    private List<CheckSpec> of(String node, List<RouterSpec> routers) {
        Set<String> names = new TreeSet<>();
        routers.forEach(router -> names.addAll(names(router)));
        return names.stream()
                .flatMap(name -> now(name, node).stream())
                .map(check -> judged(check, node))
                .toList();
    }

    /** The digests that a router's checks refer to, without those of the checks that the node runs already. */
    Set<String> newDigests(RouterSpec router, String node) {
        Set<String> digests = new TreeSet<>();
        for (String name : names(router)) {
            if (programmed.check(name, node).isEmpty()) {
                wanted(name).ifPresent(check -> digests.addAll(CheckSecrets.digests(check)));
            }
        }
        return digests;
    }

    static Set<String> names(RouterSpec router) {
        Set<String> names = new TreeSet<>();
        Values.orEmpty(router.healthChecks()).stream().map(NamedEffect::name).forEach(names::add);
        return names;
    }

    private Optional<CheckSpec> wanted(String name) {
        return Optional.ofNullable(plan.healthChecks().get(name)).flatMap(CheckPlan::resolved);
    }

    private Optional<CheckSpec> now(String name, String node) {
        Optional<CheckSpec> running = programmed.check(name, node);
        Optional<CheckSpec> wanted = wanted(name);
        if (wanted.isPresent() && running.isPresent()) {
            Set<String> fresh = CheckSecrets.digests(wanted.get());
            fresh.removeAll(CheckSecrets.digests(running.get()));
            return mounted.containsAll(fresh) ? wanted : running;
        }
        return wanted.or(() -> running).or(() -> programmed.newestCheck(name));
    }

    /** The operator decides of Services alone, and only of what it has read: until then a verdict stays what it was. */
    private CheckSpec judged(CheckSpec check, String node) {
        ServiceProbe service = check.spec().service();
        if (service == null) {
            return check;
        }
        Optional<CheckVerdict> before = programmed
                .check(check.name(), node)
                .filter(running -> service.equals(running.spec().service()))
                .map(CheckSpec::verdict);
        CheckVerdict verdict = Optional.ofNullable(fleet.readyNodes().get(service))
                .map(nodes -> verdict(service, nodes.contains(node)))
                .or(() -> before)
                .orElseGet(() -> new CheckVerdict(
                        HealthState.Unknown, text(service) + " has not been read by the operator yet"));
        return new CheckSpec(
                check.name(),
                check.uid(),
                check.generation(),
                check.spec(),
                check.certificateAuthorityDigest(),
                check.clientCertificateDigest(),
                check.clientKeyDigest(),
                verdict);
    }

    private static CheckVerdict verdict(ServiceProbe service, boolean ready) {
        return ready
                ? new CheckVerdict(
                        HealthState.Healthy,
                        text(service) + " has a ready endpoint on this node; decided by the operator")
                : new CheckVerdict(
                        HealthState.Unhealthy,
                        text(service) + " has no ready endpoint on this node; decided by the operator");
    }

    private static String text(ServiceProbe service) {
        return "Service " + service.namespace() + "/" + service.name();
    }
}
