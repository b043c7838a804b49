package io.vipoperator.node.agent;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.NanoClock;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterReport;
import io.vipoperator.node.loop.RouterTallies;
import io.vipoperator.node.loop.RouterTally;
import io.vipoperator.node.vrrp.TransitionReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of each router, with the labels {@code virtual_ip}, {@code family}, {@code interface} (empty while none is found)
 * and {@code vrid}. A router that is no longer run has none. Counters of an event begin with its first. Owned by the reporter's
 * thread.
 */
final class RouterMetrics {
    private final MeterRegistry registry;
    private final RouterTallies tallies;
    private final NanoClock clock;
    private final MultiGauge state;
    private final MultiGauge priority;
    private final MultiGauge held;
    private final MultiGauge age;
    private Map<RouterKey, Counters> countersByRouter = new HashMap<>();

    RouterMetrics(MeterRegistry registry, RouterTallies tallies, NanoClock clock) {
        this.registry = registry;
        this.tallies = tallies;
        this.clock = clock;
        state = gauges("vip.router.state", "1 for the state that a virtual router is in");
        priority = gauges("vip.router.priority", "The priority that a virtual router stands for election with");
        held = gauges("vip.router.addresses.held", "Addresses of a virtual router that are on the NIC");
        age = gauges("vip.router.state.age.seconds", "How long a virtual router has been in its state");
    }

    /** All routers, as of this report. */
    void report(LoopReport report) {
        register(
                state,
                report,
                router -> MultiGauge.Row.of(
                        tags(router).and("state", router.state().toString()), 1));
        register(priority, report, router -> MultiGauge.Row.of(tags(router), router.effectivePriority()));
        register(
                held,
                report,
                router -> MultiGauge.Row.of(tags(router), router.heldAddresses().size()));
        register(age, report, router -> {
            long sinceNanos = router.sinceNanos();
            return MultiGauge.Row.of(tags(router), clock, c -> (c.nanoTime() - sinceNanos) / 1e9);
        });
        count(report);
    }

    private void count(LoopReport report) {
        Map<RouterKey, Counters> now = new HashMap<>();
        for (RouterReport router : report.routers()) {
            RouterKey key = router.setup().key();
            tallies.of(key).ifPresent(tally -> {
                Tags tags = tags(router);
                Counters counters = countersByRouter.get(key);
                now.put(key, counters != null && counters.isOf(tags, tally) ? counters : new Counters(tags, tally));
            });
        }
        // The old ones first: a router that was replaced may have the same labels.
        countersByRouter.forEach((key, counters) -> {
            if (now.get(key) != counters) {
                counters.remove();
            }
        });
        now.values().forEach(Counters::register);
        countersByRouter = now;
    }

    private static Tags tags(RouterReport router) {
        return Tags.of(
                "virtual_ip", router.setup().key().virtualIP(),
                "family", router.setup().key().family().toString(),
                "interface", router.interfaceName().orElse(""),
                "vrid", Integer.toString(router.setup().virtualRouterID()));
    }

    private MultiGauge gauges(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static void register(MultiGauge gauge, LoopReport report, Function<RouterReport, MultiGauge.Row<?>> row) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        report.routers().forEach(router -> rows.add(row.apply(router)));
        gauge.register(rows, true);
    }

    /** The counters of one router under one set of labels. */
    private final class Counters {
        private final Tags tags;
        private final RouterTally tally;
        private final Map<Series, Meter> meters = new HashMap<>();

        private Counters(Tags tags, RouterTally tally) {
            this.tags = tags;
            this.tally = tally;
        }

        private boolean isOf(Tags otherTags, RouterTally otherTally) {
            return tags.equals(otherTags) && tally == otherTally;
        }

        private void register() {
            count("vip.router.advertisements.sent", "Packets with advertisements", RouterTally::advertisementsSent);
            count("vip.router.advertisements.received", "Heeded ones", RouterTally::advertisementsReceived);
            count("vip.router.priority.zero.sent", "Resignations", RouterTally::resignationsSent);
            count("vip.router.priority.zero.received", "Resignations of others", RouterTally::resignationsReceived);
            count("vip.router.announcements", "Frames that announce addresses", RouterTally::announcementsSent);
            count("vip.router.addresses.lost", "Addresses that were put back", RouterTally::addressesLost);
            for (TransitionReason reason : tally.reasonsToBeActive()) {
                count("vip.router.became.active", "Takeovers", reason.name(), t -> t.becameActive(reason));
            }
            for (TransitionReason reason : tally.reasonsToLeave()) {
                count("vip.router.left.active", "Ends of being Active", reason.name(), t -> t.leftActive(reason));
            }
            for (String reason : tally.incidentReasons()) {
                count("vip.router.incidents", "What an agent wants said", reason, t -> t.incidents(reason));
            }
        }

        private void count(String name, String description, ToDoubleFunction<RouterTally> value) {
            count(new Series(name, ""), description, tags, value);
        }

        private void count(String name, String description, String reason, ToDoubleFunction<RouterTally> value) {
            count(new Series(name, reason), description, tags.and("reason", reason), value);
        }

        private void count(Series series, String description, Tags of, ToDoubleFunction<RouterTally> value) {
            meters.computeIfAbsent(
                    series,
                    s -> FunctionCounter.builder(s.name(), tally, value)
                            .description(description)
                            .tags(of)
                            .register(registry));
        }

        private void remove() {
            meters.values().forEach(registry::remove);
        }
    }

    private record Series(String name, String reason) {}
}
