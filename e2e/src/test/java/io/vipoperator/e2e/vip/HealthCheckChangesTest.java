package io.vipoperator.e2e.vip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.e2e.AddressProbe;
import io.vipoperator.e2e.AddressWatch;
import io.vipoperator.e2e.Cluster;
import io.vipoperator.e2e.HealedLab;
import io.vipoperator.e2e.vip.WebServers.Health;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens around a running health check: it is edited and deleted, the API server is away, a node boots; and Services decide. */
@ExtendWith(HealedLab.class)
class HealthCheckChangesTest {

    private static final int PORT = 18081;
    private static final String CHECK =
            "{intervalMilliseconds: 500, timeoutMilliseconds: 500, healthyThreshold: 2, unhealthyThreshold: 2,"
                    + " http: {port: " + PORT + ", path: /healthz}}";
    private static final String BROKEN = "{http: {port: " + PORT + ", path: /healthz, bodyPattern: \"(\"}}";

    private final Installation installation = Installation.shared();
    private final Cluster cluster = installation.cluster();
    private final String best = cluster.nodes().getLast();
    private final WebServers servers = WebServers.start(cluster, PORT);

    @AfterEach
    void endServers() {
        servers.close();
    }

    private TestVip apply(String name, int host, String mode, TestCheck check) {
        String address = cluster.address(host);
        String spec = "{addresses: [" + address + "/24], vrrp: {" + Installation.CALM + ", preemption: {mode: " + mode
                + ", delaySeconds: 0}}, nodes: {priorities: [{nodeName: " + best
                + ", priority: 254}]}, healthChecks: [{name: " + check.name() + "}]}";
        return installation.apply(name, address, spec);
    }

