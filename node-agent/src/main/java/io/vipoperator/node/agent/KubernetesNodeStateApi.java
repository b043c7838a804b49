package io.vipoperator.node.agent;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import java.util.Optional;

/** The real API server, through fabric8. Every exception of the client becomes {@link ApiUnavailableException} here. */
final class KubernetesNodeStateApi implements NodeStateApi, AutoCloseable {
    private static final int CONNECT_MILLISECONDS = 2_000;
    private static final int REQUEST_MILLISECONDS = 4_000;

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Api.AGENT_FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final String nodeName;

    private KubernetesNodeStateApi(KubernetesClient client, String nodeName) {
        this.client = client;
        this.nodeName = nodeName;
    }

    /** Through the pod's service account, or the kubeconfig that KUBECONFIG names. Contacts nobody yet. */
    static KubernetesNodeStateApi ofEnvironment(String nodeName) {
        return of(Config.autoConfigure(null), nodeName);
    }

    /** As this configuration says, but for what concerns time. */
    static KubernetesNodeStateApi of(Config config, String nodeName) {
        Config patient = new ConfigBuilder(config)
                .withConnectionTimeout(CONNECT_MILLISECONDS)
                .withRequestTimeout(REQUEST_MILLISECONDS)
                // Attempts are made again here, with jitter; twice nested they would add up.
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectLimit(0)
                // A dead HTTP/2 connection would swallow one request after the other.
                .withHttp2Disable(true)
                .build();
        return new KubernetesNodeStateApi(
                new KubernetesClientBuilder().withConfig(patient).build(), nodeName);
    }

    @Override
    public Optional<VirtualIPNodeState> get() throws ApiUnavailableException {
        try {
            return Optional.ofNullable(own().get());
        } catch (RuntimeException e) {
            throw unavailable("get", e);
        }
    }

    @Override
    public Watching watch(String resourceVersion, WatchListener listener) throws ApiUnavailableException {
        try {
            Watch watch = own().watch(
                            new ListOptionsBuilder()
                                    .withResourceVersion(resourceVersion)
                                    .build(),
                            new ListeningWatcher(nodeName, listener));
            return watch::close;
        } catch (RuntimeException e) {
            throw unavailable("watch", e);
        }
    }

    @Override
    public void writeStatus(VirtualIPNodeStateStatus status) throws ApiUnavailableException {
        VirtualIPNodeState intent = new VirtualIPNodeState();
        intent.getMetadata().setName(nodeName);
        intent.setStatus(status);
        try {
            client.resource(intent).subresource("status").patch(APPLY);
        } catch (RuntimeException e) {
            throw unavailable("apply the status of", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private Resource<VirtualIPNodeState> own() {
        return client.resources(VirtualIPNodeState.class).withName(nodeName);
    }

    private ApiUnavailableException unavailable(String verb, RuntimeException e) {
        return new ApiUnavailableException(
                "can't " + verb + " VirtualIPNodeState " + nodeName + ": " + rootMessage(e), e);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** Passes on what concerns this node; the selector of the watch is the server's promise, not ours. */
    private record ListeningWatcher(String nodeName, WatchListener listener) implements Watcher<VirtualIPNodeState> {
        @Override
        public void eventReceived(Action action, VirtualIPNodeState state) {
            if (state == null
                    || state.getMetadata() == null
                    || !nodeName.equals(state.getMetadata().getName())) {
                return;
            }
            switch (action) {
                case ADDED, MODIFIED -> listener.changed(state);
                case DELETED -> listener.deleted();
                case ERROR -> listener.ended("the server reported an error");
                case BOOKMARK -> {}
            }
        }

        @Override
        public void onClose() {
            listener.ended("closed");
        }

        @Override
        public void onClose(WatcherException cause) {
            listener.ended(rootMessage(cause));
        }
    }
}
