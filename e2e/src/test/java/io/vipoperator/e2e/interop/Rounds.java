package io.vipoperator.e2e.interop;

import io.vipoperator.e2e.Binaries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Rounds of one contest, one after the other with the daemons that the last one left, each a test by name. Several contests, which mostly wait,
 * run at a time, on threads of their own; JUnit's thread asks for the outcomes.
 *
 * @param name of the contest
 * @param opening of its segment
 * @param rounds in their order; after one that fails the others are not tried
 */
record Rounds(String name, Supplier<Contest> opening, List<Round> rounds) {

    /** They share two cores with the programs they test. */
    private static final int AT_A_TIME = 3;

    /** One round: its name says what must come of it. */
    record Round(String name, Consumer<Contest> play) {}

    static Stream<DynamicNode> play(Stream<Rounds> all) {
        // Not by several at a time.
        Binaries.folder(Duration.ofMinutes(5), "pause");
        ExecutorService executor = Executors.newFixedThreadPool(
                AT_A_TIME, Thread.ofPlatform().daemon().name("contest-", 0).factory());
        List<DynamicNode> nodes = all.map(one -> one.submit(executor)).toList();
        executor.shutdown();
        return nodes.stream();
    }

    private DynamicNode submit(ExecutorService executor) {
        List<CompletableFuture<Void>> outcomes = new ArrayList<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (Round round : rounds) {
            CompletableFuture<Void> outcome = new CompletableFuture<>();
            outcomes.add(outcome);
            tests.add(DynamicTest.dynamicTest(round.name(), () -> join(outcome)));
        }
        executor.execute(() -> playAll(outcomes));
        return DynamicContainer.dynamicContainer(name, tests);
    }

    private static void join(CompletableFuture<Void> outcome) throws Throwable {
        try {
            outcome.join();
        } catch (CompletionException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // An assertion's error belongs to the test, not to this thread.
    private void playAll(List<CompletableFuture<Void>> outcomes) {
        int next = 0;
        try (Contest contest = opening.get()) {
            for (; next < outcomes.size(); next++) {
                rounds.get(next).play().accept(contest);
                outcomes.get(next).complete(null);
            }
        } catch (Throwable e) {
            if (next < outcomes.size()) {
                outcomes.get(next++).completeExceptionally(e);
            }
        } finally {
            for (; next < outcomes.size(); next++) {
                outcomes.get(next)
                        .completeExceptionally(
                                new AssertionError("not tried: a round before it failed, or the segment"));
            }
        }
    }
}
