package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.RouterSetup;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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

    private static String service(String name) {
        return "{name: " + name + ", spec: {service: {namespace: a, name: b}}}";
    }

    private CheckSetup last() {
        return told.get(told.size() - 1).get(0);
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

        assertThat(last().probe())
                .isInstanceOfSatisfying(
                        Probe.Decided.class,
                        decided -> assertThat(decided.message())
                                .isEqualTo("this agent lacks ExecCheck: nobody has granted it"));
        assertThat(applied.get(0).routers())
                .extracting(RouterSetup::missingFeatures)
                .containsExactly(List.of("ExecCheck"), List.of());
    }
}
