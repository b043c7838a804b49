package io.vipoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares a schema with the Java types that mirror it, in both directions, and tells each difference by its path. Not thread-safe. */
final class SchemaMirror {

    /** Kubernetes' own types: their fields, which the schema has to spell out. */
    private static final Map<Type, Set<String>> FOREIGN = Map.of(
            LabelSelector.class, Set.of("matchLabels", "matchExpressions"),
            Condition.class, Set.of("type", "status", "observedGeneration", "lastTransitionTime", "reason", "message"));

    private final List<String> differences = new ArrayList<>();

    private SchemaMirror() {}

    static List<String> differences(JSONSchemaProps schema, Class<? extends CustomResource<?, ?>> kind) {
        SchemaMirror mirror = new SchemaMirror();
        Type[] parts = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
        mirror.compare("spec", schema.getProperties().get("spec"), parts[0]);
        mirror.compare("status", schema.getProperties().get("status"), parts[1]);
        return mirror.differences;
    }

    private void compare(String path, JSONSchemaProps schema, Type type) {
        if (type == String.class) {
            expect(path, "string without enum", shape(schema));
        } else if (type == Integer.class) {
            expect(path, "integer int32", shape(schema));
        } else if (type == Long.class) {
            expect(path, "integer int64", shape(schema));
        } else if (FOREIGN.containsKey(type)) {
            names(path, schema.getProperties().keySet(), FOREIGN.get(type));
        } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            expect(path, "array", shape(schema));
            compare(path + "[]", schema.getItems().getSchema(), list.getActualTypeArguments()[0]);
        } else if (type instanceof Class<?> words && words.isEnum()) {
            names(path, enumWords(schema), constants(words));
        } else if (type instanceof Class<?> record && record.isRecord()) {
            expect(path, "object", shape(schema));
            if (!Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
                components(path, schema, record);
            }
        } else {
            differences.add(path + ": no rule for " + type.getTypeName());
        }
    }

    private void components(String path, JSONSchemaProps schema, Class<?> record) {
        Map<String, Type> components = new HashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
            components.put(renamed == null ? component.getName() : renamed.value(), component.getGenericType());
        }
        names(path, schema.getProperties().keySet(), components.keySet());
        components.forEach((name, type) -> {
            JSONSchemaProps property = schema.getProperties().get(name);
            if (property != null) {
                compare(path + "." + name, property, type);
            }
        });
    }

    private void names(String path, Set<String> inSchema, Set<String> inJava) {
        expect(path, new TreeSet<>(inJava).toString(), new TreeSet<>(inSchema).toString());
    }

    private void expect(String path, String java, String schema) {
        if (!java.equals(schema)) {
            differences.add(path + ": " + java + " in Java, " + schema + " in the schema");
        }
    }

    private static String shape(JSONSchemaProps schema) {
        return switch (schema.getType()) {
            case "string" -> enumWords(schema).isEmpty() ? "string without enum" : "string with enum";
            case "integer" -> "integer " + schema.getFormat();
            case String other -> other;
        };
    }

    private static Set<String> enumWords(JSONSchemaProps schema) {
        Set<String> words = new TreeSet<>();
        if (schema.getEnum() != null) {
            schema.getEnum().stream().map(JsonNode::asText).forEach(words::add);
        }
        return words;
    }

    /** Without the constant for words of a newer version: it is never written. */
    private static Set<String> constants(Class<?> words) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(words.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .filter(name -> !name.equals("Unrecognized"))
                .forEach(names::add);
        return names;
    }
}
