package io.vipoperator.e2e.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shipped manifests in the checkout that the tests run in. Stateless. */
final class Checkout {

    static final Path SCHEMAS = folder("crds/src/main/resources/crds");
    static final Path BASE = folder("deploy/base");
    static final Path SAMPLES = folder("deploy/samples");
    static final Path EXAMPLES = folder("e2e/src/test/resources/io/vipoperator/e2e/api");

    private Checkout() {}

    private static Path folder(String relative) {
        for (Path root = Path.of("").toAbsolutePath(); root != null; root = root.getParent()) {
            if (Files.isRegularFile(root.resolve("deploy/base/kustomization.yaml"))) {
                return root.resolve(relative);
            }
        }
        throw new IllegalStateException("deploy/base/kustomization.yaml is in no parent of "
                + Path.of("").toAbsolutePath() + ": run the tests from a checkout");
    }

    /** All files below {@code folder}, in the order of their paths. */
    static List<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
