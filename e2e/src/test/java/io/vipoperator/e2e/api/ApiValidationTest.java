package io.vipoperator.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vipoperator.e2e.ApiServerFixture;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real API server accepts the valid examples and refuses each invalid one with the messages that stand in its file. */
class ApiValidationTest {

    private static ApiServerFixture apiServer;

    @BeforeAll
    static void installTheSchemas() {
        apiServer = ApiServerFixture.shared();
        apiServer.kubectl("apply", "-k", Checkout.SCHEMAS.toString());
        apiServer.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    }

    @ParameterizedTest
    @MethodSource("validExamples")
    void aValidObjectIsAccepted(ApiExample example) {
        GenericKubernetesResource accepted = dryRun(example.object());

        assertThat(example.expected()).isEmpty();
        assertThat(accepted.getMetadata().getName())
                .isEqualTo(example.object().getMetadata().getName());
    }

    @ParameterizedTest
    @MethodSource("invalidExamples")
    void anInvalidObjectIsRefusedWithTheMessagesOfItsFile(ApiExample example) {
        KubernetesClientException refusal =
                catchThrowableOfType(KubernetesClientException.class, () -> dryRun(example.object()));

        assertThat(refusal).as("refusal").isNotNull();
        assertThat(refusal.getCode()).isEqualTo(422);
        assertThat(refusal.getStatus().getDetails().getCauses())
                .extracting(cause -> cause.getField() + ": " + cause.getMessage())
                .containsExactlyInAnyOrderElementsOf(example.expected());
    }

    @Test
    void everyFileIsAnExample() {
        assertThat(ApiExample.all())
                .hasSizeGreaterThan(100)
                .allMatch(example -> ApiExample.named("valid-")
                        .or(ApiExample.named("invalid-"))
                        .test(example));
    }

    @Test
    void everyRuleOfTheSchemasHasAnExampleThatBreaksIt() {
        Set<String> untried = new TreeSet<>();
        for (var file : Checkout.filesIn(Checkout.SCHEMAS)) {
            if (!file.endsWith("kustomization.yaml")) {
                CustomResourceDefinition definition =
                        Serialization.unmarshal(Checkout.text(file), CustomResourceDefinition.class);
                definition
                        .getSpec()
                        .getVersions()
                        .forEach(version -> collectMessages(version.getSchema().getOpenAPIV3Schema(), untried));
            }
        }
        assertThat(untried).hasSizeGreaterThan(30);

        invalidExamples()
                .flatMap(example -> example.expected().stream())
                .forEach(expected -> untried.removeIf(expected::endsWith));

        assertThat(untried).isEmpty();
    }

    static Stream<ApiExample> validExamples() {
        return ApiExample.all().stream().filter(ApiExample.named("valid-"));
    }

    static Stream<ApiExample> invalidExamples() {
        return ApiExample.all().stream().filter(ApiExample.named("invalid-"));
    }

    private static GenericKubernetesResource dryRun(GenericKubernetesResource object) {
        return apiServer.client().resource(object).dryRun(true).create();
    }

    private static void collectMessages(JSONSchemaProps schema, Set<String> messages) {
        if (schema.getXKubernetesValidations() != null) {
            schema.getXKubernetesValidations().stream()
                    .map(ValidationRule::getMessage)
                    .forEach(messages::add);
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(property -> collectMessages(property, messages));
        }
        if (schema.getItems() != null) {
            collectMessages(schema.getItems().getSchema(), messages);
        }
    }
}
