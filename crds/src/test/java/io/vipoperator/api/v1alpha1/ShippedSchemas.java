package io.vipoperator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The CustomResourceDefinitions as they are shipped, beside the classes that mirror them. Stateless. */
final class ShippedSchemas {

    /** Every kind of the API: its class by the file of its definition. */
    static final Map<String, Class<? extends CustomResource<?, ?>>> KINDS = Map.of(
            "virtualips", VirtualIP.class,
            "healthchecks", HealthCheck.class,
            "virtualipnodestates", VirtualIPNodeState.class);

    private ShippedSchemas() {}

    static CustomResourceDefinition definition(String plural) {
        try (InputStream yaml = ShippedSchemas.class.getResourceAsStream("/crds/" + plural + ".yaml")) {
            return Serialization.unmarshal(yaml, CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JSONSchemaProps schema(String plural) {
        return definition(plural).getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    }
}
