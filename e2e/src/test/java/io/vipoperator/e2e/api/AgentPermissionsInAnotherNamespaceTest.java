package io.vipoperator.e2e.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;

/** The same where somebody moved it with Kustomize: no rule may hang on the namespace's name. */
class AgentPermissionsInAnotherNamespaceTest extends AgentPermissions {

    AgentPermissionsInAnotherNamespaceTest() {
        super("network-system", overlay());
    }

    private static Path overlay() {
        try {
            Path folder = Files.createTempDirectory("vip-overlay-").toRealPath();
            Files.writeString(
                    folder.resolve("kustomization.yaml"), """
                    namespace: network-system
                    resources: ["%s"]
                    """.formatted(folder.relativize(Checkout.BASE.toRealPath())));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void deleteTheOverlay() throws IOException {
        Files.delete(manifests().resolve("kustomization.yaml"));
        Files.delete(manifests());
    }
}
