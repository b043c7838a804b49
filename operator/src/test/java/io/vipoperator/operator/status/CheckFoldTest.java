package io.vipoperator.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.CheckStatus;
import io.vipoperator.api.v1alpha1.HealthCheckNodeStatus;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.HealthCheckStatus;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.Tls;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.operator.Fleets;
import io.vipoperator.operator.Kinds;
import io.vipoperator.operator.plan.FleetPlan;
import io.vipoperator.operator.plan.VipPlanner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a HealthCheck's status says, and which Events it makes, in virtual time. */
class CheckFoldTest {
    private Fleets fleets = Fleets.ofNodes(3);
    private final Map<String, Trust> trust = new HashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private FleetChecks checks = FleetChecks.INITIAL;
    private Map<String, HealthCheckStatus> stored = Map.of();
    private final List<String> told = new ArrayList<>();

    private void begin(HealthCheckSpec spec) {
        fleets.check("nginx", 1, spec)
                .vip(
                        "a",
                        1,
                        new VirtualIPSpec(
                                List.of("192.0.2.100/24"),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                new NodeRules(null, 16, null, null, null, null),
                                null,
                                null,
                                List.of(new NamedEffect("nginx", null)),
                                null,
                                null));
        fleets.planAndWrite();
        turn(0);
    }

    private void turn(long secondsLater) {
        now = now.plusSeconds(secondsLater);
        FleetPlan plan = VipPlanner.plan(fleets.fleet(), Set.of());
        FleetChecks before = checks;
        checks = before.next(plan, fleets.fleet(), trust, stored, now);
        told.clear();
        checks.entries()
                .forEach((name, entry) -> CheckAnnouncements.of(
                                name,
                                Optional.ofNullable(before.entries().get(name))
                                        .map(FleetChecks.Entry::status)
                                        .orElse(stored.get(name)),
                                entry)
                        .forEach(a -> told.add((a.warning() ? "Warning " : "Normal ") + a.kind() + " " + a.reason()
                                + " " + a.note())));
    }

    private void say(String node, HealthState state, String message) {
        fleets.verdicts(node, new CheckStatus("nginx", "uid-nginx", 1L, state, "2026-01-01T00:00:07Z", message, null));
    }

    private void ends(String node, String notAfter) {
        fleets.verdicts(
                node,
                new CheckStatus(
                        "nginx", "uid-nginx", 1L, HealthState.Healthy, "2026-01-01T00:00:07Z", "fine", notAfter));
    }

    private HealthCheckStatus status() {
        return checks.statuses().get("nginx");
    }

    private String condition(String type) {
        return Conditions.find(status().conditions(), type)
                .map(c -> c.getStatus() + "/" + c.getReason())
                .orElse("none");
    }

    private String message(String type) {
        return Conditions.find(status().conditions(), type).orElseThrow().getMessage();
    }

    @Test
    void beforeAnyReportEveryNodeIsUnknownAndTheCheckReconciles() {
        begin(Kinds.tcp(80));
        assertThat(status().observedGeneration()).isEqualTo(1);
        assertThat(status().healthyNodes()).isZero();
        assertThat(status().failingNodes()).isZero();
        assertThat(status().nodes())
                .extracting(
                        HealthCheckNodeStatus::nodeName, HealthCheckNodeStatus::state, HealthCheckNodeStatus::message)
                .containsExactly(
                        tuple("n1", HealthState.Unknown, "no report yet"),
                        tuple("n2", HealthState.Unknown, "no report yet"),
                        tuple("n3", HealthState.Unknown, "no report yet"));
        assertThat(status().conditions()).extracting(Condition::getType).containsExactly("Accepted", "Reconciling");
        assertThat(message("Reconciling")).isEqualTo("generation 1 does not run yet on n1, n2, n3");
        assertThat(told).isEmpty();
    }

    @Test
    void failingNodesComeFirstWithSinceAndMessageAndEachChangeIsOneEvent() {
        begin(Kinds.tcp(80));
        say("n1", HealthState.Healthy, "connect 127.0.0.1:80: connected");
        say("n2", HealthState.Unhealthy, "connect 127.0.0.1:80: refused");
        say("n3", HealthState.Unknown, "first probe under way");
        turn(1);
        assertThat(status().healthyNodes()).isEqualTo(1);
        assertThat(status().failingNodes()).isEqualTo(1);
        assertThat(status().nodes())
                .containsExactly(
                        new HealthCheckNodeStatus(
                                "n2",
                                HealthState.Unhealthy,
                                "2026-01-01T00:00:07Z",
                                "connect 127.0.0.1:80: refused",
                                null),
                        new HealthCheckNodeStatus(
                                "n3", HealthState.Unknown, "2026-01-01T00:00:07Z", "first probe under way", null),
                        new HealthCheckNodeStatus(
                                "n1",
                                HealthState.Healthy,
                                "2026-01-01T00:00:07Z",
                                "connect 127.0.0.1:80: connected",
                                null));
        assertThat(condition("Reconciling")).isEqualTo("none");
        assertThat(told).containsExactly("Warning HealthCheck HealthCheckFailed n2: connect 127.0.0.1:80: refused");
        turn(1);
        assertThat(told).isEmpty();
        say("n2", HealthState.Healthy, "connect 127.0.0.1:80: connected");
        turn(1);
        assertThat(told).containsExactly("Normal HealthCheck HealthCheckRecovered n2: connect 127.0.0.1:80: connected");
    }

