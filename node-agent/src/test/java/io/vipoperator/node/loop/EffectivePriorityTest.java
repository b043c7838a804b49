package io.vipoperator.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What checks and trackers leave of a base priority. */
class EffectivePriorityTest {
    private static final CheckEffect LOWEST = new CheckEffect.Lowest();

    private static Candidacy candidacy(int priority, OptionalInt yieldBelow) {
        return new Candidacy(priority, yieldBelow, true, 0, 0, List.of());
    }

    private static CheckResult healthy(CheckEffect effect) {
        return new CheckResult(effect, false);
    }

    private static CheckResult failing(CheckEffect effect) {
        return new CheckResult(effect, true);
    }

    private static CheckEffect weight(int weight) {
        return new CheckEffect.Weight(weight);
    }

    private static EffectivePriority of(int priority, CheckResult... results) {
        return EffectivePriority.of(candidacy(priority, OptionalInt.empty()), Arrays.asList(results));
    }

    @ParameterizedTest(name = "{0} fails as {1}")
    @CsvSource({
        "254, 16", "244, 15", "234, 14", "104, 1", "250, 16", "240, 15", "230, 14", "220, 13", "210, 12", "200, 11",
        "190, 10", "180, 9", "170, 8", "160, 7", "150, 6", "140, 5", "130, 4", "120, 3", "110, 2", "100, 1", "99, 1",
        "1, 1"
    })
    void theOperatorsSixteenRanksKeepTheirOrderInTheFailingBand(int base, int place) {
        EffectivePriority effective = of(base, failing(LOWEST));
        assertThat(effective.value()).isEqualTo(place);
        assertThat(effective.failing()).isTrue();
        assertThat(effective.weakened()).isTrue();
    }

    @Test
    void withoutAFailureTheBasePriorityCounts() {
        assertThat(of(150, healthy(LOWEST), healthy(new CheckEffect.Fault()), healthy(weight(-30))))
                .isEqualTo(new EffectivePriority(150, false, false));
    }

    @Test
    void weightsAddUp() {
        assertThat(of(150, failing(weight(-30)), failing(weight(-20)), healthy(weight(10))))
                .isEqualTo(new EffectivePriority(110, false, true));
    }

    @Test
    void aPositiveWeightIsABonusOfTheHealthy() {
        assertThat(of(150, healthy(weight(30)))).isEqualTo(new EffectivePriority(180, false, false));
        assertThat(of(150, failing(weight(30)))).isEqualTo(new EffectivePriority(150, false, true));
    }

    @Test
    void weightsEndAt254AndAt1() {
        assertThat(of(250, healthy(weight(100))).value()).isEqualTo(254);
        assertThat(of(100, failing(weight(-253)))).isEqualTo(new EffectivePriority(1, true, true));
    }

    @Test
    void aWeightThatReachesTheFailingBandCountsAsFailing() {
        assertThat(of(100, failing(weight(-83)))).isEqualTo(new EffectivePriority(17, false, true));
        assertThat(of(100, failing(weight(-84)))).isEqualTo(new EffectivePriority(16, true, true));
    }

    @Test
    void aLowBasePriorityAloneIsNotFailing() {
        assertThat(of(10, healthy(LOWEST))).isEqualTo(new EffectivePriority(10, false, false));
    }

    @Test
    void theOwnerAndTheObserverStayWhatTheyAre() {
        assertThat(of(255, failing(LOWEST), failing(weight(-30)))).isEqualTo(new EffectivePriority(255, false, false));
        assertThat(of(0, failing(LOWEST), healthy(weight(30)))).isEqualTo(new EffectivePriority(0, false, false));
    }

    @Test
    void onlyAFallBelowTheBestOfTheOthersWeakens() {
        Candidacy best = candidacy(250, OptionalInt.of(240));
        assertThat(EffectivePriority.of(best, List.of(failing(weight(-10)))).weakened())
                .isFalse();
        assertThat(EffectivePriority.of(best, List.of(failing(weight(-11)))).weakened())
                .isTrue();
    }

    private static CheckResult number(int weight, int number) {
        return new CheckResult(weight(weight), number < 0, OptionalInt.of(number));
    }

    @Test
    void theNumberInAFileIsMultipliedWithItsWeight() {
        assertThat(of(150, number(2, 10))).isEqualTo(new EffectivePriority(170, false, false));
        assertThat(of(150, number(-2, 10))).isEqualTo(new EffectivePriority(130, false, true));
        assertThat(of(150, number(2, 0))).isEqualTo(new EffectivePriority(150, false, false));
        assertThat(of(150, number(2, -10), healthy(weight(5)))).isEqualTo(new EffectivePriority(135, false, true));
        assertThat(of(150, number(253, Integer.MAX_VALUE)).value()).isEqualTo(254);
        assertThat(of(150, number(253, Integer.MIN_VALUE))).isEqualTo(new EffectivePriority(1, true, true));
    }

    @Test
    void aNumberThatFallsWeakensWhereItCrossesTheBound() {
        Candidacy best = candidacy(230, OptionalInt.of(240));
        assertThat(EffectivePriority.weakens(best, List.of(number(1, 20)), List.of(number(1, 10))))
                .isFalse();
        assertThat(EffectivePriority.weakens(best, List.of(number(1, 20)), List.of(number(1, 9))))
                .isTrue();
        assertThat(EffectivePriority.weakens(best, List.of(number(1, 9)), List.of(number(1, 8))))
                .isFalse();
    }

    @Test
    void onlyWhoFailsLessRecovers() {
        Candidacy best = candidacy(250, OptionalInt.of(240));
        assertThat(EffectivePriority.recovers(best, List.of(failing(weight(-5))), List.of(healthy(weight(-5)))))
                .isTrue();
        assertThat(EffectivePriority.recovers(best, List.of(number(1, 1)), List.of(number(1, 3))))
                .isFalse();
        assertThat(EffectivePriority.recovers(best, List.of(failing(new CheckEffect.Fault())), List.of()))
                .isFalse();
    }

    @Test
    void aFailureWeakensOnceAndAnEditNever() {
        Candidacy best = candidacy(250, OptionalInt.of(240));
        List<CheckResult> well = List.of(healthy(LOWEST), healthy(weight(-5)));
        List<CheckResult> one = List.of(failing(LOWEST), healthy(weight(-5)));
        List<CheckResult> both = List.of(failing(LOWEST), failing(weight(-5)));
        assertThat(EffectivePriority.weakens(best, well, one)).isTrue();
        assertThat(EffectivePriority.weakens(best, one, both)).isFalse();
        assertThat(EffectivePriority.weakens(best, both, well)).isFalse();
        assertThat(EffectivePriority.weakens(best.withPriority(100), well, well))
                .isFalse();
        assertThat(EffectivePriority.weakens(best.withPriority(200), one, one)).isFalse();
    }
}
