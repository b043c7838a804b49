package io.vipoperator.e2e.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * One file of examples: an object, and in its first lines what the API server must say of it.
 *
 * @param file named {@code valid-*.yaml} or {@code invalid-*.yaml}
 * @param expected the causes of its refusal, each from a line {@code # expect: FIELD: MESSAGE}; none in a valid one
 */
record ApiExample(Path file, List<String> expected) {

    private static final String EXPECT = "# expect: ";

    static List<ApiExample> all() {
        return Checkout.filesIn(Checkout.EXAMPLES).stream()
                .map(ApiExample::read)
                .toList();
    }

    private static ApiExample read(Path file) {
        List<String> expected = Checkout.text(file)
                .lines()
                .takeWhile(line -> line.startsWith(EXPECT))
                .map(line -> line.substring(EXPECT.length()))
                .toList();
        return new ApiExample(file, expected);
    }

    static Predicate<ApiExample> named(String prefix) {
        return example -> example.name().startsWith(prefix) && example.name().endsWith(".yaml");
    }

    String name() {
        return file.getFileName().toString();
    }

    GenericKubernetesResource object() {
        return Serialization.unmarshal(Checkout.text(file), GenericKubernetesResource.class);
    }

    @Override
    public String toString() {
        return name();
    }
}
