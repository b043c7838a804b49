package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static io.vipoperator.node.agent.StateTexts.SOUND_IPV6;
import static io.vipoperator.node.agent.StateTexts.router;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vipoperator.node.loop.ForeignRouterReport;
import io.vipoperator.node.loop.LoopCounters;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.RouterPhase;
import io.vipoperator.node.loop.RouterReport;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.loop.TallyingForTest;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.TransitionReason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told to Prometheus, one line for each value; a counter's name ends with _total. */
class AgentMetricsTest {
    private static final String WEB = "{family=\"IPv4\",interface=\"eth0\",virtual_ip=\"web\",vrid=\"51\"";
    private static final RouterSetup FOUR = router(SOUND, "uid: a");
    private static final RouterSetup SIX = router(SOUND_IPV6, "uid: a");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LoopCounters counters = new LoopCounters();
    private final AgentMetrics metrics = new AgentMetrics(registry);
    private long nowNanos = 10_000_000_000L;

    @BeforeEach
    void register() {
        metrics.loop(counters, () -> nowNanos);
    }

    @Test
    void aRouterHasItsStateSinceWhenItsPriorityAndItsAddresses() {
        report(active(FOUR, "eth0"), active(SIX, ""));
        nowNanos = 12_500_000_000L;

        assertThat(lines("vip_router_state{"))
                .containsExactlyInAnyOrder(
                        "vip_router_state{family=\"IPv4\",interface=\"eth0\",state=\"ACTIVE\",virtual_ip=\"web\",vrid=\"51\"} 1.0",
                        "vip_router_state{family=\"IPv6\",interface=\"\",state=\"ACTIVE\",virtual_ip=\"web\",vrid=\"51\"} 1.0");
        assertThat(lines("vip_router_state_age_seconds" + WEB))
                .containsExactly("vip_router_state_age_seconds" + WEB + "} 4.5");
        assertThat(lines("vip_router_priority" + WEB)).containsExactly("vip_router_priority" + WEB + "} 90.0");
        assertThat(lines("vip_router_addresses_held" + WEB))
                .containsExactly("vip_router_addresses_held" + WEB + "} 1.0");
    }

    @Test
    void aRoutersCountersAreReadWhenTheyAreAskedFor() {
        TallyingForTest tally = TallyingForTest.of(counters, FOUR.key());
        report(active(FOUR, "eth0"));
        tally.sent(100).sent(0).heard(0).heard(90).heard(91).announced().lost();

        assertThat(lines("vip_router_a", "vip_router_p", "vip_router_i", "vip_router_b", "vip_router_l"))
                .contains(
                        "vip_router_advertisements_sent_total" + WEB + "} 2.0",
                        "vip_router_advertisements_received_total" + WEB + "} 3.0",
                        "vip_router_priority_zero_sent_total" + WEB + "} 1.0",
                        "vip_router_priority_zero_received_total" + WEB + "} 1.0",
                        "vip_router_announcements_total" + WEB + "} 1.0",
                        "vip_router_addresses_lost_total" + WEB + "} 1.0")
                .noneMatch(line -> line.contains("reason="));
    }

    @Test
    void whatHasAReasonIsThereFromTheFirstTimeOn() {
        TallyingForTest tally = TallyingForTest.of(counters, FOUR.key());
        report(active(FOUR, "eth0"));

        tally.active(true, TransitionReason.ActiveDown).active(false, TransitionReason.BetterActiveHeard);
        tally.incident("SplitBrainHealed").incident("SplitBrainHealed");
        report(active(FOUR, "eth0"));
        tally.incident("SplitBrainHealed");

        String reason = "{family=\"IPv4\",interface=\"eth0\",reason=\"%s\",virtual_ip=\"web\",vrid=\"51\"} ";
        assertThat(lines(
                        "vip_router_became_active_total", "vip_router_left_active_total", "vip_router_incidents_total"))
                .containsExactlyInAnyOrder(
                        "vip_router_became_active_total" + reason.formatted("ActiveDown") + "1.0",
                        "vip_router_left_active_total" + reason.formatted("BetterActiveHeard") + "1.0",
                        "vip_router_incidents_total" + reason.formatted("SplitBrainHealed") + "3.0");
    }

