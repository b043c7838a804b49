package io.vipoperator.node.agent;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vipoperator.node.loop.Difference;
import io.vipoperator.node.loop.LoopCounters;
import io.vipoperator.node.loop.TakeoverDurations;
import io.vipoperator.node.vrrp.TransitionReason;
import io.vipoperator.node.wire.Rejection;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Publishes what the loop counts over all routers. */
final class LoopMetrics {
    private final MeterRegistry registry;
    private final LoopCounters counters;

    private LoopMetrics(MeterRegistry registry, LoopCounters counters) {
        this.registry = registry;
        this.counters = counters;
    }

    /** All of them; once. */
    static void register(MeterRegistry registry, LoopCounters counters) {
        LoopMetrics metrics = new LoopMetrics(registry, counters);
        metrics.traffic();
        metrics.transitions();
        metrics.lateness();
        metrics.takeovers(counters.takeovers());
    }

    private void traffic() {
        count("vip.advertisements.sent", "Advertisements that the kernel took", LoopCounters::advertisementsSent);
        count(
                "vip.advertisements.received",
                "Advertisements that reached a router of this node",
                LoopCounters::advertisementsReceived);
        count("vip.priority.zero.sent", "Resignations", LoopCounters::resignationsSent);
        count("vip.priority.zero.received", "Resignations of others", LoopCounters::resignationsReceived);
        count("vip.announcements.sent", "Frames that announce addresses", LoopCounters::announcementsSent);
        count("vip.send.failures", "Packets that the kernel refused to send", LoopCounters::sendFailures);
        count("vip.inbox.drops", "Commands that found the loop's inbox full", LoopCounters::commandsDropped);
        count("vip.loop.turns", "Turns of the loop", LoopCounters::turns);
        for (Rejection reason : Rejection.values()) {
            count(
                    "vip.packets.rejected",
                    "Received packets that were not heeded",
                    "reason",
                    reason.label(),
                    c -> c.rejected(reason));
        }
        for (Difference field : Difference.values()) {
            count(
                    "vip.advertisements.differing",
                    "Heeded advertisements that differ from the router's own",
                    "field",
                    field.label(),
                    c -> c.differing(field));
        }
    }

    private void transitions() {
        count("vip.became.active", "How often a router became Active", LoopCounters::becameActive);
        count("vip.left.active", "How often a router ceased to be Active", LoopCounters::leftActive);
        for (TransitionReason reason : TransitionReason.values()) {
            count(
                    "vip.router.transitions",
                    "Changes of a virtual router's state",
                    "reason",
                    reason.name(),
                    c -> c.transitions(reason));
        }
    }

    private void lateness() {
        timer(
                "vip.loop.lateness",
                "How late the loop woke for its deadlines",
                LoopCounters::deadlines,
                LoopCounters::latenessSumNanos);
        seconds("vip.loop.lateness.worst.seconds", "The latest wake-up since the start", c -> c.latenessMaxNanos());
        for (int i = 0; i < LoopCounters.LATENESS_BOUNDS_NANOS.size(); i++) {
            int bound = i;
            count(
                    "vip.loop.wakeups",
                    "Wake-ups for a deadline that were late by at most so many seconds",
                    "at_most_seconds",
                    Double.toString(LoopCounters.LATENESS_BOUNDS_NANOS.get(i) / 1e9),
                    c -> c.latenessAtMost(bound));
        }
    }

    private void takeovers(TakeoverDurations takeovers) {
        timer(
                "vip.takeover.duration",
                "From the moment at which a router had to become Active until it held its addresses",
                c -> takeovers.takeovers(),
                c -> takeovers.sumNanos());
        seconds(
                "vip.takeover.duration.worst.seconds",
                "The longest takeover since the start",
                c -> takeovers.maxNanos());
        for (int i = 0; i < TakeoverDurations.BOUNDS_NANOS.size(); i++) {
            int bound = i;
            count(
                    "vip.takeovers",
                    "Takeovers that lasted at most so many seconds",
                    "at_most_seconds",
                    Double.toString(TakeoverDurations.BOUNDS_NANOS.get(i) / 1e9),
                    c -> takeovers.atMost(bound));
        }
    }

    private void count(String name, String description, ToDoubleFunction<LoopCounters> value) {
        FunctionCounter.builder(name, counters, value).description(description).register(registry);
    }

    private void count(
            String name, String description, String label, String word, ToDoubleFunction<LoopCounters> value) {
        FunctionCounter.builder(name, counters, value)
                .description(description)
                .tag(label, word)
                .register(registry);
    }

    private void timer(
            String name,
            String description,
            ToLongFunction<LoopCounters> events,
            ToDoubleFunction<LoopCounters> sumNanos) {
        FunctionTimer.builder(name, counters, events, sumNanos, TimeUnit.NANOSECONDS)
                .description(description)
                .register(registry);
    }

    private void seconds(String name, String description, ToDoubleFunction<LoopCounters> nanos) {
        // The registry alone holds its object weakly.
        Gauge.builder(name, counters, c -> nanos.applyAsDouble(c) / 1e9)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
