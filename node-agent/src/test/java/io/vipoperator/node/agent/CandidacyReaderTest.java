package io.vipoperator.node.agent;

import static io.vipoperator.node.agent.StateTexts.SOUND;
import static io.vipoperator.node.agent.StateTexts.refusedWith;
import static io.vipoperator.node.agent.StateTexts.router;
import static org.assertj.core.api.Assertions.assertThat;

import io.vipoperator.node.loop.CheckEffect;
import io.vipoperator.node.loop.TrackedInterface;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a router stands for election: what the others are, and which NICs matter. */
class CandidacyReaderTest {
    @Test
    void theBoundBelowWhichItYieldsIsOptional() {
        assertThat(router(SOUND, "yieldBelow: 1").candidacy().yieldBelow()).hasValue(1);
        assertThat(router(SOUND, "yieldBelow: 254").candidacy().yieldBelow()).hasValue(254);
        assertThat(router(SOUND, "uid: a").candidacy().yieldBelow()).isEmpty();
    }

    @Test
    void theLossOfATrackedInterfaceIsAFaultUnlessSomethingElseIsAskedFor() {
        assertThat(router(
                                SOUND,
                                "trackInterfaces: [{name: bond1}, {name: a, effect: {}}, {name: b, effect: {type: Fault}},"
                                        + " {name: c, effect: {type: Lowest}}, {name: d, effect: {type: Weight, weight: -253}},"
                                        + " {name: fifteen-letters, effect: {type: Weight, weight: 253}}]")
                        .candidacy()
                        .trackedInterfaces())
                .containsExactly(
                        new TrackedInterface("bond1", new CheckEffect.Fault()),
                        new TrackedInterface("a", new CheckEffect.Fault()),
                        new TrackedInterface("b", new CheckEffect.Fault()),
                        new TrackedInterface("c", new CheckEffect.Lowest()),
                        new TrackedInterface("d", new CheckEffect.Weight(-253)),
                        new TrackedInterface("fifteen-letters", new CheckEffect.Weight(253)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    yieldBelow: 0                                        | yieldBelow: 0 must be 1 to 254
                    yieldBelow: 255                                      | yieldBelow: 255 must be 1 to 254
                    trackInterfaces: [~]                                 | trackInterfaces[0]: must not be empty
                    trackInterfaces: [{}]                                | trackInterfaces[0].name: must be the name of a NIC
                    trackInterfaces: [{name: sixteen-letters-}]          | trackInterfaces[0].name: "sixteen-letters-" must be 1 to 15 characters without spaces, '/' and ':'
                    trackInterfaces: [{name: ""}]                        | trackInterfaces[0].name: "" must be 1 to 15 characters without spaces, '/' and ':'
                    trackInterfaces: [{name: a}, {name: a}]              | trackInterfaces[1].name: "a" must not stand twice: routers[0].trackInterfaces[0].name is the same interface
                    trackInterfaces: [{name: a, effect: {type: Weight}}] | trackInterfaces[0].effect.weight: must be -253 to 253, and not 0
                    trackInterfaces: [{name: a, effect: {type: Weight, weight: 0}}] | trackInterfaces[0].effect.weight: 0 must be -253 to 253, and not 0
                    trackInterfaces: [{name: a, effect: {type: Weight, weight: 254}}] | trackInterfaces[0].effect.weight: 254 must be -253 to 253, and not 0
                    trackInterfaces: [{name: a, effect: {type: Weight, weight: -254}}] | trackInterfaces[0].effect.weight: -254 must be -253 to 253, and not 0
                    trackInterfaces: [{name: a, effect: {weight: 5}}]    | trackInterfaces[0].effect.weight: 5 must be absent unless effect.type is Weight
                    trackInterfaces: [{name: a, effect: {type: Lowest, weight: 5}}] | trackInterfaces[0].effect.weight: 5 must be absent unless effect.type is Weight
                    """)
    void aBadValueIsNamed(String field, String expected) {
        assertThat(refusedWith(SOUND, field)).isEqualTo("routers[0]." + expected);
    }

    @Test
    void thereAreAtMost32TrackedInterfaces() {
        assertThat(router(SOUND, tracked(32)).candidacy().trackedInterfaces()).hasSize(32);
        assertThat(refusedWith(SOUND, tracked(33)))
                .isEqualTo("routers[0].trackInterfaces: must be at most 32 interfaces, not 33");
    }

    private static String tracked(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{name: eth" + i + "}")
                .collect(Collectors.joining(", ", "trackInterfaces: [", "]"));
    }
}
