package io.vipoperator.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the scripts and assets of this module lie: the folder {@code e2e} of the checkout that the tests run in. */
public final class E2eFolder {

    private E2eFolder() {}

    /**
     * Finds the folder from the working directory upwards, so that the tests run from the module, from the root and from an editor.
     *
     * @throws IllegalStateException if no parent of the working directory has {@code e2e/lab/binaries}
     */
    public static Path find() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve("e2e");
            if (Files.isExecutable(candidate.resolve("lab/binaries"))) {
                return candidate;
            }
        }
        throw new IllegalStateException("e2e/lab/binaries is in no parent of "
                + Path.of("").toAbsolutePath() + ": run the tests from a checkout");
    }
}
