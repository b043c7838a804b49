package io.vipoperator.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.vipoperator.api.v1alpha1.VirtualIPNodeState;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.e2e.ApiServerFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What an agent's own token, bound to its pod on worker-1 as the kubelet binds it, may do under the shipped roles and admission policy, in
 * one namespace.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AgentPermissions {

    private static final String ACCOUNT = "vip-agent";

    private final String namespace;
    private final Path manifests;
    private ApiServerFixture apiServer;
    private KubernetesClient onWorker1;

    AgentPermissions(String namespace, Path manifests) {
        this.namespace = namespace;
        this.manifests = manifests;
    }

    Path manifests() {
        return manifests;
    }

    @BeforeAll
    void install() {
        apiServer = ApiServerFixture.shared();
        apiServer.kubectl("apply", "-k", manifests.toString());
        apiServer.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        apiServer
                .client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("vip-agent-on-worker-1")
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName(ACCOUNT)
                        .withNodeName("worker-1")
                        .addNewContainer()
                        .withName("agent")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        onWorker1 = apiServer.clientWith(apiServer.tokenOf(namespace, ACCOUNT, "vip-agent-on-worker-1"));
        for (String node : List.of("worker-1", "worker-2")) {
            apiServer.client().resource(nodeState(node)).delete();
            apiServer.client().resource(withSpec(node)).create();
        }
        // Roles and admission policies reach the API server's own caches a moment after they are stored.
        await("roles and policy in force")
                .atMost(Duration.ofSeconds(30))
                .until(() -> mayList(onWorker1) && isRefused(() -> applyStatus(apiServer.client(), "worker-1", 1)));
    }

    @AfterAll
    void uninstall() {
        onWorker1.close();
        apiServer.kubectl("delete", "clusterrolebinding", "vip-agent", "vip-operator");
    }

    @Test
    void anAgentReadsNodeStatesAndWritesTheStatusOfItsOwnNode() {
        applyStatus(onWorker1, "worker-1", 7);

        VirtualIPNodeState state = onWorker1
                .resources(VirtualIPNodeState.class)
                .withName("worker-1")
                .get();
        assertThat(state.getStatus().reportRequest()).isEqualTo(7L);
        assertThat(state.getSpec().reportRequest()).isEqualTo(17L);
    }

    @Test
    void anAgentIsRefusedTheStatusOfAnotherNodeByName() {
        assertThatThrownBy(() -> applyStatus(onWorker1, "worker-2", 7))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo(403))
                .hasMessageContaining("the status of VirtualIPNodeState worker-2 must be written from node worker-2,"
                        + " but this token is bound to node worker-1");
    }

    @Test
    void anAgentIsRefusedTheSpecOfItsOwnNode() {
        assertThatThrownBy(() -> apply(onWorker1, withSpec("worker-1")))
                .hasMessageContaining("cannot patch resource \"virtualipnodestates\"");
    }

    @Test
    void aSpecThatComesWithAStatusIsNotWritten() {
        VirtualIPNodeState both = withSpec("worker-1");
        both.setSpec(new VirtualIPNodeStateSpec(99L, List.of()));
        both.setStatus(status(8));

        onWorker1.resource(both).subresource("status").patch(forced());

        assertThat(apiServer
                        .client()
                        .resources(VirtualIPNodeState.class)
                        .withName("worker-1")
                        .get()
                        .getSpec()
                        .reportRequest())
                .isEqualTo(17L);
    }

    @Test
    void anAgentMayNeitherCreateNorDeleteANodeState() {
        assertThatThrownBy(() -> onWorker1.resource(withSpec("worker-3")).create())
                .hasMessageContaining("cannot create resource \"virtualipnodestates\"");
        assertThatThrownBy(() -> onWorker1.resource(nodeState("worker-1")).delete())
                .hasMessageContaining("cannot delete resource \"virtualipnodestates\"");
    }

    @Test
    void aTokenThatIsBoundToNoNodeIsRefused() {
        try (KubernetesClient unbound = apiServer.clientWith(apiServer.tokenOf(namespace, ACCOUNT))) {
            assertThatThrownBy(() -> applyStatus(unbound, "worker-1", 7))
                    .hasMessageContaining(
                            "the status of VirtualIPNodeState worker-1 must be written with a token that is bound"
                                    + " to a pod on node worker-1, but this one is bound to no node");
        }
    }

    @Test
    void aClusterAdminIsRefusedTheStatusToo() {
        assertThatThrownBy(() -> applyStatus(apiServer.client(), "worker-1", 7))
                .hasMessageContaining("but this one is bound to no node");
    }

    @Test
    void anAgentMayDoNothingElse() {
        assertThat(allowed(ACCOUNT, "get", "virtualipnodestates.vip-operator.io"))
                .isTrue();
        assertThat(allowed(ACCOUNT, "get", "virtualips.vip-operator.io")).isFalse();
        assertThat(allowed(ACCOUNT, "get", "secrets")).isFalse();
        assertThat(allowed(ACCOUNT, "get", "nodes")).isFalse();
        assertThat(allowed(ACCOUNT, "create", "events.events.k8s.io")).isFalse();
        assertThat(allowed(ACCOUNT, "update", "virtualipnodestates.vip-operator.io/status"))
                .isFalse();
    }

    @Test
    void theOperatorMayDoWhatItNeedsAndNoMore() {
        String operator = "vip-operator";
        for (String verb : List.of("get", "list", "watch", "create", "patch", "delete")) {
            assertThat(allowed(operator, verb, "virtualipnodestates.vip-operator.io"))
                    .as(verb)
                    .isTrue();
        }
        for (String verb : List.of("get", "list", "watch", "create", "patch")) {
            assertThat(allowed(operator, verb, "daemonsets.apps", "-n", namespace))
                    .as(verb)
                    .isTrue();
        }
        for (String read : List.of(
                "virtualips.vip-operator.io",
                "healthchecks.vip-operator.io",
                "nodes",
                "services",
                "servicecidrs.networking.k8s.io")) {
            assertThat(allowed(operator, "watch", read)).as(read).isTrue();
        }
        assertThat(allowed(operator, "watch", "podtemplates", "-n", namespace)).isTrue();
        assertThat(allowed(operator, "watch", "pods", "-n", namespace)).isTrue();
        assertThat(allowed(operator, "patch", "virtualips.vip-operator.io/status"))
                .isTrue();
        for (String verb : List.of("create", "get", "patch")) {
            assertThat(allowed(operator, verb, "events.events.k8s.io", "-n", "default"))
                    .as(verb)
                    .isTrue();
        }
        assertThat(allowed(operator, "update", "leases.coordination.k8s.io", "-n", namespace))
                .isTrue();
        assertThat(allowed(operator, "get", "namespaces/kube-system")).isTrue();

        assertThat(allowed(operator, "patch", "virtualips.vip-operator.io")).isFalse();
        assertThat(allowed(operator, "patch", "virtualipnodestates.vip-operator.io/status"))
                .isFalse();
        assertThat(allowed(operator, "create", "daemonsets.apps", "-n", "default"))
                .isFalse();
        assertThat(allowed(operator, "patch", "nodes")).isFalse();
        for (String verb : List.of("get", "list", "watch", "create")) {
            assertThat(allowed(operator, verb, "secrets", "-n", namespace))
                    .as(verb)
                    .isTrue();
            assertThat(allowed(operator, verb, "secrets", "-n", "default"))
                    .as(verb)
                    .isFalse();
        }
        assertThat(allowed(operator, "patch", "secrets/vip-agent-keys", "-n", namespace))
                .isTrue();
        assertThat(allowed(operator, "patch", "secrets/vrrp-keys", "-n", namespace))
                .isFalse();
        assertThat(allowed(operator, "delete", "secrets/vip-agent-keys", "-n", namespace))
                .isFalse();
    }

    private boolean allowed(String account, String verb, String resource, String... more) {
        List<String> arguments = new ArrayList<>(List.of("auth", "can-i", verb));
        int slash = resource.indexOf('/');
        if (slash < 0 || resource.startsWith("namespaces/") || resource.startsWith("secrets/")) {
            arguments.add(resource);
        } else {
            arguments.addAll(List.of(resource.substring(0, slash), "--subresource=" + resource.substring(slash + 1)));
        }
        arguments.addAll(List.of(more));
        arguments.add("--as=system:serviceaccount:" + namespace + ":" + account);
        try {
            return apiServer.kubectl(arguments.toArray(String[]::new)).strip().equals("yes");
        } catch (IllegalStateException e) {
            // kubectl says no with status 1, and so it does when it fails.
            assertThat(e).hasMessageContaining("\nno");
            return false;
        }
    }

    private static boolean mayList(KubernetesClient client) {
        return !isRefused(() -> client.resources(VirtualIPNodeState.class).list());
    }

    private static boolean isRefused(ThrowingCallable action) {
        try {
            action.call();
            return false;
        } catch (Throwable e) {
            return e instanceof KubernetesClientException refusal && refusal.getCode() == 403;
        }
    }

    private static void applyStatus(KubernetesClient client, String node, long reportRequest) {
        VirtualIPNodeState state = nodeState(node);
        state.setStatus(status(reportRequest));
        client.resource(state).subresource("status").patch(forced());
    }

    private static void apply(KubernetesClient client, VirtualIPNodeState state) {
        client.resource(state).patch(forced());
    }

    private static PatchContext forced() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("vip-agent")
                .withForce(true)
                .build();
    }

    private static VirtualIPNodeState nodeState(String node) {
        VirtualIPNodeState state = new VirtualIPNodeState();
        state.getMetadata().setName(node);
        return state;
    }

    private static VirtualIPNodeState withSpec(String node) {
        VirtualIPNodeState state = nodeState(node);
        state.setSpec(new VirtualIPNodeStateSpec(17L, List.of()));
        return state;
    }

    private static VirtualIPNodeStateStatus status(long reportRequest) {
        return new VirtualIPNodeStateStatus(1L, reportRequest, null, List.of(), List.of(), List.of(), List.of());
    }
}
