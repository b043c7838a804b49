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
import io.vipoperator.api.v1alpha1.VirtualIP;
import io.vipoperator.api.v1alpha1.VirtualIPStatus;
import io.vipoperator.operator.write.Leadership;
import io.vipoperator.operator.write.StatusBook;
import io.vipoperator.operator.write.Wakeups;
import io.vipoperator.operator.write.WriteResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Writes a VirtualIP's status where it differs from what the planner's last turn says, and nothing else. The write goes by
 * the plain client and not through UpdateControl: JOSDK 5.3 filters the events of its own writes and with them may swallow
 * an edit of the spec that arrives meanwhile. The interval is the net under it.
 */
@ControllerConfiguration(
        name = "virtualip",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 2, timeUnit = TimeUnit.MINUTES))
public class VirtualIPReconciler implements Reconciler<VirtualIP>, Wakeups {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Api.OPERATOR_FIELD_MANAGER)
            .withForce(true)
            .build();

    private final StatusBook book;
    private final Leadership leadership;
    private final OperatorMetrics metrics;
    private final SimpleInboundEventSource<VirtualIP> planner = new SimpleInboundEventSource<>("planner");

    /** Quarkus builds it. */
    public VirtualIPReconciler(StatusBook book, Leadership leadership, OperatorMetrics metrics) {
        this.book = book;
        this.leadership = leadership;
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, VirtualIP>> prepareEventSources(EventSourceContext<VirtualIP> context) {
        return List.of(planner);
    }

    @Override
    public UpdateControl<VirtualIP> reconcile(VirtualIP vip, Context<VirtualIP> context) {
        Optional<VirtualIPStatus> desired = book.of(vip.getMetadata().getName());
        if (leadership.leads() && desired.isPresent() && !desired.get().equals(vip.getStatus())) {
            write(context.getClient(), vip, desired.get());
        }
        return UpdateControl.noUpdate();
    }

    @Override
    public void statusDiffers(String virtualIP) {
        planner.propagateEvent(new ResourceID(virtualIP));
    }

    private void write(KubernetesClient client, VirtualIP vip, VirtualIPStatus status) {
        VirtualIP fresh = new VirtualIP();
        // The UID keeps the status of a deleted object off one that was made anew under its name.
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(vip.getMetadata().getName())
                .withUid(vip.getMetadata().getUid())
                .build());
        fresh.setStatus(status);
        metrics.timedWrite("VirtualIP", () -> {
            try {
                client.resource(fresh).subresource("status").patch(APPLY);
                return WriteResult.WRITTEN;
            } catch (KubernetesClientException e) {
                if (e.getCode() == 404 || e.getCode() == 409) {
                    return WriteResult.CONFLICT;
                }
                metrics.countWrite("VirtualIP", WriteResult.of(e.getCode()));
                throw e;
            }
        });
    }
}
