package io.vipoperator.node.agent;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vipoperator.node.loop.LoopCounters;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.vrrp.TransitionReason;
import io.vipoperator.node.wire.Rejection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Publishes what is counted elsewhere. Reads only: no counter of the loop knows of this class. */
final class AgentMetrics {
    private final MeterRegistry registry;
    private final MultiGauge routers;

    AgentMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.routers = MultiGauge.builder("vip.router.state")
                .description("1 for the state that a virtual router is in")
                .register(registry);
    }

    /** The loop's counters. */
    void loop(LoopCounters counters) {
        count(
                "vip.advertisements.sent",
                "Advertisements that the kernel took",
                counters,
                LoopCounters::advertisementsSent);
        count(
                "vip.advertisements.received",
                "Advertisements that reached a router of this node",
                counters,
                LoopCounters::advertisementsReceived);
        count("vip.announcements.sent", "Frames of gratuitous ARP", counters, LoopCounters::announcementsSent);
        count("vip.send.failures", "Packets that the kernel refused to send", counters, LoopCounters::sendFailures);
        count("vip.inbox.drops", "Commands that found the loop's inbox full", counters, LoopCounters::commandsDropped);
        count("vip.loop.turns", "Turns of the loop", counters, LoopCounters::turns);
        for (Rejection reason : Rejection.values()) {
            FunctionCounter.builder("vip.packets.rejected", counters, c -> c.rejected(reason))
                    .description("Received packets that were not heeded")
                    .tag("reason", reason.label())
                    .register(registry);
        }
        for (TransitionReason reason : TransitionReason.values()) {
            FunctionCounter.builder("vip.router.transitions", counters, c -> c.transitions(reason))
                    .description("Changes of a virtual router's state")
                    .tag("reason", reason.name())
                    .register(registry);
        }
        lateness(counters);
    }

    private void lateness(LoopCounters counters) {
        FunctionTimer.builder(
                        "vip.loop.lateness",
                        counters,
                        LoopCounters::deadlines,
                        LoopCounters::latenessSumNanos,
                        TimeUnit.NANOSECONDS)
                .description("How late the loop woke for its deadlines")
                .register(registry);
        gauge(
                "vip.loop.lateness.worst.seconds",
                "The latest wake-up since the start",
                counters,
                c -> c.latenessMaxNanos() / 1e9);
        for (int i = 0; i < LoopCounters.LATENESS_BOUNDS_NANOS.size(); i++) {
            int bound = i;
            FunctionCounter.builder("vip.loop.wakeups", counters, c -> c.latenessAtMost(bound))
                    .description("Wake-ups for a deadline that were late by at most so many seconds")
                    .tag("at_most_seconds", Double.toString(LoopCounters.LATENESS_BOUNDS_NANOS.get(i) / 1e9))
                    .register(registry);
        }
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

    /** The states of all routers, as of this report. */
    void report(LoopReport report) {
        List<MultiGauge.Row<?>> rows = report.routers().stream()
                .<MultiGauge.Row<?>>map(r -> MultiGauge.Row.of(
                        Tags.of(
                                "virtual_ip", r.setup().key().virtualIP(),
                                "family", r.setup().key().family().toString(),
                                "virtual_router_id", Integer.toString(r.setup().virtualRouterID()),
                                "state", r.state().toString()),
                        1))
                .toList();
        routers.register(rows, true);
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

    private <T> void count(String name, String description, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(description).register(registry);
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        // The registry alone holds its object weakly.
        Gauge.builder(name, of, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
