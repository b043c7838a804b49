package io.vipoperator.node.agent;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vipoperator.node.health.CheckReport;
import io.vipoperator.node.health.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The metrics of each health check, with the label {@code check}. A check that is no longer run has none. Owned by the checks'
 * thread; only the values are read by others.
 */
final class CheckMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };
    private static final double SECONDS_PER_DAY = 86_400;

    private final MeterRegistry registry;
    private final Clock wall;
    private final Map<String, OfCheck> checks = new HashMap<>();

    CheckMetrics(MeterRegistry registry, Clock wall) {
        this.registry = registry;
        this.wall = wall;
    }

    /** All checks, as they stand now. */
    void report(List<CheckReport> all) {
        Map<String, OfCheck> gone = new HashMap<>(checks);
        for (CheckReport report : all) {
            String name = report.setup().name();
            gone.remove(name);
            checks.computeIfAbsent(name, OfCheck::new).report(report);
        }
        gone.forEach((name, metrics) -> {
            checks.remove(name);
            metrics.remove();
        });
    }

    /** A probe of that check has ended. */
    void probed(String check, boolean success, long durationNanos) {
        OfCheck metrics = checks.get(check);
        if (metrics != null) {
            (success ? metrics.successes : metrics.failures).record(durationNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** The metrics of one check. */
    private final class OfCheck {
        private final String name;
        private final List<Meter> meters = new ArrayList<>();
        private final Timer successes;
        private final Timer failures;
        private volatile boolean up;
        private volatile Instant certificateNotAfter;

        private OfCheck(String name) {
            this.name = name;
            meters.add(Gauge.builder("vip.health.check.up", this, one -> one.up ? 1 : 0)
                    .description("1 while a health check is healthy, 0 while it fails or nothing is known of it")
                    .tag("check", name)
                    .strongReference(true)
                    .register(registry));
            successes = timer("success");
            failures = timer("failure");
        }

        private Timer timer(String result) {
            Timer timer = Timer.builder("vip.health.check.duration")
                    .description("How long the probes of a health check take")
                    .tags("check", name, "result", result)
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
            meters.add(timer);
            return timer;
        }

        private void report(CheckReport report) {
            up = report.standing() == Standing.HEALTHY;
            report.certificateNotAfter().ifPresent(notAfter -> {
                boolean first = certificateNotAfter == null;
                certificateNotAfter = notAfter;
                if (first) {
                    meters.add(Gauge.builder("vip.health.check.certificate.days", this, OfCheck::certificateDays)
                            .description("Days until the certificate ends that the server of a health check showed")
                            .tag("check", name)
                            .strongReference(true)
                            .register(registry));
                }
            });
        }

        private double certificateDays() {
            return Duration.between(wall.instant(), certificateNotAfter).toSeconds() / SECONDS_PER_DAY;
        }

        private void remove() {
            meters.forEach(registry::remove);
        }
    }
}
