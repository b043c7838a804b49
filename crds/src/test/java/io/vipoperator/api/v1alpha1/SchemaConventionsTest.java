package io.vipoperator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The definitions keep to the API's conventions. */
class SchemaConventionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"virtualips", "healthchecks", "virtualipnodestates"})
    void listsAndStringsAreBoundedAndItemsHaveNoDefaults(String plural) {
        assertThat(SchemaConventions.violations(ShippedSchemas.schema(plural))).isEmpty();
    }

    @Test
    void aDefaultInsideAListItemIsFound() {
        JSONSchemaProps schema = ShippedSchemas.schema("virtualips");
        JSONSchemaProps peer = field(schema, "vrrp", "transport", "extraPeers")
                .getItems()
                .getSchema()
                .getProperties()
                .get("minimumTTL");
        peer.setDefault(new IntNode(255));

        assertThat(SchemaConventions.violations(schema))
                .containsExactly("spec.vrrp.transport.extraPeers[].minimumTTL:"
                        + " a default inside a list item shows as drift for ever");
    }

    @Test
    void anUnboundedStringAListWithoutTypeAndARuleWithoutMessageAreFound() {
        JSONSchemaProps schema = ShippedSchemas.schema("virtualips");
        field(schema, "group").setMaxLength(null);
        field(schema, "addresses").setXKubernetesListType(null);
        field(schema, "interface").getXKubernetesValidations().get(0).setMessage("name is wrong");

        assertThat(SchemaConventions.violations(schema))
                .containsExactlyInAnyOrder(
                        "spec.group: a string needs maxLength, an enum or a format",
                        "spec.addresses: a list needs a list type",
                        "spec.interface: a rule must say what must hold: has(self.name) == (self.type == 'Name')");
    }

    @ParameterizedTest
    @CsvSource({
        "virtualips,vip,'Address,Active Node,Ready,VRID,Since,Age'",
        "healthchecks,vhc,'Accepted,Healthy,Failing,Age,Reason,Certificate Expiring'",
        "virtualipnodestates,vipnode,'Agent,Generation,Observed,Agent Started,Age'"
    })
    void theNamesScopeAndColumnsAreThoseOfTheDesign(String plural, String shortName, String columns) {
        CustomResourceDefinition definition = ShippedSchemas.definition(plural);
        Class<? extends CustomResource<?, ?>> kind = ShippedSchemas.KINDS.get(plural);

        assertThat(definition.getMetadata().getName())
                .isEqualTo(CustomResource.getCRDName(kind))
                .isEqualTo(plural + ".vip-operator.io");
        assertThat(definition.getSpec().getScope()).isEqualTo("Cluster");
        assertThat(definition.getSpec().getNames().getKind()).isEqualTo(kind.getSimpleName());
        assertThat(definition.getSpec().getNames().getShortNames()).containsExactly(shortName);
        assertThat(definition.getSpec().getNames().getCategories()).containsExactly("vip-operator");
        assertThat(definition.getSpec().getVersions().get(0).getAdditionalPrinterColumns())
                .extracting(CustomResourceColumnDefinition::getName)
                .containsExactlyElementsOf(List.of(columns.split(",", -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtualips", "healthchecks", "virtualipnodestates"})
    void theStatusOfANewObjectSpeaksOfNoGeneration(String plural) {
        JSONSchemaProps status = ShippedSchemas.schema(plural).getProperties().get("status");

        assertThat(status.getDefault().toString()).isEqualTo("{\"observedGeneration\":-1}");
        assertThat(ShippedSchemas.definition(plural)
                        .getSpec()
                        .getVersions()
                        .get(0)
                        .getSubresources()
                        .getStatus())
                .isNotNull();
    }

    @Test
    void theDefaultsAreThoseOfTheDesign() {
        JSONSchemaProps schema = ShippedSchemas.schema("virtualips");

        assertThat(field(schema, "addressMode").getDefault()).isEqualTo(new TextNode("Install"));
        assertThat(field(schema, "nodes", "maxMembers").getDefault()).isEqualTo(new IntNode(3));
        assertThat(field(schema, "vrrp", "preemption", "delaySeconds").getDefault())
                .isEqualTo(new IntNode(30));
        // Not static: the first depends on the version, the second on nodes.priorities.
        assertThat(field(schema, "vrrp", "advertisementIntervalMilliseconds").getDefault())
                .isNull();
        assertThat(field(schema, "vrrp", "coexist").getDefault()).isNull();
    }

    private static JSONSchemaProps field(JSONSchemaProps schema, String... path) {
        JSONSchemaProps found = schema.getProperties().get("spec");
        for (String name : path) {
            found = found.getProperties().get(name);
        }
        return found;
    }
}
