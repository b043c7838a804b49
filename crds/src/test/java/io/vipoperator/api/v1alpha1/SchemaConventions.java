package io.vipoperator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;

/** Checks a schema against the conventions that a structural schema itself does not enforce. Not thread-safe. */
final class SchemaConventions {

    private final List<String> violations = new ArrayList<>();

    private SchemaConventions() {}

    static List<String> violations(JSONSchemaProps schema) {
        SchemaConventions conventions = new SchemaConventions();
        conventions.visit("spec", schema.getProperties().get("spec"), false);
        conventions.visit("status", schema.getProperties().get("status"), false);
        return conventions.violations;
    }

    private void visit(String path, JSONSchemaProps schema, boolean insideItem) {
        if (insideItem && schema.getDefault() != null) {
            violations.add(path + ": a default inside a list item shows as drift for ever");
        }
        switch (schema.getType()) {
            case "array" -> array(path, schema);
            case "string" -> string(path, schema);
            case "object" -> object(path, schema, insideItem);
            case "integer" -> {
                if (schema.getFormat() == null) {
                    violations.add(path + ": an integer needs a format");
                }
            }
            case String other -> violations.add(path + ": " + other + " is no type of this API");
        }
        if (schema.getXKubernetesValidations() != null) {
            schema.getXKubernetesValidations().stream()
                    .filter(rule ->
                            rule.getMessage() == null || !rule.getMessage().contains("must "))
                    .forEach(rule -> violations.add(path + ": a rule must say what must hold: " + rule.getRule()));
        }
    }

    private void array(String path, JSONSchemaProps schema) {
        if (schema.getXKubernetesListType() == null) {
            violations.add(path + ": a list needs a list type");
        }
        if (schema.getMaxItems() == null) {
            violations.add(path + ": a list needs maxItems");
        }
        visit(path + "[]", schema.getItems().getSchema(), true);
    }

    private void string(String path, JSONSchemaProps schema) {
        boolean closed = schema.getEnum() != null && !schema.getEnum().isEmpty();
        if (!closed && schema.getFormat() == null && schema.getMaxLength() == null) {
            violations.add(path + ": a string needs maxLength, an enum or a format");
        }
    }

    private void object(String path, JSONSchemaProps schema, boolean insideItem) {
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> visit(path + "." + name, property, insideItem));
        }
        if (schema.getAdditionalProperties() != null && schema.getMaxProperties() == null) {
            violations.add(path + ": a map needs maxProperties");
        }
    }
}
