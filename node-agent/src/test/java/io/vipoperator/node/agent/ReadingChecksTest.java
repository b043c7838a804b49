package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.node.agent.check.ReadCheck;
import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import io.vipoperator.node.loop.CheckEffect;
import io.vipoperator.node.loop.TrackedCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks in a node's state: what all kinds have, and how routers refer to them. */
class ReadingChecksTest {
    private static final String SERVICE = "service: {namespace: web, name: nginx}";

    private static ReadState sound(String document) {
        Checked<ReadState> checked = NodeStateReader.readDocument(document, 7, UnknownFields.REFUSE);
        assertThat(checked).isInstanceOf(Checked.Sound.class);
        return ((Checked.Sound<ReadState>) checked).value();
    }

    private static String refused(String document) {
        Checked<ReadState> checked = NodeStateReader.readDocument(document, 7, UnknownFields.REFUSE);
        assertThat(checked).isInstanceOf(Checked.Refused.class);
        return ((Checked.Refused<ReadState>) checked).message();
    }

    private static String document(String check) {
        return "{routers: [], healthChecks: [{" + check + "}]}";
    }

    private static ReadCheck check(String fields) {
        return sound(document(fields)).checks().get(0);
    }

    @Test
    void whatIsAbsentHasTheDefaultOfTheSchema() {
        assertThat(check("name: nginx, spec: {" + SERVICE + "}").setup())
                .isEqualTo(new CheckSetup(
                        "nginx",
                        "",
                        0,
                        1_000_000_000L,
                        1_000_000_000L,
                        2,
                        3,
                        Standing.UNKNOWN,
                        new Probe.Decided(Standing.UNKNOWN, "the operator has decided nothing")));
    }

    @Test
    void whatIsWrittenCounts() {
        assertThat(check("name: nginx, uid: u-1, generation: 4, spec: {intervalMilliseconds: 5000,"
                                + " timeoutMilliseconds: 300, healthyThreshold: 1, unhealthyThreshold: 7, initialState: Unhealthy, "
                                + SERVICE + "}, verdict: {state: Healthy, message: 2 ready endpoints}")
                        .setup())
                .isEqualTo(new CheckSetup(
                        "nginx",
                        "u-1",
                        4,
                        5_000_000_000L,
                        300_000_000L,
                        1,
                        7,
                        Standing.FAILING,
                        new Probe.Decided(Standing.HEALTHY, "2 ready endpoints")));
    }

