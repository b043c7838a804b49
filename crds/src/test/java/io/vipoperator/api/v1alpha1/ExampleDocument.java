package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;

/** Makes a document from a schema in which every field of the schema is set. It heeds types and words, not rules. Stateless. */
final class ExampleDocument {

    private ExampleDocument() {}

    static ObjectNode of(String plural, String kind) {
        JSONSchemaProps schema = ShippedSchemas.schema(plural);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", "vip-operator.io/v1alpha1").put("kind", kind);
        document.putObject("metadata").put("name", "example");
        document.set("spec", value(schema.getProperties().get("spec")));
        document.set("status", value(schema.getProperties().get("status")));
        return document;
    }

    private static JsonNode value(JSONSchemaProps schema) {
        return switch (schema.getType()) {
            case "integer" -> new IntNode(7);
            case "string" ->
                schema.getEnum() == null || schema.getEnum().isEmpty()
                        ? new TextNode("2026-01-01T00:00:00Z")
                        : schema.getEnum().get(schema.getEnum().size() - 1);
            case "array" ->
                JsonNodeFactory.instance.arrayNode().add(value(schema.getItems().getSchema()));
            case "object" -> object(schema);
            case String other -> throw new IllegalArgumentException("no example of type " + other);
        };
    }

    private static JsonNode object(JSONSchemaProps schema) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> object.set(name, value(property)));
        }
        if (schema.getAdditionalProperties() != null) {
            object.put("key", "value");
        }
        return object;
    }
}
