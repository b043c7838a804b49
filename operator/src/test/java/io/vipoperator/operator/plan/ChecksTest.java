package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.CheckVerdict;
import io.vipoperator.api.v1alpha1.Effect;
import io.vipoperator.api.v1alpha1.EffectType;
import io.vipoperator.api.v1alpha1.HealthState;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.api.v1alpha1.Switch;
import io.vipoperator.api.v1alpha1.Tls;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.operator.Fleets;
import io.vipoperator.operator.Kinds;
import io.vipoperator.operator.plan.KeyReading.Pem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Health checks as they are planned: who runs which, as of when, and what is refused. */
class ChecksTest {
    private final Fleets fleets = Fleets.ofNodes(3);

    static VirtualIPSpec checked(String address, NamedEffect... checks) {
        return new VirtualIPSpec(
                List.of(address), null, null, null, null, null, null, null, null, null, List.of(checks), null, null);
    }

    private static NamedEffect named(String name) {
        return new NamedEffect(name, null);
    }

    private static NamedEffect weight(String name, int weight) {
        return new NamedEffect(name, new Effect(EffectType.Weight, weight));
    }

    private static List<String> refusals(FleetPlan plan, String vip) {
        return plan.virtualIPs().get(vip).refusals().stream()
                .map(r -> r.reason() + " " + r.message())
                .toList();
    }

    private static List<String> checkRefusals(FleetPlan plan, String check) {
        return plan.healthChecks().get(check).refusals().stream()
                .map(r -> r.reason() + " " + r.message())
                .toList();
    }

    private List<String> names(String node) {
        return fleets.checks(node).stream().map(CheckSpec::name).toList();
    }

    private FleetPlan plan() {
        return VipPlanner.plan(fleets.fleet(), Set.of());
    }

    @Test
    void aCheckThatTwentyVirtualIPsShareIsToldToEachNodeOnceWithItsEffectSpelledOut() {
        fleets.check("nginx", 4, Kinds.tcp(80));
        for (int i = 1; i <= 20; i++) {
            fleets.vip("v" + i, 1, checked("192.0.2." + (100 + i) + "/24", named("nginx")));
        }
        fleets.planAndWrite();
        assertThat(fleets.checks("n1"))
                .containsExactly(new CheckSpec("nginx", "uid-nginx", 4L, Kinds.tcp(80), null, null, null, null));
        RouterSpec router = fleets.routers("n1").get(0);
        assertThat(router.healthChecks())
                .containsExactly(new NamedEffect("nginx", new Effect(EffectType.Lowest, null)));
        assertThat(router.requires()).containsExactly("IPv4", "Multicast", "TCPCheck", "V3");
    }

    @Test
    void aNodeRunsTheChecksOfItsOwnRoutersAndNoOther() {
        fleets.check("a", 1, Kinds.tcp(80)).check("b", 1, Kinds.tcp(81)).check("unused", 1, Kinds.tcp(82));
        fleets.vip("a", 1, checked("192.0.2.101/24", named("b"), named("a")));
        fleets.planAndWrite();
        assertThat(names("n1")).containsExactly("a", "b");
        assertThat(fleets.routers("n1").get(0).healthChecks())
                .extracting(NamedEffect::name)
                .containsExactly("b", "a");
        fleets.vip("a", 2, checked("192.0.2.101/24", named("b"))).planAndWrite();
        assertThat(names("n1")).containsExactly("b");
        fleets.withoutVip("a").planAndWrite();
        assertThat(fleets.record("n1").spec().healthChecks()).isNull();
    }

    @Test
    void aReferenceToNothingOrToWhatIsRefusedIsRefusedByItsPlace() {
        fleets.check("bad", 1, Kinds.http("nginx("));
        fleets.vip("a", 1, checked("192.0.2.101/24", named("absent"), named("bad")));
        assertThat(refusals(plan(), "a"))
                .containsExactly(
                        "HealthCheckNotFound spec.healthChecks[0]: HealthCheck absent is not there, must exist",
                        "HealthCheckNotAccepted spec.healthChecks[1]: HealthCheck bad is not accepted, must be:"
                                + " InvalidSpec, spec.http.bodyPattern: \"nginx(\" must be a regular expression of"
                                + " Java: Unclosed group near index 6");
    }