    @Test
    void aSilentNodeIsUnknownAndItsVerdictIsNotToldTwice() {
        begin(Kinds.tcp(80));
        say("n2", HealthState.Unhealthy, "refused");
        turn(1);
        trust.put("n2", new Trust(true, Set.of()));
        turn(1);
        assertThat(status().failingNodes()).isZero();
        assertThat(status().nodes())
                .filteredOn(row -> row.nodeName().equals("n2"))
                .extracting(HealthCheckNodeStatus::state, HealthCheckNodeStatus::message)
                .containsExactly(tuple(HealthState.Unknown, "last reported Unhealthy, did not answer within 3 s"));
        trust.clear();
        turn(1);
        assertThat(status().failingNodes()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void anotherLeaderTellsNothingAgain() {
        begin(Kinds.tcp(80));
        say("n1", HealthState.Healthy, "fine");
        say("n2", HealthState.Unhealthy, "refused");
        turn(1);
        stored = Map.of("nginx", status());
        checks = FleetChecks.INITIAL;
        turn(100);
        assertThat(told).isEmpty();
        assertThat(status()).isEqualTo(stored.get("nginx"));
        checks = FleetChecks.INITIAL;
        say("n2", HealthState.Healthy, "fine");
        turn(1);
        assertThat(told).containsExactly("Normal HealthCheck HealthCheckRecovered n2: fine");
    }

    @Test
    void aRefusedCheckIsStalledRunsOnAndIsToldOnce() {
        begin(Kinds.http("welcome"));
        say("n1", HealthState.Healthy, "fine");
        fleets.check("nginx", 2, Kinds.http("("));
        turn(1);
        assertThat(condition("Accepted")).isEqualTo("False/InvalidSpec");
        assertThat(condition("Stalled")).isEqualTo("True/InvalidSpec");
        assertThat(condition("Reconciling")).isEqualTo("none");
        assertThat(status().observedGeneration()).isEqualTo(2);
        assertThat(status().healthyNodes()).isEqualTo(1);
        assertThat(message("Accepted")).endsWith("near index 1; the last accepted spec runs on");
        assertThat(told).singleElement().asString().startsWith("Warning HealthCheck InvalidSpec spec.http.bodyPattern");
        turn(1);
        assertThat(told).isEmpty();
    }

    @Test
    void aReportOfAnotherObjectOfTheNameDoesNotCount() {
        begin(Kinds.tcp(80));
        fleets.verdicts("n1", new CheckStatus("nginx", "former-uid", 9L, HealthState.Unhealthy, null, "", null));
        turn(1);
        assertThat(status().failingNodes()).isZero();
        assertThat(told).isEmpty();
    }

    @Test
    void aCertificateIsWarnedOfSevenDaysBeforeItMakesTheCheckFail() {
        begin(Kinds.https(new Tls(null, null, null, null, 14)));
        assertThat(condition("CertificateExpiring")).isEqualTo("False/CertificatesValid");
        // 14 and 7 days before the 1st of February.
        ends("n1", "2026-02-01T00:00:00Z");
        turn(0);
        assertThat(condition("CertificateExpiring")).isEqualTo("False/CertificatesValid");
        assertThat(checks.wakeAt()).contains(Instant.parse("2026-01-11T00:00:00Z"));
        turn(10 * 86_400 - 1);
        assertThat(condition("CertificateExpiring")).isEqualTo("False/CertificatesValid");
        turn(1);
        assertThat(condition("CertificateExpiring")).isEqualTo("True/CertificateExpiring");
        assertThat(told)
                .containsExactly("Warning HealthCheck CertificateExpiring the server's certificate ends on"
                        + " 2026-02-01T00:00:00Z, must be valid for 14 days still: the check fails from"
                        + " 2026-01-18T00:00:00Z, as seen by n1");
        assertThat(checks.wakeAt()).contains(Instant.parse("2026-01-18T00:00:00Z"));
        turn(60);
        assertThat(told).isEmpty();
        turn(8 * 86_400);
        assertThat(message("CertificateExpiring")).contains("the check fails since 2026-01-18T00:00:00Z");
        ends("n1", "2026-06-01T00:00:00Z");
        turn(1);
        assertThat(condition("CertificateExpiring")).isEqualTo("False/CertificatesValid");
    }

    @Test
    void onlyACheckThatJudgesCertificatesSpeaksOfThem() {
        begin(Kinds.https(new Tls(null, Switch.Disabled, null, null, null)));
        ends("n1", "2026-01-01T00:00:00Z");
        turn(1);
        assertThat(condition("CertificateExpiring")).isEqualTo("none");
        fleets = Fleets.ofNodes(3);
        begin(Kinds.https(null));
        ends("n1", "2026-01-07T00:00:00Z");
        turn(1);
        assertThat(condition("CertificateExpiring")).isEqualTo("True/CertificateExpiring");
        ends("n1", "no time");
        turn(1);
        assertThat(condition("CertificateExpiring")).isEqualTo("False/CertificatesValid");
    }

    @Test
    void aStatusHasAtMostAHundredAndTwentyEightRowsAndCountsAll() {
        fleets = Fleets.ofNodes(200);
        fleets.check("nginx", 1, Kinds.tcp(80));
        for (int i = 1; i <= 20; i++) {
            fleets.vip(
                    "v" + i,
                    1,
                    new VirtualIPSpec(
                            List.of("192.0.2." + (200 + i) + "/24"),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null,
                            new NodeRules(null, 16, null, null, null, null),
                            null,
                            null,
                            List.of(new NamedEffect("nginx", null)),
                            null,
                            null));
        }
        fleets.planAndWrite();
        int running = 0;
        for (int i = 1; i <= 200; i++) {
            if (!fleets.checks("n" + i).isEmpty()) {
                running++;
                say("n" + i, i == 199 ? HealthState.Unhealthy : HealthState.Healthy, "said");
            }
        }
        assertThat(running).isGreaterThan(128);
        turn(1);
        assertThat(status().nodes()).hasSize(128);
        assertThat(status().healthyNodes() + status().failingNodes()).isEqualTo(running);
    }
}
