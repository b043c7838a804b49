package io.vipoperator.node.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares a parsed document with the records that mirror the API: unknown fields and values of a wrong type. What does
 * not fit is taken out of the document, so that the rest of it can still be read and all problems be found in one go.
 */
final class DocumentShape {
    private static final String UNRECOGNIZED = "Unrecognized";

    private final UnknownFields unknownFields;
    private final Problems problems;

    DocumentShape(UnknownFields unknownFields, Problems problems) {
        this.unknownFields = unknownFields;
        this.problems = problems;
    }

    /**
     * Checks an object against a record.
     *
     * @param object of the document; changed
     * @param record whose components are the fields it may have
     * @param path put before the names of its fields: empty, or with a dot at its end
     */
    void check(ObjectNode object, Class<?> record, String path) {
        Map<String, Type> fields = fields(record);
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            Type type = fields.get(name);
            JsonNode value = object.get(name);
            if (type == null) {
                if (unknownFields == UnknownFields.REFUSE) {
                    problems.missing(
                            path + name,
                            "is not a known field; known are "
                                    + fields.keySet().stream().sorted().collect(Collectors.joining(", ")));
                }
                object.remove(name);
            } else if (value.isNull() || !fits(value, type, path + name)) {
                object.remove(name);
            }
        }
    }

    private boolean fits(JsonNode value, Type type, String path) {
        if (type instanceof ParameterizedType list) {
            return fitsList(value, list.getActualTypeArguments()[0], path);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == Integer.class) {
            return require(value.isIntegralNumber() && value.canConvertToInt(), value, path, "must be a whole number");
        }
        if (raw == Long.class) {
            return require(value.isIntegralNumber() && value.canConvertToLong(), value, path, "must be a whole number");
        }
        if (raw == String.class) {
            return require(value.isTextual(), value, path, "must be a string");
        }
        if (raw.isEnum()) {
            return require(value.isTextual(), value, path, "must be a string") && known(value, raw, path);
        }
        if (value instanceof ObjectNode object) {
            check(object, raw, path + ".");
            return true;
        }
        return require(false, value, path, "must be an object");
    }

    private boolean fitsList(JsonNode value, Type elementType, String path) {
        if (!(value instanceof ArrayNode array)) {
            return require(false, value, path, "must be a list");
        }
        for (int i = 0; i < array.size(); i++) {
            String element = path + "[" + i + "]";
            if (array.get(i).isNull()) {
                problems.missing(element, "must not be empty");
            } else if (!fits(array.get(i), elementType, element)) {
                array.set(i, NullNode.getInstance());
            }
        }
        return true;
    }

    /** People mistype words; what another version writes is another matter, and is decoded to a value of its own. */
    private boolean known(JsonNode value, Class<?> words, String path) {
        List<String> all = Arrays.stream(words.getEnumConstants())
                .map(Object::toString)
                .filter(word -> !word.equals(UNRECOGNIZED))
                .toList();
        return require(
                unknownFields == UnknownFields.IGNORE || all.contains(value.textValue()),
                value,
                path,
                "must be one of " + String.join(", ", all));
    }

    private boolean require(boolean holds, JsonNode value, String path, String rule) {
        if (!holds) {
            problems.wrong(path, value.isTextual() ? value.textValue() : value, rule);
        }
        return holds;
    }

    private static Map<String, Type> fields(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .collect(Collectors.toMap(
                        DocumentShape::jsonName, RecordComponent::getGenericType, (a, b) -> a, LinkedHashMap::new));
    }

    private static String jsonName(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }
}