    @Test
    void aHealthCheckThatIsDeletedOrRefusedRunsOnAsItWasAndTheVirtualIPSaysSo() {
        fleets.check("nginx", 1, Kinds.http("welcome")).vip("a", 1, checked("192.0.2.101/24", named("nginx")));
        fleets.planAndWrite();
        List<CheckSpec> checks = fleets.checks("n1");
        List<RouterSpec> routers = fleets.routers("n1");
        FleetPlan refused = fleets.check("nginx", 2, Kinds.http("(")).planAndWrite();
        assertThat(refusals(refused, "a")).singleElement().asString().startsWith("HealthCheckNotAccepted");
        assertThat(fleets.checks("n1")).isEqualTo(checks);
        assertThat(fleets.routers("n1")).isEqualTo(routers);
        FleetPlan deleted = fleets.withoutCheck("nginx").planAndWrite();
        assertThat(refusals(deleted, "a")).singleElement().asString().startsWith("HealthCheckNotFound");
        assertThat(fleets.checks("n1")).isEqualTo(checks);
        assertThat(fleets.routers("n1")).isEqualTo(routers);
        fleets.check("nginx", 3, Kinds.http("hello")).planAndWrite();
        assertThat(fleets.checks("n1"))
                .extracting(CheckSpec::generation, CheckSpec::spec)
                .containsExactly(tuple(3L, Kinds.http("hello")));
    }

    @Test
    void aKindThatNoAgentHasIsRefusedAsSoonAsAnyAgentHasSpoken() {
        fleets.check("script", 1, Kinds.exec("/scripts/check")).check("nginx", 1, Kinds.tcp(80));
        assertThat(plan().healthChecks().get("script").accepted()).isTrue();
        fleets.features("n1", "IPv4", "TCPCheck");
        assertThat(checkRefusals(plan(), "script"))
                .containsExactly("NotSupported spec.exec: no agent has the feature ExecCheck, must be granted by the"
                        + " component host-checks");
        assertThat(plan().healthChecks().get("nginx").accepted()).isTrue();
        fleets.features("n2", "ExecCheck");
        assertThat(plan().healthChecks().get("script").accepted()).isTrue();
        fleets.features("n1", "IPv4").features("n2", "IPv4");
        assertThat(checkRefusals(plan(), "nginx"))
                .containsExactly(
                        "NotSupported spec.tcp: no agent has the feature TCPCheck, must run agents of a version"
                                + " that has it");
    }

    @Test
    void whatANewerVersionAsksForIsRefusedByName() {
        fleets.check("newer", 1, Kinds.ofNoKind());
        assertThat(checkRefusals(plan(), "newer"))
                .containsExactly("NotSupported spec: a kind that is unknown to this version is not supported, must have"
                        + " one that it knows");
        fleets.check("tls", 1, Kinds.https(new Tls(null, Switch.Unrecognized, null, null, null)));
        assertThat(checkRefusals(plan(), "tls"))
                .containsExactly("NotSupported spec.http.tls.verification: a value unknown to this version is not"
                        + " supported, must be one that it knows");
    }

    private static Tls files() {
        return new Tls(null, null, new SecretKeyReference("certificates", "ca.crt"), "certificates", null);
    }

    private Fleets withFiles() {
        return fleets.file("ca.crt", "d-ca", Pem.CERTIFICATES)
                .file("tls.crt", "d-crt", Pem.CERTIFICATES)
                .file("tls.key", "d-key", Pem.PRIVATE_KEY);
    }

    @Test
    void certificatesTravelByDigest() {
        withFiles().check("nginx", 1, Kinds.https(files()));
        fleets.vip("a", 1, checked("192.0.2.101/24", named("nginx"))).planAndWrite();
        assertThat(fleets.checks("n1"))
                .extracting(
                        CheckSpec::certificateAuthorityDigest,
                        CheckSpec::clientCertificateDigest,
                        CheckSpec::clientKeyDigest)
                .containsExactly(tuple("d-ca", "d-crt", "d-key"));
        assertThat(KeyUse.digests(fleets.fleet(), plan(), Set.of(), Set.of()))
                .containsExactly("d-ca", "d-crt", "d-key");
    }

    @Test
    void aFileThatIsNotThereOrNotWhatItShouldBeIsRefusedByItsPlace() {
        fleets.file("ca.crt", "d-ca", Pem.NONE).file("tls.crt", "d-crt", Pem.PRIVATE_KEY);
        fleets.check("nginx", 1, Kinds.https(files()));
        assertThat(checkRefusals(plan(), "nginx"))
                .containsExactly(
                        "SecretNotFound spec.http.tls.clientCertificateSecretName: key \"tls.key\" of Secret"
                                + " certificates is not there, must exist in the operator's namespace with a private"
                                + " key without a passphrase as PEM, at most 65536 octets",
                        "InvalidCertificate spec.http.tls.certificateAuthoritySecretRef: key \"ca.crt\" of Secret"
                                + " certificates holds nothing of that kind that can be read, must exist in the"
                                + " operator's namespace with certificates as PEM, at most 65536 octets",
                        "InvalidCertificate spec.http.tls.clientCertificateSecretName: key \"tls.crt\" of Secret"
                                + " certificates holds a private key, must exist in the operator's namespace with"
                                + " certificates as PEM, at most 65536 octets");
    }

