package io.vipoperator.node.agent;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vipoperator.api.v1alpha1.Api;
import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.node.agent.check.CheckReader;
import io.vipoperator.node.agent.cli.Probing;
import io.vipoperator.node.health.CheckSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads HealthChecks as people write them: one or several documents of YAML or JSON, or a List of them. What is of another kind is
 * passed over, since people keep a VirtualIP and its checks in one file. Pure; for one text.
 */
final class HealthCheckTexts {
    private static final String API_VERSION = Api.GROUP + "/" + Api.VERSION;
    private static final String KIND = "HealthCheck";
    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final Problems problems = new Problems();
    private final List<CheckSetup> setups = new ArrayList<>();
    private final Map<String, String> pemByDigest = new HashMap<>();
    private final Optional<String> authorities;
    private final Optional<String> certificate;
    private final Optional<String> key;

    private HealthCheckTexts(Probing.Credentials credentials) {
        authorities = digest(credentials.authorities());
        certificate = digest(credentials.certificate());
        key = digest(credentials.key());
    }

    /** All checks of the text, or all that is wrong with it. */
    static Probing.Checks read(String text, Probing.Credentials credentials) {
        return new HealthCheckTexts(credentials).read(text);
    }

    private Probing.Checks read(String text) {
        List<JsonNode> objects = objects(text);
        for (int i = 0; i < objects.size(); i++) {
            check(objects.get(i), objects.size() == 1 ? "" : "documents[" + i + "].");
        }
        if (problems.none() && setups.isEmpty()) {
            problems.missing("document", "must be a " + KIND + " of " + API_VERSION);
        }
        return new Probing.Checks(
                problems.none() ? setups : List.of(),
                problems.all().stream().map(Problem::toString).toList());
    }

    private List<JsonNode> objects(String text) {
        List<JsonNode> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                MAPPER.readerFor(JsonNode.class).readValues(text)) {
            while (documents.hasNextValue()) {
                JsonNode document = documents.nextValue();
                if (document.path("kind").asText("").endsWith("List")
                        && document.path("items").isArray()) {
                    document.path("items").forEach(objects::add);
                } else if (!document.isNull() && !document.isMissingNode()) {
                    objects.add(document);
                }
            }
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            String place = where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
            String said = e.getOriginalMessage() == null ? "unreadable" : e.getOriginalMessage();
            problems.missing(
                    "document",
                    "must be YAML or JSON: " + said.lines().findFirst().orElse("unreadable") + place);
        } catch (IOException e) {
            problems.missing("document", "must be YAML or JSON: " + e.getMessage());
        }
        return objects;
    }

    private void check(JsonNode node, String path) {
        if (!(node instanceof ObjectNode object)) {
            problems.missing(path + "document", "must be a " + KIND + " of " + API_VERSION);
            return;
        }
        String kind = object.path("kind").asText("");
        if (!kind.isEmpty() && !kind.equals(KIND)) {
            return;
        }
        if (kind.isEmpty()) {
            problems.missing(path + "kind", "must be " + KIND);
        }
        String apiVersion = object.path("apiVersion").asText("");
        if (!apiVersion.equals(API_VERSION)) {
            problems.wrong(path + "apiVersion", apiVersion, "must be " + API_VERSION);
        }
        if (!(object.get("spec") instanceof ObjectNode spec)) {
            problems.missing(path + "spec", "must be an object");
            return;
        }
        new DocumentShape(UnknownFields.REFUSE, problems).check(spec, HealthCheckSpec.class, path + "spec.");
        try {
            CheckSpec check = new CheckSpec(
                    object.path("metadata").path("name").asText(null),
                    null,
                    null,
                    MAPPER.treeToValue(spec, HealthCheckSpec.class),
                    authorities.orElse(null),
                    certificate.orElse(null),
                    key.orElse(null),
                    null);
            CheckReader.read(
                            check,
                            new Fields(path, problems),
                            UnknownFields.REFUSE,
                            digest -> Optional.ofNullable(pemByDigest.get(digest)))
                    .ifPresent(read -> setups.add(read.setup()));
        } catch (JsonProcessingException e) {
            problems.missing(path + "spec", "can't be read: " + e.getOriginalMessage());
        }
    }

    /** Files are known by their digests, here as in the cluster. */
    private Optional<String> digest(Optional<String> pem) {
        return pem.map(text -> {
            String digest = sha256(text);
            pemByDigest.put(digest, text);
            return digest;
        });
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