    @Test
    void theTimeoutIsTheIntervalButASecondAtMost() {
        assertThat(check("name: a, spec: {intervalMilliseconds: 200, " + SERVICE + "}")
                        .setup()
                        .timeoutNanos())
                .isEqualTo(200_000_000L);
        assertThat(check("name: a, spec: {intervalMilliseconds: 60000, " + SERVICE + "}")
                        .setup()
                        .timeoutNanos())
                .isEqualTo(1_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    name: a, spec: {KIND, intervalMilliseconds: 99}                            | healthChecks[0].spec.intervalMilliseconds: 99 must be 100 to 3600000
                    name: a, spec: {KIND, timeoutMilliseconds: 9}                              | healthChecks[0].spec.timeoutMilliseconds: 9 must be 10 to 3600000
                    name: a, spec: {KIND, timeoutMilliseconds: 2000}                           | healthChecks[0].spec.timeoutMilliseconds: 2000 must not be more than intervalMilliseconds, 1000
                    name: a, spec: {KIND, healthyThreshold: 0}                                 | healthChecks[0].spec.healthyThreshold: 0 must be 1 to 100
                    name: a, spec: {KIND, unhealthyThreshold: 101}                             | healthChecks[0].spec.unhealthyThreshold: 101 must be 1 to 100
                    name: a, spec: {}                                                       | healthChecks[0].spec: must have exactly one of http, tcp, udp, dns, smtp, grpc, ping, exec, process, file, service
                    name: a, spec: {KIND, ping: {host: 10.0.0.1}}                              | healthChecks[0].spec: must have exactly one of http, tcp, udp, dns, smtp, grpc, ping, exec, process, file, service, not ping and service
                    name: a                                                                 | healthChecks[0].spec: must be there
                    name: A, spec: {KIND}                                                      | healthChecks[0].name: "A" must be the name of a HealthCheck: at most 253 lower case letters, digits, '-' and '.', with a letter or digit at both ends
                    spec: {KIND}                                                               | healthChecks[0].name: must be the name of a HealthCheck: at most 253 lower case letters, digits, '-' and '.', with a letter or digit at both ends
                    name: a, spec: {KIND, initialState: Fine}                                  | healthChecks[0].spec.initialState: "Fine" must be one of Unknown, Healthy, Unhealthy
                    """, ignoreLeadingAndTrailingWhitespace = true)
    void whatIsWrongNamesFieldValueAndRule(String check, String problem) {
        assertThat(refused(document(check.replace("KIND", SERVICE)))).isEqualTo(problem);
    }

    @Test
    void noCheckStandsTwice() {
        String one = "{name: a, spec: {" + SERVICE + "}}";
        assertThat(refused("{routers: [], healthChecks: [" + one + ", " + one + "]}"))
                .isEqualTo("healthChecks[1].name: \"a\" must not stand twice: healthChecks[0] is the same check");
    }

    @Test
    void aRouterRefersToChecksByNameAndTheirFailureIsLowestUnlessSaid() {
        ReadState state = sound("{routers: [{" + SOUND
                + ", healthChecks: [{name: a}, {name: b, effect: {type: Fault}}, {name: c, effect: {type: Weight, weight: -30}}]}],"
                + " healthChecks: [{name: a, spec: {" + SERVICE + "}}, {name: b, spec: {" + SERVICE
                + "}}, {name: c, spec: {" + SERVICE + "}}]}");

        assertThat(state.unkeyed().routers().get(0).candidacy().healthChecks())
                .containsExactly(
                        new TrackedCheck("a", new CheckEffect.Lowest()),
                        new TrackedCheck("b", new CheckEffect.Fault()),
                        new TrackedCheck("c", new CheckEffect.Weight(-30)));
        assertThat(state.unkeyed().routers().get(0).missingFeatures()).isEmpty();
    }

    @Test
    void aRouterThatRefersToACheckThatIsNotThereRefusesTheDocument() {
        assertThat(refused("{routers: [{" + SOUND + ", healthChecks: [{name: a}]}]}"))
                .isEqualTo(
                        "routers[0].healthChecks[0].name: \"a\" must be the name of one of the document's healthChecks");
    }

    @Test
    void aRouterRefersToACheckOnce() {
        assertThat(refused("{routers: [{" + SOUND
                        + ", healthChecks: [{name: a}, {name: a, effect: {type: Weight}}]}], healthChecks: [{name: a, spec: {"
                        + SERVICE + "}}]}"))
                .contains(
                        "routers[0].healthChecks[1].name: \"a\" must not stand twice: routers[0].healthChecks[0].name is the same check")
                .contains("routers[0].healthChecks[1].effect.weight: must be -253 to 253, and not 0");
    }

    @Test
    void aKindThatANewerVersionWroteIsNoReasonToRefuseTheOtherChecks() {
        Checked<ReadState> checked = NodeStateReader.readDocument(
                "{routers: [], healthChecks: [{name: a, spec: {telepathy: {}}}, {name: b, spec: {" + SERVICE + "}}]}",
                7,
                UnknownFields.IGNORE);

        List<ReadCheck> checks = ((Checked.Sound<ReadState>) checked).value().checks();
        assertThat(checks.get(0).unknownKind()).isTrue();
        assertThat(checks.get(0).feature()).isEqualTo("the kind of health check a");
        assertThat(checks.get(0).setup().probe()).isInstanceOf(Probe.Decided.class);
        assertThat(checks.get(1).unknownKind()).isFalse();
    }

    @Test
    void aCheckOfTheOperatorThatThisAgentCantReadFailsAndHoldsUpNoOther() {
        Checked<ReadState> checked = NodeStateReader.readDocument(
                "{routers: [], healthChecks: [{name: a, spec: {dns: {name: 'a..b'}}}, {name: b, spec: {tcp: {port: 0}}}, {name: c,"
                        + " spec: {" + SERVICE + "}}]}",
                7,
                UnknownFields.IGNORE);

        List<ReadCheck> checks = ((Checked.Sound<ReadState>) checked).value().checks();
        assertThat(checks).extracting(check -> check.setup().name()).containsExactly("a", "b", "c");
        assertThat(checks.get(1).setup().probe())
                .isEqualTo(new Probe.Decided(
                        Standing.FAILING, "this agent can't probe it: spec.tcp.port: 0 must be 1 to 65535"));
        assertThat(((Probe.Decided) checks.get(0).setup().probe()).message())
                .startsWith("this agent can't probe it: spec.dns.name: \"a..b\" must be");
        assertThat(checks.get(0).feature()).isEqualTo("DNSCheck");
    }

    @Test
    void aStateWithoutChecksIsReadAsEver() {
        Checked<ReadState> checked = NodeStateReader.read(new VirtualIPNodeStateSpec(3L, List.of()), 9);
        assertThat(((Checked.Sound<ReadState>) checked).value().checks()).isEmpty();
    }
}