    @Test
    void aRouterThatIsGoneOrHasOtherLabelsLeavesNothingBehind() {
        TallyingForTest.of(counters, FOUR.key()).sent(100).incident("SendFailed");
        report(active(FOUR, "eth0"));

        report(active(FOUR, "eth1"));
        assertThat(lines("vip_router_")).noneMatch(line -> line.contains("eth0"));
        assertThat(lines("vip_router_advertisements_sent_total"))
                .containsExactly("vip_router_advertisements_sent_total" + WEB.replace("eth0", "eth1") + "} 1.0");

        report();
        assertThat(lines("vip_router_")).noneMatch(line -> line.contains("eth1"));
    }

    @Test
    void aRouterThatTookTheNameOfAnotherIsCountedAnew() {
        TallyingForTest.of(counters, FOUR.key()).sent(100).sent(100);
        report(active(FOUR, "eth0"));

        TallyingForTest.of(counters, FOUR.key()).sent(100);
        report(active(FOUR, "eth0"));

        assertThat(lines("vip_router_advertisements_sent_total"))
                .containsExactly("vip_router_advertisements_sent_total" + WEB + "} 1.0");
    }

    @Test
    void takeoversHaveAHistogram() {
        TallyingForTest.of(counters, FOUR.key()).takeover(7_000_000L).takeover(700_000_000L);

        assertThat(lines("vip_takeover"))
                .contains(
                        "vip_takeover_duration_seconds_count 2.0",
                        "vip_takeover_duration_seconds_sum 0.707",
                        "vip_takeover_duration_worst_seconds 0.7",
                        "vip_takeovers_total{at_most_seconds=\"0.005\"} 0.0",
                        "vip_takeovers_total{at_most_seconds=\"0.01\"} 1.0",
                        "vip_takeovers_total{at_most_seconds=\"0.5\"} 1.0",
                        "vip_takeovers_total{at_most_seconds=\"1.0\"} 2.0");
    }

    @Test
    void foreignRoutersAreCountedAndNotNamed() {
        ForeignRouterReport one = new ForeignRouterReport("eth0", Family.IPV4, 77, IpAddress.parse("10.0.0.9"), 0);
        metrics.report(new LoopReport(1, 0, List.of(), List.of(), List.of(one)));

        assertThat(lines("vip_foreign")).containsExactly("vip_foreign_routers 1.0");
    }

    @Test
    void theLoopsOwnCountersAreThere() {
        TallyingForTest.of(counters, FOUR.key()).late(4_000_000L);

        assertThat(lines("vip_"))
                .contains(
                        "vip_loop_lateness_seconds_count 1.0",
                        "vip_loop_lateness_worst_seconds 0.004",
                        "vip_loop_wakeups_total{at_most_seconds=\"0.001\"} 0.0",
                        "vip_loop_wakeups_total{at_most_seconds=\"0.005\"} 1.0",
                        "vip_packets_rejected_total{reason=\"checksum\"} 0.0",
                        "vip_advertisements_differing_total{field=\"interval\"} 0.0",
                        "vip_router_transitions_total{reason=\"ActiveDown\"} 0.0",
                        "vip_became_active_total 0.0",
                        "vip_priority_zero_received_total 0.0");
    }

    private List<String> lines(String... beginnings) {
        return registry.getMeters().stream()
                .flatMap(AgentMetricsTest::lines)
                .filter(line -> Arrays.stream(beginnings).anyMatch(line::startsWith))
                .toList();
    }

    private static Stream<String> lines(Meter meter) {
        String name = meter.getId().getName().replace('.', '_');
        String labels = meter.getId().getTags().stream()
                .map(tag -> tag.getKey() + "=\"" + tag.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"))
                .replace("{}", "");
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .map(one -> name + suffix(meter, one) + labels + " " + one.getValue());
    }

    private static String suffix(Meter meter, Measurement one) {
        if (one.getStatistic() == Statistic.TOTAL_TIME) {
            return "_seconds_sum";
        }
        return one.getStatistic() != Statistic.COUNT
                ? ""
                : meter.getId().getType() == Meter.Type.TIMER ? "_seconds_count" : "_total";
    }

    private void report(RouterReport... routers) {
        metrics.report(new LoopReport(1, 0, List.of(routers), List.of(), List.of()));
    }

    private static RouterReport active(RouterSetup setup, String interfaceName) {
        return new RouterReport(
                setup,
                Optional.of(interfaceName).filter(name -> !name.isEmpty()),
                RouterPhase.ACTIVE,
                90,
                true,
                Set.of(setup.advertised().get(0)),
                Optional.empty(),
                8_000_000_000L,
                TransitionReason.ActiveDown,
                Set.of(),
                "",
                Optional.empty());
    }
}
