package io.vipoperator.node.health;

import static io.vipoperator.node.health.Setups.SECOND;
import static io.vipoperator.node.health.Setups.check;
import static io.vipoperator.node.health.Setups.probing;
import static io.vipoperator.node.health.Setups.timed;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How checks are run: 1 s, 300 ms timeout, rise 2, fall 3. Time is virtual, and the test plays the targets. */
class ChecksTest {
    private static final Finding GOOD = Finding.success("GET /: 200");
    private static final Finding BAD = Finding.failure("GET /: 503");

    private final ChecksUnderTest test = new ChecksUnderTest();

    private ChecksUnderTest.Target target() {
        return test.targets.get(test.targets.size() - 1);
    }

    /** A check of that name that has just become healthy. */
    private void healthy(String name) {
        test.answers.put(check(name).probe(), GOOD);
        test.run(check(name));
        test.passMillis(200);
        assertThat(test.report(name).standing()).isEqualTo(Standing.HEALTHY);
        test.passMillis(SECOND / 1_000_000);
    }

    @Test
    void aCheckIsUnknownUntilItsFirstProbeSucceeds() {
        test.run(check("nginx"));
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(test.report("nginx").message()).isEqualTo("nothing is known yet");

        test.passMillis(200);
        target().ends(GOOD);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.HEALTHY);
        assertThat(test.report("nginx").message()).isEqualTo("GET /: 200");
        assertThat(test.report("nginx").sinceNanos()).isEqualTo(test.nowNanos);
    }

    @Test
    void aDeadServiceIsFailingAfterThreeTimeoutsAtLatestHoweverLongTheInterval() {
        CheckSetup slow = timed("nginx", 60 * SECOND, 300_000_000L, Standing.UNKNOWN, probing("127.0.0.1"));
        test.answers.put(slow.probe(), BAD);
        test.run(slow);
        test.passMillis(899);
        assertThat(test.report("nginx").standing())
                .as("the third probe starts 600 ms after the first")
                .isEqualTo(Standing.FAILING);
        assertThat(target().flights).hasSize(3);
        assertThat(test.report("nginx").message()).isEqualTo("GET /: 503");
    }

    @Test
    void aTargetThatSaysNothingAtAllIsFailingByThen() {
        test.run(check("nginx"));
        test.passMillis(200);
        long begun = (test.nowNanos - target().startedNanos.get(0)) / 1_000_000;
        test.passMillis(899 - begun);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.UNKNOWN);
        test.passMillis(1 + 1);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.FAILING);
        assertThat(test.report("nginx").message()).isEqualTo("no probe has ended in time");
    }

    @Test
    void anInitialStateIsAVerdictLikeAnyOther() {
        test.answers.put(check("nginx").probe(), BAD);
        test.run(check("nginx", Standing.HEALTHY));
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.HEALTHY);
        test.passMillis(1_000);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.HEALTHY);
        test.passMillis(3_000);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.FAILING);
    }

    @Test
    void threeFailuresFallAndTwoSuccessesRise() {
        healthy("nginx");
        test.answers.put(check("nginx").probe(), BAD);
        test.passMillis(2_000);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.HEALTHY);
        test.passMillis(1_000);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.FAILING);
        assertThat(test.report("nginx").message()).isEqualTo("GET /: 503");

        test.answers.put(check("nginx").probe(), GOOD);
        test.passMillis(1_000);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.FAILING);
        test.passMillis(1_000);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.HEALTHY);
    }

    @Test
    void aHealthyCheckThatSaysSomethingElseEachTimeIsToldOnce() {
        healthy("nginx");
        int told = test.told.size();
        for (int i = 0; i < 10; i++) {
            test.answers.put(check("nginx").probe(), Finding.success("took " + i + " ms"));
            test.passMillis(1_000);
        }
        assertThat(test.told).hasSize(told);
    }

    @Test
    void aFailingCheckThatSaysSomethingElseEachTimeIsToldEveryFiveSeconds() {
        healthy("nginx");
        test.answers.put(check("nginx").probe(), BAD);
        test.passMillis(3_000);
        int told = test.told.size();
        for (int i = 0; i < 11; i++) {
            test.answers.put(check("nginx").probe(), Finding.failure("attempt " + i));
            test.passMillis(1_000);
        }
        assertThat(test.told).hasSize(told + 2);
        assertThat(test.report("nginx").message()).isEqualTo("attempt 9");
    }

    @Test
    void thereIsAtMostOneProbeAtATimeAndOneThatDoesNotEndIsAFailurePerInterval() {
        healthy("nginx");
        test.answers.clear();
        test.passMillis(1_000);
        int begun = target().flights.size();
        test.passMillis(1_300 + 2_000);
        assertThat(target().flights).hasSize(begun);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.FAILING);
        assertThat(test.report("nginx").message()).startsWith("the probe has not ended after ");

        test.answers.put(check("nginx").probe(), GOOD);
        target().ends(GOOD);
        assertThat(test.report("nginx").standing())
                .as("what it found so late counts for nothing")
                .isEqualTo(Standing.FAILING);
        test.passMillis(2_000);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.HEALTHY);
    }

    @Test
    void aProbeThatHangsDelaysNoOther() {
        CheckSetup other = timed("other", SECOND, 300_000_000L, Standing.UNKNOWN, probing("127.0.0.2"));
        test.answers.put(other.probe(), GOOD);
        test.run(check("hanging"), other);
        test.passMillis(10_000);
        assertThat(test.report("hanging").standing()).isEqualTo(Standing.FAILING);
        assertThat(test.report("other").standing()).isEqualTo(Standing.HEALTHY);
        assertThat(test.targets.get(1).startedNanos).hasSizeBetween(10, 12);
    }

    @Test
    void aProberThatThrowsIsAFailureOfItsCheckAlone() {
        CheckSetup other = timed("other", SECOND, 300_000_000L, Standing.UNKNOWN, probing("127.0.0.2"));
        test.answers.put(other.probe(), GOOD);
        test.run(check("throwing"), other);
        test.targets.get(0).throwing = true;
        test.passMillis(3_000);
        assertThat(test.report("throwing").standing()).isEqualTo(Standing.FAILING);
        assertThat(test.report("throwing").message()).contains("planted");
        assertThat(test.report("other").standing()).isEqualTo(Standing.HEALTHY);
    }

    @Test
    void fromStartToStartIsAnIntervalAndAProbeIsMeasured() {
        healthy("nginx");
        test.answers.clear();
        test.passMillis(1_000);
        long started = target().startedNanos.get(target().startedNanos.size() - 1);
        long passed = (test.nowNanos - started) / 1_000_000;
        target().ends(BAD);
        assertThat(test.probed).last().isEqualTo("nginx - " + passed + " ms");
        test.passMillis(1_000);
        assertThat(target().startedNanos).last().isEqualTo(started + SECOND);
    }

    @Test
    void anEditKeepsTheVerdictAndProbesTheNewTarget() {
        healthy("nginx");
        ChecksUnderTest.Target old = target();
        CheckSetup edited = timed("nginx", SECOND, 300_000_000L, Standing.UNKNOWN, probing("10.0.0.1"));
        test.answers.put(edited.probe(), BAD);

        test.run(edited);
        assertThat(old.closed).isTrue();
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.HEALTHY);
        assertThat(test.report("nginx").setup()).isEqualTo(edited);
        test.passMillis(4_000);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.FAILING);
    }

    @Test
    void anEditOfAThresholdKeepsTheProber() {
        healthy("nginx");
        CheckSetup was = check("nginx");
        test.run(
                new CheckSetup("nginx", was.uid(), 2, SECOND, was.timeoutNanos(), 2, 1, Standing.UNKNOWN, was.probe()));
        assertThat(test.targets).hasSize(1);
        test.answers.put(was.probe(), BAD);
        test.passMillis(1_000);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.FAILING);
    }

    @Test
    void whatAProbeOfTheFormerTargetFindsDoesNotCount() {
        test.run(check("nginx"));
        test.passMillis(200);
        ChecksUnderTest.Target old = target();
        test.run(timed("nginx", SECOND, 300_000_000L, Standing.UNKNOWN, probing("10.0.0.1")));
        old.ends(GOOD);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void aCheckThatIsNotWantedAnyMoreEnds() {
        healthy("nginx");
        int probes = target().flights.size();
        test.run();
        test.passMillis(5_000);
        assertThat(target().closed).isTrue();
        assertThat(target().flights).hasSize(probes);
        assertThat(test.told.get(test.told.size() - 1)).isEmpty();
    }

    @Test
    void theNumberInAFileIsToldAtOnceAndFailsBelowZero() {
        test.answers.put(check("file").probe(), Finding.success("5").withNumber(5));
        test.run(check("file"));
        test.passMillis(200);
        assertThat(test.report("file").number()).hasValue(5);

        test.answers.put(check("file").probe(), Finding.success("-7").withNumber(-7));
        test.passMillis(1_000);
        assertThat(test.report("file").number()).hasValue(-7);
        assertThat(test.report("file").standing()).isEqualTo(Standing.HEALTHY);
        test.passMillis(2_000);
        assertThat(test.report("file").standing()).isEqualTo(Standing.FAILING);

        test.answers.put(check("file").probe(), Finding.failure("no such file"));
        test.passMillis(1_000);
        assertThat(test.report("file").number()).isEmpty();
    }

    @Test
    void aFileThatIsMissingForAMomentKeepsItsNumber() {
        test.answers.put(check("file").probe(), Finding.success("5").withNumber(5));
        test.run(check("file"));
        test.passMillis(1_200);
        test.answers.put(check("file").probe(), Finding.failure("no such file"));
        test.passMillis(1_000);
        assertThat(test.report("file").number()).hasValue(5);
    }

    @Test
    void theEndOfACertificateIsTold() {
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        test.answers.put(check("https").probe(), GOOD.withCertificate(end));
        test.run(check("https"));
        test.passMillis(1_200);
        assertThat(test.report("https").certificateNotAfter()).contains(end);
        test.answers.put(check("https").probe(), BAD);
        test.passMillis(4_000);
        assertThat(test.report("https").certificateNotAfter()).contains(end);
    }

    @Test
    void whatIsRememberedOfAFormerRunCountsUntilProbesSayOtherwise() {
        test.remembered.put(
                "nginx",
                new CheckReport(
                        check("nginx"), Standing.HEALTHY, 7, "GET /: 200", OptionalInt.empty(), Optional.empty()));
        test.answers.put(check("nginx").probe(), BAD);
        test.run(check("nginx"));
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.HEALTHY);
        assertThat(test.report("nginx").sinceNanos()).isEqualTo(7);
        test.passMillis(1_000);
        assertThat(test.targets.get(0).flights).isNotEmpty();
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.HEALTHY);
        test.passMillis(3_000);
        assertThat(test.report("nginx").standing()).isEqualTo(Standing.FAILING);
    }

    @Test
    void whatTheOperatorHasDecidedIsProbedByNobody() {
        test.run(decided(Standing.HEALTHY, "a ready endpoint"));
        assertThat(test.report("service").standing()).isEqualTo(Standing.HEALTHY);
        assertThat(test.report("service").message()).isEqualTo("a ready endpoint");
        test.run(decided(Standing.FAILING, "no ready endpoint"));
        assertThat(test.report("service").standing()).isEqualTo(Standing.FAILING);
        test.run(decided(Standing.UNKNOWN, "the operator has just begun"));
        assertThat(test.report("service").standing()).isEqualTo(Standing.FAILING);
        assertThat(test.targets).isEmpty();
    }

    @Test
    void whereTheOperatorDecidesNothingTheCheckFailsInTheEnd() {
        test.run(decided(Standing.UNKNOWN, "the operator has decided nothing"));
        assertThat(test.report("service").standing()).isEqualTo(Standing.UNKNOWN);
        test.passMillis(900);
        assertThat(test.report("service").standing()).isEqualTo(Standing.FAILING);
        assertThat(test.report("service").message()).isEqualTo("the operator has decided nothing");
    }

    private static CheckSetup decided(Standing standing, String message) {
        return timed("service", SECOND, 300_000_000L, Standing.UNKNOWN, new Probe.Decided(standing, message));
    }
}
