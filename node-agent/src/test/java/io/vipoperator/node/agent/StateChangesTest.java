package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StateChangesTest {
    private static final String WEB =
            "{virtualIP: web, family: IPv4, virtualRouterID: 51, priority: 100, addresses: [10.0.0.160/24, 10.0.0.161/24]}";
    private static final String DB =
            "{virtualIP: db, family: IPv4, virtualRouterID: 7, priority: 200, addresses: [10.0.0.7/24]}";

    @Test
    void routersThatComeAndGoAreNamed() {
        assertThat(StateChanges.between(state(WEB), state(DB)))
                .containsExactly("db/IPv4 is new: VRID 7, priority 200, 10.0.0.7", "web/IPv4 is gone");
    }

    @Test
    void everyChangedFieldIsNamedWithBothValues() {
        String edited = "{virtualIP: web, family: IPv4, virtualRouterID: 52, priority: 150, addresses: [10.0.0.161/24,"
                + " 10.0.0.162/24], advertisementIntervalMilliseconds: 1000, preemption: {mode: Never},"
                + " interface: {type: Name, name: eth1}}";

        assertThat(StateChanges.between(state(WEB), state(edited)))
                .containsExactly(
                        "web/IPv4: interface of the subnet -> eth1, virtualRouterID 51 -> 52, priority 100 -> 150,"
                                + " preemption.mode Always -> Never, advertisementIntervalMilliseconds 100 -> 1000,"
                                + " advertised addresses +10.0.0.162 -10.0.0.160,"
                                + " installed addresses +10.0.0.162/24 -10.0.0.160/24");
    }

    @Test
    void theSameTwiceIsNoChange() {
        assertThat(StateChanges.between(state(WEB), state(WEB))).isEmpty();
    }

    @Test
    void checksThatComeAndGoOrChangeAreNamedAndNothingOfTheirContent() {
        String two = "a: ready, b: ready";
        assertThat(StateChanges.between(checks(two), checks("b: gone, c: ready")))
                .containsExactly("health check b has changed", "health check c is new", "health check a is gone");
        assertThat(StateChanges.between(checks(two), checks(two))).isEmpty();
    }

    /** Names with the operator's messages. */
    private static ReadState checks(String nameAndMessage) {
        String checks = Arrays.stream(nameAndMessage.split(", "))
                .map(one -> one.split(": "))
                .map(one -> "{name: " + one[0] + ", spec: {service: {namespace: x, name: y}},"
                        + " verdict: {state: Healthy, message: " + one[1] + "}}")
                .collect(Collectors.joining(", "));
        return read("{routers: [], healthChecks: [" + checks + "]}");
    }

    private static ReadState state(String router) {
        return read("routers: [" + router + "]");
    }

    private static ReadState read(String text) {
        Checked<ReadState> checked = NodeStateReader.readDocument(text, 1, UnknownFields.REFUSE);
        return ((Checked.Sound<ReadState>) checked).value();
    }
}
