package io.vipoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records and the hand-written schemas say the same, in both directions. */
class SchemaMirrorTest {

    @ParameterizedTest
    @ValueSource(strings = {"virtualips", "healthchecks", "virtualipnodestates"})
    void theRecordsMirrorTheSchemaInNamesTypesAndWords(String plural) {
        assertThat(SchemaMirror.differences(ShippedSchemas.schema(plural), ShippedSchemas.KINDS.get(plural)))
                .isEmpty();
    }

    @Test
    void aFieldThatOnlyTheSchemaHasIsFound() {
        JSONSchemaProps schema = ShippedSchemas.schema("virtualips");
        spec(schema).getProperties().put("surplus", new JSONSchemaProps());

        assertThat(differences(schema)).singleElement().asString().startsWith("spec: [addressLabel, ");
    }

    @Test
    void aFieldThatOnlyJavaHasIsFound() {
        JSONSchemaProps schema = ShippedSchemas.schema("virtualips");
        spec(schema).getProperties().get("vrrp").getProperties().remove("version");

        assertThat(differences(schema)).singleElement().asString().startsWith("spec.vrrp: [");
    }

    @Test
    void aTypeThatDiffersIsFound() {
        JSONSchemaProps schema = ShippedSchemas.schema("virtualips");
        spec(schema)
                .getProperties()
                .get("vrrp")
                .getProperties()
                .get("virtualRouterID")
                .setFormat("int64");

        assertThat(differences(schema))
                .containsExactly("spec.vrrp.virtualRouterID: integer int32 in Java, integer int64 in the schema");
    }

    @Test
    void aWordThatOnlyTheSchemaHasIsFound() {
        JSONSchemaProps schema = ShippedSchemas.schema("virtualips");
        spec(schema).getProperties().get("addressMode").getEnum().add(new TextNode("Dream"));

        assertThat(differences(schema))
                .containsExactly(
                        "spec.addressMode: [ElectOnly, Install] in Java, [Dream, ElectOnly, Install] in the schema");
    }

    private static List<String> differences(JSONSchemaProps schema) {
        return SchemaMirror.differences(schema, VirtualIP.class);
    }

    private static JSONSchemaProps spec(JSONSchemaProps schema) {
        return schema.getProperties().get("spec");
    }
}