    @Test
    void aCheckThatRunsGetsAnotherCertificateOnlyAfterEveryNodeHasIt() {
        withFiles().mounted("d-ca").mounted("d-crt").mounted("d-key");
        fleets.check("nginx", 1, Kinds.https(files())).vip("a", 1, checked("192.0.2.101/24", named("nginx")));
        fleets.turn(Set.of());
        fleets.turn(Set.of());
        fleets.file("ca.crt", "d-next", Pem.CERTIFICATES).present("d-next").turn(Set.of());
        assertThat(fleets.checks("n1"))
                .extracting(CheckSpec::certificateAuthorityDigest)
                .containsExactly("d-ca");
        assertThat(KeyUse.digests(fleets.fleet(), plan(), Set.of(), Set.of()))
                .containsExactly("d-ca", "d-crt", "d-key", "d-next");
        fleets.mounted("d-next").turn(Set.of());
        assertThat(fleets.checks("n1"))
                .extracting(CheckSpec::certificateAuthorityDigest)
                .containsExactly("d-next");
    }

    @Test
    void whatRunsGetsACheckOnlyWhenItsCertificatesAreThere() {
        withFiles().check("nginx", 1, Kinds.https(files())).vip("a", "192.0.2.101/24");
        fleets.turn(Set.of());
        fleets.turn(Set.of());
        fleets.vip("a", 2, checked("192.0.2.101/24", named("nginx")))
                .mounted("d-ca")
                .mounted("d-crt")
                .present("d-key")
                .turn(Set.of());
        assertThat(fleets.routers("n1")).extracting(RouterSpec::generation).containsExactly(1L);
        assertThat(names("n1")).isEmpty();
        fleets.mounted("d-key").turn(Set.of());
        assertThat(fleets.routers("n1")).extracting(RouterSpec::generation).containsExactly(2L);
        assertThat(names("n1")).containsExactly("nginx");
    }

    @Test
    void aSecretThatIsDeletedCostsNoCheckThatRuns() {
        withFiles().check("nginx", 1, Kinds.https(files())).vip("a", 1, checked("192.0.2.101/24", named("nginx")));
        fleets.planAndWrite();
        List<CheckSpec> checks = fleets.checks("n1");
        FleetPlan plan = fleets.withoutKeys().planAndWrite();
        assertThat(checkRefusals(plan, "nginx")).hasSize(3);
        assertThat(refusals(plan, "a")).singleElement().asString().startsWith("HealthCheckNotAccepted");
        assertThat(fleets.checks("n1")).isEqualTo(checks);
        assertThat(KeyUse.digests(fleets.fleet(), plan, Set.of(), Set.of())).containsExactly("d-ca", "d-crt", "d-key");
    }

    @Test
    void aServiceIsDecidedForEachNodeAndFreezesWhileNobodyCanRead() {
        fleets.check("nginx", 1, Kinds.service()).vip("a", 1, checked("192.0.2.101/24", named("nginx")));
        fleets.planAndWrite();
        assertThat(verdict("n1"))
                .isEqualTo(new CheckVerdict(
                        HealthState.Unknown, "Service web/nginx has not been read by the operator yet"));
        fleets.readyOn("n1", "n2").planAndWrite();
        assertThat(verdict("n1"))
                .isEqualTo(new CheckVerdict(
                        HealthState.Healthy,
                        "Service web/nginx has a ready endpoint on this node; decided by the operator"));
        assertThat(verdict("n3"))
                .isEqualTo(new CheckVerdict(
                        HealthState.Unhealthy,
                        "Service web/nginx has no ready endpoint on this node; decided by the operator"));
        List<CheckVerdict> before =
                Stream.of("n1", "n2", "n3").map(this::verdict).toList();
        fleets.withoutEndpoints().planAndWrite();
        assertThat(Stream.of("n1", "n2", "n3").map(this::verdict).toList()).isEqualTo(before);
        fleets.readyOn().planAndWrite();
        assertThat(verdict("n1").state()).isEqualTo(HealthState.Unhealthy);
    }

    @Test
    void aServiceIsDecidedAlsoForACheckThatRunsOnWithoutItsHealthCheck() {
        fleets.check("nginx", 1, Kinds.service()).vip("a", 1, checked("192.0.2.101/24", named("nginx")));
        fleets.readyOn("n1").planAndWrite();
        fleets.withoutCheck("nginx").readyOn("n2").planAndWrite();
        assertThat(verdict("n1").state()).isEqualTo(HealthState.Unhealthy);
        assertThat(verdict("n2").state()).isEqualTo(HealthState.Healthy);
    }

