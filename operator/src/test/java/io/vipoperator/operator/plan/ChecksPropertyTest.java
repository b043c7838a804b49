package io.vipoperator.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.api.v1alpha1.Tls;
import io.vipoperator.operator.Fleets;
import io.vipoperator.operator.Kinds;
import io.vipoperator.operator.plan.KeyReading.Pem;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever people edit, in whatever order: an agent is told what its routers refer to, and refuses a file that lacks it. */
class ChecksPropertyTest {
    private static final List<String> CHECKS = List.of("one", "two", "three");

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static HealthCheckSpec spec(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Kinds.http("(");
            case 1 -> Kinds.service();
            case 2 -> Kinds.https(new Tls(null, null, new SecretKeyReference("certificates", "ca.crt"), null, null));
            default -> Kinds.tcp(1 + random.nextInt(100));
        };
    }

    private static void edit(Fleets fleets, Random random, int round) {
        String check = CHECKS.get(random.nextInt(3));
        String vip = "vip-" + random.nextInt(4);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> fleets.check(check, round + 1, spec(random));
            case 3 -> fleets.withoutCheck(check);
            case 4 -> fleets.withoutVip(vip);
            case 5 -> fleets.file("ca.crt", "d" + round, random.nextBoolean() ? Pem.CERTIFICATES : Pem.NONE);
            case 6 -> fleets.present("d" + random.nextInt(round + 1)).mounted("d" + random.nextInt(round + 1));
            default -> {
                NamedEffect[] references = CHECKS.stream()
                        .filter(name -> random.nextBoolean())
                        .map(name -> new NamedEffect(name, null))
                        .toArray(NamedEffect[]::new);
                fleets.vip(vip, round + 1, ChecksTest.checked("192.0.2.1" + vip.substring(4) + "/24", references));
            }
        }
    }

    private static void assertWhole(Fleets fleets) {
        for (String node : List.of("n1", "n2", "n3", "n4")) {
            Set<String> referred = new TreeSet<>();
            fleets.routers(node).forEach(router -> referred.addAll(NodeChecks.names(router)));
            assertThat(fleets.checks(node)).extracting(CheckSpec::name).containsExactlyElementsOf(referred);
            assertThat(fleets.checks(node))
                    .allMatch(check -> CheckKind.of(check.spec()).size() == 1);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyReferenceOfARouterHasItsCheckAndNothingElseIsTold(long seed) {
        Random random = new Random(seed);
        Fleets fleets = Fleets.ofNodes(4);
        int told = 0;
        for (int round = 0; round < 60; round++) {
            edit(fleets, random, round);
            fleets.turn(Set.of());
            assertWhole(fleets);
            for (int node = 1; node <= 4; node++) {
                told += fleets.checks("n" + node).size();
            }
        }
        assertThat(told).isPositive();
        fleets.turn(Set.of());
        fleets.turn(Set.of());
        List<NodeRecord> before = fleets.fleet().nodeStates();
        fleets.turn(Set.of());
        assertThat(fleets.fleet().nodeStates()).isEqualTo(before);
    }
}
