package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.RouterSetup;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which checks run, with which certificates, and what that means for the routers that refer to them. */
class RunningChecksTest {

    private final List<List<CheckSetup>> told = new ArrayList<>();
    private final List<DesiredState> applied = new ArrayList<>();
    private final AgentConditions conditions = new AgentConditions(Clock.systemUTC());
    private final RunningState running =
            new RunningState(applied::add, new RunningChecks(told::add, Set.of("FileCheck")), conditions);

    private void offer(String document) {
        Checked<ReadState> checked = NodeStateReader.readDocument(document, 7, UnknownFields.REFUSE);
        assertThat(checked).isInstanceOf(Checked.Sound.class);
        running.offer("test", checked, 0);
    }

    private static String digest(String content) {
        return Keys.of("", List.of(content.getBytes(UTF_8)))
                .digests()
                .iterator()
                .next();
    }

    private void arrive(String... contents) {
        running.use(Keys.of(
                "/keys", Arrays.stream(contents).map(one -> one.getBytes(UTF_8)).toList()));
    }

    private static String https(String authority, int port) {
        return "{routers: [], healthChecks: [{name: web, certificateAuthorityDigest: " + digest(authority)
                + ", spec: {http: {scheme: HTTPS, port: " + port
                + ", tls: {certificateAuthoritySecretRef: {name: a, key: ca.crt}}}}}]}";
    }

    private Probe.Http last() {
        return (Probe.Http) told.get(told.size() - 1).get(0).probe();
    }

    private Optional<String> authority() {
        return last().tls().orElseThrow().authorities();
    }

    private String arrived() {
        return conditions.current().stream()
                .filter(condition -> condition.getType().equals("KeysArrived"))
                .map(condition -> condition.getStatus() + " " + condition.getMessage())
                .findFirst()
                .orElse("");
    }

    @Test
    void aCertificateThatArrivesLaterIsUsedFromThenOn() {
        offer(https("authority-1", 443));
        assertThat(authority()).isEmpty();
        assertThat(last().tls().orElseThrow().missing().orElseThrow()).contains("has not arrived on this node");
        assertThat(arrived())
                .isEqualTo("False health check web: SHA-256 "
                        + digest("authority-1").substring(0, 12) + "… has not arrived");

        arrive("authority-1");
        assertThat(authority()).contains("authority-1");
        assertThat(last().tls().orElseThrow().missing()).isEmpty();
        assertThat(arrived()).isEqualTo("True ");
        arrive("authority-1", "another");
        assertThat(told).hasSize(2);
    }

    @Test
    void aCheckGoesOnWithItsFormerCertificateUntilTheNewOneHasArrived() {
        arrive("authority-1");
        offer(https("authority-1", 443));
        offer(https("authority-2", 8443));
        assertThat(authority()).contains("authority-1");
        assertThat(last().port()).isEqualTo(443);
        assertThat(arrived()).startsWith("False health check web");

        arrive("authority-1", "authority-2");
        assertThat(authority()).contains("authority-2");
        assertThat(last().port()).isEqualTo(8443);
    }

    private static String service(String name) {
        return "{name: " + name + ", spec: {service: {namespace: a, name: b}}}";
    }

    @Test
    void theSameChecksAreToldOnceHoweverOftenTheyAreRead() {
        offer("{routers: [], healthChecks: [" + service("a") + "]}");
        offer("{routers: [], healthChecks: [" + service("a") + "], reportRequest: 8}");
        assertThat(told).hasSize(1);
        offer("{routers: [], healthChecks: [" + service("a") + ", " + service("b") + "]}");
        assertThat(told.get(1)).extracting(CheckSetup::name).containsExactly("a", "b");
        assertThat(told.get(1).get(0)).isSameAs(told.get(0).get(0));
    }

    @Test
    void theChecksRunBeforeTheRoutersThatWaitForThem() {
        List<String> order = new ArrayList<>();
        RunningState ordered = new RunningState(
                state -> order.add("routers"), new RunningChecks(checks -> order.add("checks"), Set.of()), conditions);
        ordered.offer(
                "test",
                NodeStateReader.readDocument(
                        "{routers: [{" + SOUND + ", healthChecks: [{name: a}]}], healthChecks: [" + service("a") + "]}",
                        7,
                        UnknownFields.REFUSE),
                0);
        assertThat(order).containsExactly("checks", "routers");
    }

    @Test
    void aRefusedDocumentLeavesTheChecksAsTheyAre() {
        offer("{routers: [], healthChecks: [" + service("a") + "]}");
        running.offer(
                "test",
                NodeStateReader.readDocument("{routers: [], healthChecks: [{name: x}]}", 8, UnknownFields.REFUSE),
                9);
        assertThat(told).hasSize(1);
        assertThat(running.refused()).isTrue();
    }

    @Test
    void aCheckThatNeedsRightsThatNobodyGrantedIsNotProbedAndItsRouterIsUnsupported() {
        offer(
                "{routers: [{" + SOUND + ", healthChecks: [{name: run}]}, {" + SOUND.replace("web", "b")
                        + ", healthChecks: [{name: weight}]}], healthChecks: ["
                        + "{name: run, spec: {exec: {command: [/bin/true]}}}, {name: weight, spec: {file: {path: /run/weight}}}]}");

        assertThat(told.get(0).get(0).probe())
                .isInstanceOfSatisfying(
                        Probe.Decided.class,
                        decided -> assertThat(decided.message())
                                .isEqualTo("this agent lacks ExecCheck: nobody has granted it"));
        assertThat(applied.get(0).routers())
                .extracting(RouterSetup::missingFeatures)
                .containsExactly(List.of("ExecCheck"), List.of());
    }
}
