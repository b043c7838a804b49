package io.vipoperator.node.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Plants each mistake in turn and demands that the tests named beside it fail: a test that can't fail proves nothing. */
class PlantedMistakesTest {
    /** Who caught what, for people. */
    private static final Path REPORT = Path.of("target/planted-mistakes.txt");

    private static final List<PlantedMistake> ALL = Stream.of(
                    PlantedMistakes.ALL,
                    PlantedHandOverMistakes.ALL,
                    PlantedCheckMistakes.ALL,
                    PlantedHostMistakes.ALL,
                    PlantedProbeMistakes.ALL,
                    PlantedSimulationMistakes.ALL)
            .flatMap(List::stream)
            .toList();

    private static final List<String> CAUGHT = new ArrayList<>();

    @Test
    void thereAreAtLeastTenAndEachHasAName() {
        assertThat(ALL).hasSizeGreaterThanOrEqualTo(10);
        assertThat(ALL).extracting(PlantedMistake::name).doesNotHaveDuplicates();
    }

    @TestFactory
    Stream<DynamicTest> withoutAMistakeEveryTestPasses() {
        return ALL.stream()
                .flatMap(mistake -> mistake.testClasses().stream())
                .distinct()
                .map(testClass -> DynamicTest.dynamicTest(testClass, () -> {
                    TestExecutionSummary summary = run(testClass, Map.of());
                    assertThat(failed(summary)).isEmpty();
                    assertThat(summary.getTestsSucceededCount()).isPositive();
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyMistakeIsCaughtByEachTestNamedBesideIt() {
        return ALL.stream().map(mistake -> DynamicTest.dynamicTest(mistake.name(), () -> caught(mistake)));
    }

    @AfterAll
    static void writeWhoCaughtWhat() throws IOException {
        Files.write(REPORT, CAUGHT);
    }

    private static void caught(PlantedMistake mistake) throws IOException {
        Map<String, byte[]> mutants = MutantCompiler.compile(mistake);
        for (String testClass : mistake.testClasses()) {
            TestExecutionSummary summary = run(testClass, mutants);
            assertThat(summary.getFailures())
                    .as("%s must notice that %s", testClass, mistake)
                    .anyMatch(failure -> failure.getException() instanceof AssertionError);
            CAUGHT.add(mistake + ": " + failed(summary).size() + " of " + testClass + " fail: "
                    + String.join("; ", failed(summary)));
        }
    }

    private static List<String> failed(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName())
                .toList();
    }

    private static TestExecutionSummary run(String testClass, Map<String, byte[]> mutants) {
        Class<?> loaded;
        try {
            loaded = Class.forName(testClass, false, new MutantClassLoader(mutants));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("there is no test class " + testClass, e);
        }
        LauncherConfig onlyJupiter = LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine())
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create(onlyJupiter)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(loaded))
                                .build(),
                        listener);
        return listener.getSummary();
    }
}
