package io.vipoperator.e2e.vip;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vipoperator.api.v1alpha1.VirtualIP;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every condition that a VirtualIP ever had while this was open, by a watch: a short Conflict is not missed between two looks. */
final class ConditionWatch implements AutoCloseable {

    private final List<Condition> seen = new CopyOnWriteArrayList<>();
    private final SharedIndexInformer<VirtualIP> informer;

    private ConditionWatch(KubernetesClient client, String name) {
        informer = client.resources(VirtualIP.class).withName(name).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(VirtualIP vip) {
                record(vip);
            }

            @Override
            public void onUpdate(VirtualIP before, VirtualIP vip) {
                record(vip);
            }

            @Override
            public void onDelete(VirtualIP vip, boolean unknown) {}
        });
    }

    static ConditionWatch start(KubernetesClient client, String name) {
        return new ConditionWatch(client, name);
    }

    private void record(VirtualIP vip) {
        if (vip.getStatus() != null && vip.getStatus().conditions() != null) {
            seen.addAll(vip.getStatus().conditions());
        }
    }

    /** Those of this type that were True. */
    List<String> messagesWhileTrue(String type) {
        return seen.stream()
                .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(condition -> condition.getReason() + ": " + condition.getMessage())
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        informer.close();
    }
}
