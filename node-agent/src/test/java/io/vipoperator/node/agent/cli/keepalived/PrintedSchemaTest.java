package io.vipoperator.node.agent.cli.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What is printed fits the shipped schemas: no field that they don't have, nothing out of their bounds. */
class PrintedSchemaTest {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final Map<String, String> SCHEMAS =
            Map.of("VirtualIP", "/crds/virtualips.yaml", "HealthCheck", "/crds/healthchecks.yaml");

    static List<String> files() {
        return Configurations.FILES;
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyObjectFitsItsSchema(String file) throws IOException {
        KeepalivedImport.Result result = Configurations.imported(file);
        for (Document document : result.documents()) {
            JsonNode object = YAML.readTree(YamlText.of(List.of(document)));
            String kind = object.path("kind").asText();
            assertThat(object.path("metadata").path("name").asText()).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
            if (SCHEMAS.containsKey(kind)) {
                List<String> wrong = new ArrayList<>();
                fits("spec", object.path("spec"), schema(kind), wrong);
                assertThat(wrong).as(file).isEmpty();
                assertThat(read(kind, object)).isEqualTo(spec(document));
            } else {
                assertThat(object.path("stringData").properties())
                        .allMatch(entry -> entry.getValue().isTextual());
            }
        }
    }

    @Test
    void theSchemaIsNotBlind() throws IOException {
        JsonNode spec = YAML.readTree("""
                {adresses: [], addresses: [], group: A_B, addressMode: Sometimes, vrrp: {virtualRouterID: 256},
                 trackInterfaces: [{effect: {type: Fault}}], announcement: {count: five}}
                """);
        List<String> wrong = new ArrayList<>();
        fits("spec", spec, schema("VirtualIP"), wrong);
        assertThat(wrong)
                .containsExactlyInAnyOrder(
                        "spec.adresses: unknown",
                        "spec.addresses: minItems 1",
                        "spec.group: pattern",
                        "spec.addressMode: enum",
                        "spec.vrrp.virtualRouterID: maximum 255",
                        "spec.trackInterfaces[0].name: required",
                        "spec.announcement.count: type integer");
    }

    private static Object spec(Document document) {
        return switch (document) {
            case Document.OfVirtualIP vip -> vip.spec();
            case Document.OfHealthCheck check -> check.spec();
            case Document.OfSecret secret -> secret.values();
        };
    }

    private static Object read(String kind, JsonNode object) throws JsonProcessingException {
        Class<?> type = kind.equals("VirtualIP") ? VirtualIPSpec.class : HealthCheckSpec.class;
        return YAML.treeToValue(object.path("spec"), type);
    }

    private static JsonNode schema(String kind) throws IOException {
        // Jackson doesn't follow the anchors that the schemas use.
        JsonNode definition =
                YAML.valueToTree(new Yaml().load(PrintedSchemaTest.class.getResourceAsStream(SCHEMAS.get(kind))));
        return definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    }

    private static void fits(String path, JsonNode value, JsonNode schema, List<String> wrong) {
        String type = schema.path("type").asText();
        boolean typed = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "integer" -> value.isIntegralNumber();
            case "string" -> value.isTextual();
            default -> throw new IllegalStateException(path + ": a type of its own: " + type);
        };
        if (!typed) {
            wrong.add(path + ": type " + type);
            return;
        }
        bounds(path, value, schema, wrong);
        for (int i = 0; i < value.size() && value.isArray(); i++) {
            fits(path + "[" + i + "]", value.get(i), schema.path("items"), wrong);
        }
        if (value.isObject() && schema.has("properties")) {
            Set<String> required = new TreeSet<>();
            schema.path("required").forEach(name -> required.add(name.asText()));
            value.properties().forEach(field -> {
                JsonNode inner = schema.path("properties").path(field.getKey());
                if (inner.isMissingNode()) {
                    wrong.add(path + "." + field.getKey() + ": unknown");
                } else {
                    fits(path + "." + field.getKey(), field.getValue(), inner, wrong);
                }
                required.remove(field.getKey());
            });
            required.forEach(name -> wrong.add(path + "." + name + ": required"));
        }
    }

    private static void bounds(String path, JsonNode value, JsonNode schema, List<String> wrong) {
        bound(path, "minimum", schema, value.isNumber() ? value.asLong() : 0, true, value.isNumber(), wrong);
        bound(path, "maximum", schema, value.isNumber() ? value.asLong() : 0, false, value.isNumber(), wrong);
        bound(path, "minItems", schema, value.size(), true, value.isArray(), wrong);
        bound(path, "maxItems", schema, value.size(), false, value.isArray(), wrong);
        bound(path, "minLength", schema, value.asText().length(), true, value.isTextual(), wrong);
        bound(path, "maxLength", schema, value.asText().length(), false, value.isTextual(), wrong);
        if (schema.has("pattern")
                && !value.asText().matches(schema.path("pattern").asText())) {
            wrong.add(path + ": pattern");
        }
        boolean listed = !schema.has("enum");
        for (JsonNode one : schema.path("enum")) {
            listed |= one.asText().equals(value.asText());
        }
        if (!listed) {
            wrong.add(path + ": enum");
        }
    }

    private static void bound(
            String path, String word, JsonNode schema, long value, boolean least, boolean applies, List<String> wrong) {
        long limit = schema.path(word).asLong();
        if (applies && schema.has(word) && (least ? value < limit : value > limit)) {
            wrong.add(path + ": " + word + " " + limit);
        }
    }
}
