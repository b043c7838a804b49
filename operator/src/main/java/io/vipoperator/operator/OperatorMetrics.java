package io.vipoperator.operator;

import io.fabric8.kubernetes.api.model.Condition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.write.WriteResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Everything that is measured; all names begin with vip_. May be used from any thread. */
@ApplicationScoped
public class OperatorMetrics {
    private final MeterRegistry registry;
    private final Timer planning;
    private final MultiGauge conditions;
    private final MultiGauge checkConditions;
    private final MultiGauge checkNodes;
    private final AtomicInteger virtualIPs;
    private final AtomicInteger nodes;
    private final AtomicInteger nodeStates;
    private final AtomicInteger heldNodes;
    private final AtomicInteger leader;

    /** Quarkus builds it. */
    public OperatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        planning = Timer.builder("vip.planning")
                .description("one plan of the whole fleet")
                .register(registry);
        conditions = MultiGauge.builder("vip.virtualip.condition")
                .description("1 if the condition of the VirtualIP is True, else 0")
                .register(registry);
        checkConditions = MultiGauge.builder("vip.healthcheck.condition")
                .description("1 if the condition of the HealthCheck is True, else 0")
                .register(registry);
        checkNodes = MultiGauge.builder("vip.healthcheck.nodes")
                .description("how many nodes find the HealthCheck so")
                .register(registry);
        virtualIPs = registry.gauge("vip.fleet.virtualips", new AtomicInteger());
        nodes = registry.gauge("vip.fleet.nodes", new AtomicInteger());
        nodeStates = registry.gauge("vip.fleet.nodestates", new AtomicInteger());
        heldNodes = registry.gauge("vip.plan.held.nodes", new AtomicInteger());
        leader = registry.gauge("vip.leader", new AtomicInteger());
    }

    /** Measures one plan. */
    public <T> T timedPlan(Supplier<T> plan) {
        return planning.record(plan);
    }

    /** Measures one write and counts how it ended. */
    public WriteResult timedWrite(String kind, Supplier<WriteResult> write) {
        WriteResult result = registry.timer("vip.write", "kind", kind).record(write);
        countWrite(kind, result);
        return result;
    }

    /** Counts a write by its end. */
    public void countWrite(String kind, WriteResult result) {
        registry.counter("vip.writes", "kind", kind, "result", result.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Counts an Event that was not written, by cause. */
    public void countDroppedEvent(String cause) {
        registry.counter("vip.events.dropped", "cause", cause).increment();
    }

    /** What a turn has seen. */
    public void seen(Fleet fleet, int held, Map<String, VirtualIPStatus> statuses) {
        virtualIPs.set(fleet.virtualIPs().size());
        nodes.set(fleet.nodes().size());
        nodeStates.set(fleet.nodeStates().size());
        heldNodes.set(held);
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        statuses.forEach((name, status) -> rows.addAll(rows("virtualip", name, status.conditions())));
        conditions.register(rows, true);
    }

    /** What a turn has seen of HealthChecks. */
    public void seenChecks(Map<String, HealthCheckStatus> statuses) {
        List<MultiGauge.Row<?>> ofConditions = new ArrayList<>();
        List<MultiGauge.Row<?>> ofNodes = new ArrayList<>();
        statuses.forEach((name, status) -> {
            ofConditions.addAll(rows("healthcheck", name, status.conditions()));
            ofNodes.add(MultiGauge.Row.of(
                    Tags.of("healthcheck", name, "state", HealthState.Healthy.name()), status.healthyNodes()));
            ofNodes.add(MultiGauge.Row.of(
                    Tags.of("healthcheck", name, "state", HealthState.Unhealthy.name()), status.failingNodes()));
        });
        checkConditions.register(ofConditions, true);
        checkNodes.register(ofNodes, true);
    }

    private static List<MultiGauge.Row<?>> rows(String kind, String name, List<Condition> conditions) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        conditions.forEach(condition -> rows.add(MultiGauge.Row.of(
                Tags.of(kind, name, "condition", condition.getType()), "True".equals(condition.getStatus()) ? 1 : 0)));
        return rows;
    }

    /** Whether this replica leads. */
    public void leads(boolean leads) {
        leader.set(leads ? 1 : 0);
    }
}
