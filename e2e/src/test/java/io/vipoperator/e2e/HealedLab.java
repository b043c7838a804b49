package io.vipoperator.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests in the shared lab: after one that failed says what the lab looked like and heals it, so that it takes no other test along. What
 * keeps it from healing is said with the failure. The report is printed and, for the end of the run, goes to {@code target/lab-report.txt}.
 */
public final class HealedLab implements AfterEachCallback, AfterAllCallback {

    private static final Path REPORT = E2eFolder.find().resolve("target/lab-report.txt");
    /** The first failure's report alone is kept: those after it may be its consequences. */
    private static final AtomicBoolean KEPT = new AtomicBoolean();

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> heal(context));
    }

    /** Of the class: what failed before or after its tests. */
    @Override
    public void afterAll(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> heal(context));
    }

    private static void heal(ExtensionContext context) {
        Cluster cluster = LabCluster.shared();
        String test = context.getRequiredTestClass().getSimpleName()
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
        String report = "the lab after " + test + " failed:\n" + cluster.report();
        System.out.println(report);
        if (!KEPT.getAndSet(true)) {
            keep(report);
        }
        cluster.heal();
    }

    private static void keep(String report) {
        try {
            Files.createDirectories(REPORT.getParent());
            Files.writeString(REPORT, report);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + REPORT, e);
        }
    }
}
