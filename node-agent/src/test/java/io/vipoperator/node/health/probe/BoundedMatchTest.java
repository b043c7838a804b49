package io.vipoperator.node.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.health.probe.BoundedMatch.Outcome;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Regular expressions, with a bound on their work. */
class BoundedMatchTest {
    @Test
    void findsAnywhereInTheText() {
        assertThat(find("ok|fine", "all is fine")).isEqualTo(Outcome.FOUND);
        assertThat(find("^fine", "all is fine")).isEqualTo(Outcome.ABSENT);
        assertThat(find("(?m)^fine$", "all\nfine\n")).isEqualTo(Outcome.FOUND);
        assertThat(find("", "")).isEqualTo(Outcome.FOUND);
    }

    @Test
    void anHonestExpressionHasStepsEnoughForAMebibyte() {
        String text = "<p>lorem ipsum</p>".repeat(58_254);
        assertThat(find("[a-z]+@[a-z]+\\.example", text)).isEqualTo(Outcome.ABSENT);
        assertThat(find("<h1>.*</h1>|ready", text)).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void anExpressionThatTakesForeverIsGivenUp() {
        assertThat(find("(x+x+)+y\\1", "x".repeat(64))).isEqualTo(Outcome.TOO_MUCH);
        assertThat(find("((a|aa)+)b\\1", "a".repeat(64))).isEqualTo(Outcome.TOO_MUCH);
    }

    @Test
    void anExpressionThatNestsTooDeeplyIsGivenUp() {
        assertThat(find("(x|y)*z", "xy".repeat(500_000))).isEqualTo(Outcome.TOO_MUCH);
    }

    private static Outcome find(String pattern, String text) {
        return BoundedMatch.find(Pattern.compile(pattern), text);
    }
}
