package io.vipoperator.node.mutation;

import static io.vipoperator.node.mutation.PlantedMistakes.mistake;

import java.util.List;

/** Mistakes that the simulation of whole segments must notice by itself, without a test that knows of the rule. */
final class PlantedSimulationMistakes {
    private static final String SEEDS = "io.vipoperator.node.sim.FewSeedsTest";

    static final List<PlantedMistake> ALL = List.of(
            mistake(
                    "who leaves a group lets the others go on",
                    "loop/GroupDecision.java",
                    "return keys(group, Standing.ACTIVE);",
                    "return List.of();",
                    SEEDS),
            mistake(
                    "a hand-over says nothing",
                    "vrrp/Entering.java",
                    "List.of(RESIGN, RESIGN, RESIGN, new Effect.Report(reason))",
                    "List.of(new Effect.Report(reason))",
                    SEEDS),
            mistake(
                    "the addresses go before the successor has announced them",
                    "vrrp/Intervals.java",
                    "LINGER_NANOS = 100_000_000L;",
                    "LINGER_NANOS = 1L;",
                    SEEDS),
            mistake(
                    "a member that is ready for another VRID takes its group down",
                    "loop/Groups.java",
                    "router.wasActiveInGroup && !isReadyToReplace(router),",
                    "router.wasActiveInGroup,",
                    SEEDS));

    private PlantedSimulationMistakes() {}
}
