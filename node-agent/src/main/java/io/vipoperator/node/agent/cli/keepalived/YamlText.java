package io.vipoperator.node.agent.cli.keepalived;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.vipoperator.api.v1alpha1.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Draws documents as YAML. Pure. */
public final class YamlText {
    /** Where the shipped manifests put the operator. */
    public static final String OPERATOR_NAMESPACE = "vip-operator-system";

    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .stringQuotingChecker(new Quoting())
            .build());

    private YamlText() {}

    /** Words without quotes only where no reader of YAML takes them for anything else. */
    private static final class Quoting extends StringQuotingChecker {
        private static final long serialVersionUID = 1L;
        private static final Pattern PLAIN =
                Pattern.compile("[A-Za-z/][-A-Za-z0-9_./]*|[0-9]{1,3}([.][0-9]{1,3}){3}(/[0-9]{1,2})?");
        private static final Set<String> OTHER_MEANINGS =
                Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

        @Override
        public boolean needToQuoteName(String name) {
            return needToQuoteValue(name);
        }

        @Override
        public boolean needToQuoteValue(String value) {
            return !PLAIN.matcher(value).matches() || OTHER_MEANINGS.contains(value.toLowerCase(Locale.ROOT));
        }
    }

    /** All of them, each with its origin in a comment. */
    public static String of(List<Document> documents) {
        StringBuilder text = new StringBuilder();
        for (Document document : documents) {
            text.append("---\n# ").append(document.origin()).append('\n').append(object(document));
        }
        return text.toString();
    }

    private static String object(Document document) {
        Map<String, Object> object = new LinkedHashMap<>();
        switch (document) {
            case Document.OfVirtualIP(var name, var origin, var spec) -> {
                head(object, Api.GROUP + "/" + Api.VERSION, "VirtualIP", Map.of("name", name));
                object.put("spec", spec);
            }
            case Document.OfHealthCheck(var name, var origin, var spec) -> {
                head(object, Api.GROUP + "/" + Api.VERSION, "HealthCheck", Map.of("name", name));
                object.put("spec", spec);
            }
            case Document.OfSecret(var name, var origin, var values) -> {
                Map<String, String> metadata = new LinkedHashMap<>();
                metadata.put("name", name);
                metadata.put("namespace", OPERATOR_NAMESPACE);
                head(object, "v1", "Secret", metadata);
                object.put("stringData", values);
            }
        }
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of strings and numbers can be written", e);
        }
    }

    private static void head(Map<String, Object> object, String apiVersion, String kind, Map<String, String> metadata) {
        object.put("apiVersion", apiVersion);
        object.put("kind", kind);
        object.put("metadata", metadata);
    }
}