    @Test
    void aRefusedEditAndADeletionAreSaidAndTheCheckRunsOnAsItWas() {
        try (TestCheck check = TestCheck.apply(installation, "edited", CHECK);
                TestVip vip = apply("edited", 186, "Always", check)) {
            check.awaitNodes(3, 0);
            vip.awaitReadyOn(best);
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch()) {
                probe.awaitAnswer(TestVip.LONG);

                check.edit(BROKEN);
                assertThat(check.awaitCondition("Stalled", "True", "InvalidSpec"))
                        .contains("bodyPattern", "(");
                assertThat(vip.awaitCondition("Accepted", "False", "HealthCheckNotAccepted"))
                        .contains("edited");
                check.delete();
                assertThat(vip.awaitCondition("Accepted", "False", "HealthCheckNotFound"))
                        .contains("edited");
                assertThat(watch.holdingTimes().moves()).as("where it was").isEqualTo(1);

                servers.answer(best, Health.FAILING);
                String second = vip.awaitOneOwnerOtherThan(best);
                assertThat(vip.awaitRow(best, RouterState.Backup, "HealthCheckFailed")
                                .message())
                        .isEqualTo("edited: GET http://127.0.0.1:" + PORT + "/healthz: 503");

                check.edit(CHECK);
                vip.awaitCondition("Accepted", "True", "Accepted");
                vip.awaitReadyOn(second);
                check.awaitNodes(2, 1);
                Measured.assertNothingLost("HealthCheck broken, deleted, failing, created anew", probe);
            }
        }
    }

    private void endpointOn(String node) {
        installation.applyDocument("""
                apiVersion: v1
                kind: Service
                metadata: {name: checked, namespace: default}
                spec: {ports: [{port: 80, targetPort: %2$d}]}
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: checked-by-hand, namespace: default, labels: {kubernetes.io/service-name: checked}}
                addressType: IPv4
                ports: [{port: %2$d}]
                endpoints: [{addresses: ["192.0.2.1"], nodeName: %1$s, conditions: {ready: true}}]
                """.formatted(node, PORT));
    }

    @Test
    void theAddressIsWhereTheServiceHasAReadyEndpointAndFollowsIt() {
        String one = cluster.nodes().get(0);
        String other = cluster.nodes().get(1);
        endpointOn(one);
        try (TestCheck check =
                        TestCheck.apply(installation, "endpoint", "{service: {namespace: default, name: checked}}");
                TestVip vip = apply("endpoint", 187, "Never", check)) {
            check.awaitNodes(1, 2);
            vip.awaitReadyOn(one);
            try (AddressProbe probe = vip.probe()) {
                assertThat(probe.awaitAnswer(TestVip.LONG)).isEqualTo(one);

                endpointOn(other);
                vip.awaitReadyOn(other);
                assertThat(vip.awaitOneOwner()).isEqualTo(other);
                assertThat(vip.awaitRow(one, RouterState.Backup, "HealthCheckFailed")
                                .message())
                        .startsWith("endpoint: ");
                Measured.assertNothingLost("a Service's one ready endpoint goes to another node", probe);
            }
        } finally {
            cluster.kubectl("-n", "default", "delete", "service/checked", "endpointslice/checked-by-hand");
        }
    }

    @Test
    void withTheApiServerAwayAFailingServerMovesTheAddressAndTheStatusIsRightAfterwards() {
        try (TestCheck check = TestCheck.apply(installation, "unseen", CHECK);
                TestVip vip = apply("unseen", 188, "Never", check)) {
            check.awaitNodes(3, 0);
            vip.awaitReady();
            String first = vip.awaitOneOwner();
            try (AddressProbe probe = vip.probe()) {
                probe.awaitAnswer(TestVip.LONG);
                String second;
                cluster.apiAway();
                try {
                    servers.answer(first, Health.FAILING);
                    second = awaitHolderOtherThan(vip, first);
                    servers.answer(first, Health.FINE);
                    servers.answer(second, Health.FAILING);
                    awaitHolderOtherThan(vip, second);
                } finally {
                    cluster.apiBack();
                }
                installation.awaitNodes();
                vip.awaitReadyOn(vip.awaitOneOwnerOtherThan(second));
                vip.awaitRow(second, RouterState.Backup, "HealthCheckFailed");
                assertThat(check.awaitNodes(2, 1).getFirst().nodeName()).isEqualTo(second);
                Measured.assertNothingLost("API server away, nginx fails here, then there: the address itself", probe);
            }
        }
        installation.awaitAgents();
    }

    private static String awaitHolderOtherThan(TestVip vip, String former) {
        return await("another than " + former + " has " + vip.address() + " alone")
                .atMost(TestVip.LONG)
                .until(vip::holders, holders -> holders.size() == 1 && !holders.contains(former))
                .getFirst();
    }

    @Test
    void aNodeThatBootsJoinsOnlyAfterItsFirstVerdict() {
        try (TestCheck check = TestCheck.apply(installation, "booting", CHECK);
                TestVip vip = apply("booting", 189, "Always", check)) {
            check.awaitNodes(3, 0);
            vip.awaitReadyOn(best);
            try (AddressProbe probe = vip.probe();
                    AddressWatch watch = vip.watch()) {
                probe.awaitAnswer(TestVip.LONG);

                watch.lost(best);
                cluster.powerCut(best);
                servers.stop(best);
                String second = vip.awaitOneOwnerOtherThan(best);
                cluster.boot(best);
                watch.attach(best);
                installation.awaitNodes();
                installation.awaitAgents();
                assertThat(vip.awaitRow(best, RouterState.Backup, "HealthCheckFailed")
                                .message())
                        .startsWith("booting: GET ");
                check.awaitNodes(2, 1);
                // With the highest priority and preemption at once it would have had the address on any other word.
                assertThat(watch.holdingTimes().moves())
                        .as("where it was, and one move")
                        .isEqualTo(2);
                assertThat(vip.holders()).containsExactly(second);

                servers.start(best);
                vip.awaitReadyOn(best);
                assertThat(vip.awaitOneOwner()).isEqualTo(best);
                Measured.print("power cut, boot without nginx, then with it: all moves", Measured.losses(probe));
            }
        }
    }
}
