package io.vipoperator.node.mutation;

import java.util.List;

/**
 * A deliberate mistake in one main source file, and the tests that must notice it.
 *
 * @param name what is wrong, in words
 * @param sourceFile under src/main/java/io/vipoperator/node
 * @param right the text that stands there once, on one line
 * @param wrong the text put in its place
 * @param testClasses each of them must fail with the mistake, and pass without it; full names
 */
record PlantedMistake(String name, String sourceFile, String right, String wrong, List<String> testClasses) {
    PlantedMistake {
        testClasses = List.copyOf(testClasses);
    }

    @Override
    public String toString() {
        return name;
    }
}