    private CheckVerdict verdict(String node) {
        return fleets.checks(node).get(0).verdict();
    }

    @Test
    void aGroupMustHaveEqualChecksAndAnAbsentEffectIsLowest() {
        fleets.check("nginx", 1, Kinds.tcp(80));
        NamedEffect lowest = new NamedEffect("nginx", new Effect(EffectType.Lowest, null));
        NamedEffect fault = new NamedEffect("nginx", new Effect(EffectType.Fault, null));
        fleets.vip("a", 1, grouped("192.0.2.101/24", named("nginx")))
                .vip("b", 1, grouped("192.0.2.102/24", lowest))
                .vip("c", 1, grouped("192.0.2.103/24", fault));
        FleetPlan plan = plan();
        assertThat(refusals(plan, "b")).isEmpty();
        assertThat(refusals(plan, "c"))
                .containsExactly("GroupMismatch spec.healthChecks differs from that of VirtualIP a, must be equal in"
                        + " group web");
    }

    private static VirtualIPSpec grouped(String address, NamedEffect check) {
        return new VirtualIPSpec(
                List.of(address), null, null, null, null, null, null, null, null, null, List.of(check), null, "web");
    }

    private List<String> warnings(NamedEffect... checks) {
        fleets.vip("a", 1, checked("192.0.2.101/24", checks));
        return plan().virtualIPs().get("a").warnings().stream()
                .map(w ->
                        w.reason() + " " + w.message().substring(0, w.message().indexOf(" can't")))
                .toList();
    }

    @Test
    void aWeightThatNeverDecidesIsNamedAndOneThatDecidesTogetherWithOthersIsNot() {
        fleets.check("x", 1, Kinds.tcp(80)).check("y", 1, Kinds.tcp(81)).check("f", 1, Kinds.file("/weight"));
        // The best has 250, the next 240.
        assertThat(warnings(weight("x", -10)))
                .containsExactly("CheckCannotMoveAddress spec.healthChecks: the weight -10 of x");
        assertThat(warnings(weight("x", -11))).isEmpty();
        assertThat(warnings(weight("x", 11))).isEmpty();
        assertThat(warnings(weight("x", -6), weight("y", 5))).isEmpty();
        assertThat(warnings(weight("x", -5), weight("y", 5)))
                .containsExactly(
                        "CheckCannotMoveAddress spec.healthChecks: the weight -5 of x",
                        "CheckCannotMoveAddress spec.healthChecks: the weight 5 of y");
        assertThat(warnings(weight("x", -10), weight("y", -11)))
                .containsExactly("CheckCannotMoveAddress spec.healthChecks: the weight -10 of x");
        // What a file says is known to its node alone.
        assertThat(warnings(weight("x", -1), weight("f", 1))).isEmpty();
        assertThat(warnings(named("x"))).isEmpty();
    }

    @Test
    void aSharedCheckTakesItsRoomOnce() {
        Map<String, Integer> bytes = Map.of("nginx", 500_000);
        Load one = Load.of(new VipRequest("a", "", 1, "", checked("192.0.2.1/24", named("nginx"))), bytes::get);
        Load two = Load.of(new VipRequest("b", "", 1, "", checked("192.0.2.2/24", named("nginx"))), bytes::get);
        assertThat(one.plus(two).plus(one).fits()).isTrue();
        Load other = Load.of(new VipRequest("c", "", 1, "", checked("192.0.2.3/24", named("apache"))), name -> 600_000);
        assertThat(one.plus(other).fits()).isFalse();
        assertThat(one.plus(other).minus(other)).isEqualTo(one);
        assertThat(one.plus(two).minus(two)).isEqualTo(one);
    }

    @Test
    void aCheckIsEstimatedFromAbove() {
        // {"name":"nginx",...,"spec":{...,"http":{"bodyPattern":"..."}}} with three digests and a verdict.
        CheckSpec check = new CheckSpec(
                "nginx", "u", 1L, Kinds.http("\"\\".repeat(512)), "d".repeat(64), "d".repeat(64), "d".repeat(64), null);
        assertThat(CheckSize.bytes(check)).isBetween(2048 + 500, 4096);
    }

    @Test
    void anEffectThatCannotBeReadIsRefusedByItsPlace() {
        fleets.check("x", 1, Kinds.tcp(80));
        fleets.vip("a", 1, checked("192.0.2.101/24", new NamedEffect("x", new Effect(EffectType.Weight, null))));
        assertThat(refusals(plan(), "a"))
                .containsExactly("InvalidSpec spec.healthChecks[0].effect.weight: \"\" must be set with type Weight");
    }
}
