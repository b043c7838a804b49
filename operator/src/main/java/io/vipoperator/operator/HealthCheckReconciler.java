package io.vipoperator.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.api.v1alpha1.HealthCheck;
import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import io.vipoperator.operator.write.CheckBook;
import io.vipoperator.operator.write.CheckWakeups;
import io.vipoperator.operator.write.Leadership;
import io.vipoperator.operator.write.WriteResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Writes a HealthCheck's status where it differs from what the planner's last turn says, and nothing else: by the plain client
 * and with the net of an interval, for the reasons that {@link VirtualIPReconciler} gives.
 */
@ControllerConfiguration(
        name = "healthcheck",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 2, timeUnit = TimeUnit.MINUTES))
public class HealthCheckReconciler implements Reconciler<HealthCheck>, CheckWakeups {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Api.OPERATOR_FIELD_MANAGER)
            .withForce(true)
            .build();

    private final CheckBook book;
    private final Leadership leadership;
    private final OperatorMetrics metrics;
    private final SimpleInboundEventSource<HealthCheck> planner = new SimpleInboundEventSource<>("planner");

    /** Quarkus builds it. */
    public HealthCheckReconciler(CheckBook book, Leadership leadership, OperatorMetrics metrics) {
        this.book = book;
        this.leadership = leadership;
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, HealthCheck>> prepareEventSources(EventSourceContext<HealthCheck> context) {
        return List.of(planner);
    }

    @Override
    public UpdateControl<HealthCheck> reconcile(HealthCheck check, Context<HealthCheck> context) {
        Optional<HealthCheckStatus> desired = book.of(check.getMetadata().getName());
        if (leadership.leads() && desired.isPresent() && !desired.get().equals(check.getStatus())) {
            write(context.getClient(), check, desired.get());
        }
        return UpdateControl.noUpdate();
    }

    @Override
    public void checkDiffers(String healthCheck) {
        planner.propagateEvent(new ResourceID(healthCheck));
    }

    private void write(KubernetesClient client, HealthCheck check, HealthCheckStatus status) {
        HealthCheck fresh = new HealthCheck();
        // The UID keeps the status of a deleted object off one that was made anew under its name.
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(check.getMetadata().getName())
                .withUid(check.getMetadata().getUid())
                .build());
        fresh.setStatus(status);
        metrics.timedWrite("HealthCheck", () -> {
            try {
                client.resource(fresh).subresource("status").patch(APPLY);
                return WriteResult.WRITTEN;
            } catch (KubernetesClientException e) {
                if (e.getCode() == 404 || e.getCode() == 409) {
                    return WriteResult.CONFLICT;
                }
                metrics.countWrite("HealthCheck", WriteResult.of(e.getCode()));
                throw e;
            }
        });
    }
}
