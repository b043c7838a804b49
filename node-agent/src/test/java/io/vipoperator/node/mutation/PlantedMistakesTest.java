package io.vipoperator.node.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Plants each mistake in turn and demands that the tests named beside it fail: a test that can't fail proves nothing. */
class PlantedMistakesTest {
    @Test
    void thereAreAtLeastTenAndEachHasAName() {
        assertThat(PlantedMistakes.ALL).hasSizeGreaterThanOrEqualTo(10);
        assertThat(PlantedMistakes.ALL).extracting(PlantedMistake::name).doesNotHaveDuplicates();
    }

    @TestFactory
    Stream<DynamicTest> withoutAMistakeEveryTestPasses() {
        return PlantedMistakes.ALL.stream()
                .flatMap(mistake -> mistake.testClasses().stream())
                .distinct()
                .map(testClass -> DynamicTest.dynamicTest(testClass, () -> {
                    TestExecutionSummary summary = run(testClass, Map.of());
                    assertThat(failed(summary)).isEmpty();
                    assertThat(summary.getTestsSucceededCount()).isPositive();
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyMistakeIsCaughtByEachTestNamedBesideIt(TestReporter reporter) {
        return PlantedMistakes.ALL.stream()
                .map(mistake -> DynamicTest.dynamicTest(mistake.name(), () -> caught(mistake, reporter)));
    }

    private static void caught(PlantedMistake mistake, TestReporter reporter) throws IOException {
        Map<String, byte[]> mutants = MutantCompiler.compile(mistake);
        for (String testClass : mistake.testClasses()) {
            TestExecutionSummary summary = run(testClass, mutants);
            assertThat(failed(summary))
                    .as("%s must notice that %s", testClass, mistake)
                    .isNotEmpty();
            reporter.publishEntry(
                    mistake.name(),
                    "caught by " + failed(summary).size() + " of " + testClass + ", such as "
                            + failed(summary).get(0));
        }
    }

    private static List<String> failed(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName() + ": "
                        + failure.getException().getClass().getSimpleName())
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
