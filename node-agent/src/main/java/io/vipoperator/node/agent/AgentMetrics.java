package io.vipoperator.node.agent;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vipoperator.node.loop.LoopCounters;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.NanoClock;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/**
 * Publishes what is counted elsewhere. Reads only: no counter of the loop knows of this class. What Prometheus is told:
 *
 * <table>
 * <caption>Metrics; those of routers have the labels virtual_ip, family, interface and vrid</caption>
 * <tr><th>Name</th><th>Labels</th><th>What</th></tr>
 * <tr><td>vip_router_state</td><td>router, state</td><td>1 for the state that it is in</td></tr>
 * <tr><td>vip_router_state_age_seconds</td><td>router</td><td>how long it has been in it</td></tr>
 * <tr><td>vip_router_priority</td><td>router</td><td>effective priority</td></tr>
 * <tr><td>vip_router_addresses_held</td><td>router</td><td>addresses on the NIC</td></tr>
 * <tr><td>vip_router_advertisements_sent_total, _received_total</td><td>router</td><td>sent, and heeded</td></tr>
 * <tr><td>vip_router_priority_zero_sent_total, _received_total</td><td>router</td><td>resignations among them</td></tr>
 * <tr><td>vip_router_became_active_total, vip_router_left_active_total</td><td>router, reason</td>
 *     <td>from the first on</td></tr>
 * <tr><td>vip_router_announcements_total</td><td>router</td><td>frames of gratuitous ARP and Neighbor Advertisements</td></tr>
 * <tr><td>vip_router_addresses_lost_total</td><td>router</td><td>taken off by somebody else, and put back</td></tr>
 * <tr><td>vip_router_incidents_total</td><td>router, reason</td><td>from the first on</td></tr>
 * <tr><td>vip_router_transitions_total</td><td>reason</td><td>of all routers</td></tr>
 * <tr><td>vip_became_active_total, vip_left_active_total</td><td></td><td>of all routers</td></tr>
 * <tr><td>vip_advertisements_sent_total, _received_total</td><td></td><td>of all routers</td></tr>
 * <tr><td>vip_priority_zero_sent_total, _received_total</td><td></td><td>of all routers</td></tr>
 * <tr><td>vip_advertisements_differing_total</td><td>field</td><td>heeded, but unlike the router's own</td></tr>
 * <tr><td>vip_packets_rejected_total</td><td>reason</td><td>not heeded</td></tr>
 * <tr><td>vip_announcements_sent_total</td><td></td><td>of all routers</td></tr>
 * <tr><td>vip_send_failures_total</td><td></td><td>what the kernel refused to send</td></tr>
 * <tr><td>vip_foreign_routers</td><td></td><td>VRRP speakers heard whose VRID this node doesn't run</td></tr>
 * <tr><td>vip_takeover_duration_seconds</td><td></td><td>count and sum: from the moment at which a router had to become Active
 *     until it held its addresses</td></tr>
 * <tr><td>vip_takeovers_total</td><td>at_most_seconds</td><td>its histogram</td></tr>
 * <tr><td>vip_takeover_duration_worst_seconds</td><td></td><td>since the start</td></tr>
 * <tr><td>vip_loop_lateness_seconds</td><td></td><td>count and sum of wake-ups after a deadline</td></tr>
 * <tr><td>vip_loop_wakeups_total</td><td>at_most_seconds</td><td>its histogram</td></tr>
 * <tr><td>vip_loop_lateness_worst_seconds</td><td></td><td>since the start</td></tr>
 * <tr><td>vip_loop_turns_total, vip_inbox_drops_total</td><td></td><td>of the loop</td></tr>
 * <tr><td>vip_status_writes_total, vip_cache_writes_total</td><td>result</td><td>success or failure</td></tr>
 * <tr><td>vip_state_refused</td><td></td><td>1 while the newest document is refused</td></tr>
 * <tr><td>vip_health_check_up</td><td>check</td><td>1 while it is healthy</td></tr>
 * <tr><td>vip_health_check_duration_seconds</td><td>check, result</td><td>histogram of its probes</td></tr>
 * <tr><td>vip_health_check_certificate_days</td><td>check</td><td>until the certificate ends that its server showed</td></tr>
 * <tr><td>vip_realtime_granted</td><td>request</td><td>1 if the kernel granted it</td></tr>
 * </table>
 */
final class AgentMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger foreignRouters = new AtomicInteger();
    private RouterMetrics routers;

    AgentMetrics(MeterRegistry registry) {
        this.registry = registry;
        gauge(
                "vip.foreign.routers",
                "VRRP speakers whose VRID this node does not run",
                foreignRouters,
                AtomicInteger::get);
    }

    /** The loop's counters, before the first report. */
    void loop(LoopCounters counters, NanoClock clock) {
        LoopMetrics.register(registry, counters);
        routers = new RouterMetrics(registry, counters.tallies(), clock);
    }

    /** Of the health checks. */
    CheckMetrics checks(Clock wall) {
        return new CheckMetrics(registry, wall);
    }

    /** The routers, as of this report. On one thread. */
    void report(LoopReport report) {
        foreignRouters.set(report.foreignRouters().size());
        routers.report(report);
    }

    /** Writes of the status. */
    void status(StatusReporter reporter) {
        outcomes(
                "vip.status.writes",
                "Writes of the status",
                reporter,
                StatusReporter::succeeded,
                StatusReporter::failed);
    }

    /** Writes of the cache. */
    void cache(StateCache cache) {
        outcomes("vip.cache.writes", "Writes of the cache on disk", cache, StateCache::written, StateCache::failed);
    }

    /** Whether the newest state was refused. */
    void running(RunningState running) {
        gauge("vip.state.refused", "1 while the newest state document is refused", running, r -> r.refused() ? 1 : 0);
    }

    /** What the kernel granted. */
    void priorities(Priorities priorities) {
        for (String request : Priorities.REQUESTS) {
            Gauge.builder("vip.realtime.granted", priorities, p -> p.granted(request) ? 1 : 0)
                    .description("1 if the kernel granted what was asked for to run in time")
                    .tag("request", request)
                    .strongReference(true)
                    .register(registry);
        }
    }

    private <T> void outcomes(
            String name, String description, T of, ToDoubleFunction<T> good, ToDoubleFunction<T> bad) {
        FunctionCounter.builder(name, of, good)
                .description(description)
                .tag("result", "success")
                .register(registry);
        FunctionCounter.builder(name, of, bad)
                .description(description)
                .tag("result", "failure")
                .register(registry);
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        // The registry alone holds its object weakly.
        Gauge.builder(name, of, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
