package io.vipoperator.node.agent;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the text of a state document: YAML or JSON, a whole VirtualIPNodeState or its spec alone. Pure; says what is
 * wrong with the form, {@link NodeStateReader} what is wrong with the values.
 */
final class StateDocumentParser {
    private static final String API_VERSION = Api.GROUP + "/" + Api.VERSION;
    private static final String KIND = "VirtualIPNodeState";
    private static final Set<String> OBJECT_FIELDS = Set.of("apiVersion", "kind", "metadata", "spec", "status");

    // YAML is a superset of JSON, so that one parser reads both.
    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final UnknownFields unknownFields;
    private final Problems problems;

    private StateDocumentParser(UnknownFields unknownFields, Problems problems) {
        this.unknownFields = unknownFields;
        this.problems = problems;
    }

    /**
     * Reads a document as far as it can be read.
     *
     * @param text of the document
     * @param unknownFields what to do about them
     * @param problems where everything that is wrong goes
     * @return empty if there is nothing to read values from
     */
    static Optional<StateDocument> parse(String text, UnknownFields unknownFields, Problems problems) {
        return new StateDocumentParser(unknownFields, problems).parse(text);
    }

    private Optional<StateDocument> parse(String text) {
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            String place = where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
            problems.missing("document", "must be YAML or JSON: " + firstLine(e.getOriginalMessage()) + place);
            return Optional.empty();
        }
        if (!(root instanceof ObjectNode object)) {
            problems.missing("document", "must be a VirtualIPNodeState or the spec of one");
            return Optional.empty();
        }
        boolean whole = object.has("apiVersion") || object.has("kind") || object.has("spec") || object.has("metadata");
        return whole ? wholeObject(object) : spec(object, "").map(StateDocumentParser::specAlone);
    }

    private Optional<StateDocument> wholeObject(ObjectNode object) {
        word(object, "apiVersion", API_VERSION);
        word(object, "kind", KIND);
        if (unknownFields == UnknownFields.REFUSE) {
            object.fieldNames().forEachRemaining(name -> {
                if (!OBJECT_FIELDS.contains(name)) {
                    problems.missing(name, "is not a known field; known are apiVersion, kind, metadata, spec, status");
                }
            });
        }
        if (!(object.get("spec") instanceof ObjectNode specNode)) {
            problems.missing("spec", "must be an object");
            return Optional.empty();
        }
        JsonNode metadata = object.path("metadata");
        return spec(specNode, "spec.")
                .map(spec -> new StateDocument(
                        true,
                        text(metadata.path("name")),
                        metadata.path("generation").isIntegralNumber()
                                ? Optional.of(metadata.path("generation").longValue())
                                : Optional.empty(),
                        text(metadata.path("annotations").path(StateDocument.CLUSTER_UID_ANNOTATION)),
                        spec));
    }

    private Optional<VirtualIPNodeStateSpec> spec(ObjectNode node, String path) {
        new DocumentShape(unknownFields, problems).check(node, VirtualIPNodeStateSpec.class, path);
        try {
            return Optional.of(MAPPER.treeToValue(node, VirtualIPNodeStateSpec.class));
        } catch (JsonProcessingException e) {
            problems.missing("document", "can't be read: " + firstLine(e.getOriginalMessage()));
            return Optional.empty();
        }
    }

    private void word(ObjectNode object, String field, String expected) {
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            problems.missing(field, "must be " + expected);
        } else if (!expected.equals(value.textValue())) {
            problems.wrong(field, value.isTextual() ? value.textValue() : value, "must be " + expected);
        }
    }

    private static StateDocument specAlone(VirtualIPNodeStateSpec spec) {
        return new StateDocument(false, Optional.empty(), Optional.empty(), Optional.empty(), spec);
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue());
    }

    private static String firstLine(String text) {
        return text == null ? "unreadable" : text.lines().findFirst().orElse("unreadable");
    }
}
