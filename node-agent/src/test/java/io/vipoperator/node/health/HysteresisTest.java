package io.vipoperator.node.health;

import static io.vipoperator.node.health.Setups.check;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a verdict changes: 2 successes rise, 3 failures fall, a timeout is 300 ms. */
class HysteresisTest {
    private static final CheckSetup CHECK = check("nginx");

    /** The verdicts after each of these, + being a success. */
    private static String after(Hysteresis first, String findings) {
        StringBuilder verdicts = new StringBuilder();
        Hysteresis now = first;
        for (int i = 0; i < findings.length(); i++) {
            now = now.after(findings.charAt(i) == '+', CHECK);
            verdicts.append(now.standing().name().charAt(0));
        }
        return verdicts.toString();
    }

    @Test
    void whileNothingIsKnownTheFirstSuccessIsTheVerdict() {
        assertThat(after(Hysteresis.of(Standing.UNKNOWN), "+")).isEqualTo("H");
        assertThat(after(Hysteresis.of(Standing.UNKNOWN), "--+")).isEqualTo("UUH");
    }

    @Test
    void whileNothingIsKnownAsManyFailuresAsElseAreAVerdict() {
        assertThat(after(Hysteresis.of(Standing.UNKNOWN), "---")).isEqualTo("UUF");
    }

    @Test
    void aCheckOfWhichNothingIsLearnedFailsAfterAsManyTimeoutsAsFailuresWouldDoIt() {
        assertThat(Hysteresis.of(Standing.UNKNOWN).at(Long.MAX_VALUE - 1).standing())
                .isEqualTo(Standing.UNKNOWN);
        Hysteresis first = Hysteresis.of(Standing.UNKNOWN).probing(CHECK, 5_000_000_000L);
        assertThat(first.unknownUntilNanos()).isEqualTo(5_900_000_000L);
        assertThat(first.probing(CHECK, 5_300_000_000L)).isEqualTo(first);
        assertThat(first.at(5_899_999_999L).standing()).isEqualTo(Standing.UNKNOWN);
        assertThat(first.at(5_900_000_000L).standing()).isEqualTo(Standing.FAILING);
        assertThat(first.after(false, CHECK).at(5_900_000_000L).standing()).isEqualTo(Standing.FAILING);
        assertThat(first.after(true, CHECK).at(9_000_000_000L).standing()).isEqualTo(Standing.HEALTHY);
    }

    @Test
    void threeFailuresInARowFallAndASuccessBetweenThemCountsAnew() {
        assertThat(after(Hysteresis.of(Standing.HEALTHY), "---")).isEqualTo("HHF");
        assertThat(after(Hysteresis.of(Standing.HEALTHY), "--+---")).isEqualTo("HHHHHF");
    }

    @Test
    void twoSuccessesInARowRiseAndAFailureBetweenThemCountsAnew() {
        assertThat(after(Hysteresis.of(Standing.FAILING), "++")).isEqualTo("FH");
        assertThat(after(Hysteresis.of(Standing.FAILING), "+-+-++")).isEqualTo("FFFFFH");
    }

    @Test
    void aFlappingServiceNeverChangesItsVerdict() {
        assertThat(after(Hysteresis.of(Standing.HEALTHY), "+-+-+-+-")).isEqualTo("HHHHHHHH");
        assertThat(after(Hysteresis.of(Standing.FAILING), "+-+-+-+-")).isEqualTo("FFFFFFFF");
    }

    @Test
    void aVerdictThatIsKnownFromTheBeginningNeverEndsByTimeAlone() {
        Hysteresis failing = Hysteresis.of(Standing.FAILING).probing(CHECK, 0);
        assertThat(failing.at(Long.MAX_VALUE - 1).standing()).isEqualTo(Standing.FAILING);
        assertThat(failing.unknownUntilNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(Hysteresis.of(Standing.HEALTHY)
                        .probing(CHECK, 0)
                        .at(Long.MAX_VALUE - 1)
                        .standing())
                .isEqualTo(Standing.HEALTHY);
    }

    @Test
    void anEditKeepsTheVerdictAndForgetsWhatWasOnItsWay() {
        Hysteresis twoFailures =
                Hysteresis.of(Standing.HEALTHY).after(false, CHECK).after(false, CHECK);
        assertThat(after(twoFailures, "-")).isEqualTo("F");
        assertThat(after(twoFailures.edited(), "---")).isEqualTo("HHF");
    }
}
