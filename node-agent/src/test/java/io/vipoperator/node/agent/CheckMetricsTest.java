package io.vipoperator.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vipoperator.node.health.CheckReport;
import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Standing;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CheckMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CheckMetrics metrics =
            new CheckMetrics(registry, Clock.fixed(Instant.parse("2026-11-21T00:00:00Z"), ZoneOffset.UTC));

    private static CheckReport report(String name, Standing standing, String notAfter) {
        return new CheckReport(
                new CheckSetup(name, "", 1, 1, 1, 2, 3, Standing.UNKNOWN, new Probe.File("/run/weight")),
                standing,
                0,
                "",
                OptionalInt.empty(),
                Optional.ofNullable(notAfter).map(Instant::parse));
    }

    private double up(String check) {
        return registry.get("vip.health.check.up").tag("check", check).gauge().value();
    }

    @Test
    void aCheckIsUpWhileItIsHealthy() {
        metrics.report(List.of(
                report("a", Standing.HEALTHY, null),
                report("b", Standing.FAILING, null),
                report("c", Standing.UNKNOWN, null)));
        assertThat(up("a")).isEqualTo(1);
        assertThat(up("b")).isZero();
        assertThat(up("c")).isZero();
        metrics.report(List.of(report("a", Standing.FAILING, null)));
        assertThat(up("a")).isZero();
    }

    @Test
    void theDaysOfACertificateAreThereFromTheFirstOn() {
        metrics.report(List.of(report("a", Standing.HEALTHY, null)));
        assertThat(registry.find("vip.health.check.certificate.days").gauge()).isNull();
        metrics.report(List.of(report("a", Standing.HEALTHY, "2026-12-01T12:00:00Z")));
        metrics.report(List.of(report("a", Standing.HEALTHY, "2026-12-02T12:00:00Z")));
        assertThat(registry.get("vip.health.check.certificate.days").gauge().value())
                .isEqualTo(11.5);
    }

    @Test
    void probesAreMeasuredByResult() {
        metrics.report(List.of(report("a", Standing.HEALTHY, null)));
        metrics.probed("a", true, 3_000_000);
        metrics.probed("a", true, 5_000_000);
        metrics.probed("a", false, 1_000_000_000);
        metrics.probed("gone", true, 1);
        assertThat(registry.get("vip.health.check.duration")
                        .tags("check", "a", "result", "success")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(8);
        assertThat(registry.get("vip.health.check.duration")
                        .tags("check", "a", "result", "failure")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aCheckThatIsGoneHasNoMetrics() {
        metrics.report(List.of(report("a", Standing.HEALTHY, "2026-12-01T12:00:00Z")));
        metrics.report(List.of());
        assertThat(registry.getMeters()).isEmpty();
    }
}
