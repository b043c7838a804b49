package io.vipoperator.node.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.node.agent.Fields;
import io.vipoperator.node.agent.Problem;
import io.vipoperator.node.agent.Problems;
import io.vipoperator.node.health.Probe;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Reads parts of a document that are written as people write them. */
final class Reading {
    static final Map<String, String> KNOWN =
            Map.of("a".repeat(64), "authority", "b".repeat(64), "certificate", "c".repeat(64), "key");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Reading() {}

    static <T> T parsed(String yaml, Class<T> type) {
        try {
            return YAML.readValue(yaml, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(yaml, e);
        }
    }

    static CheckSpec check(String authority, String certificate, String key) {
        return new CheckSpec("web", null, null, null, authority, certificate, key, null);
    }

    static TlsReader tls(CheckSpec check, Problems problems) {
        return new TlsReader(
                check, new Fields("healthChecks[0].", problems), digest -> Optional.ofNullable(KNOWN.get(digest)));
    }

    /** What a sound text says. */
    static <T extends Probe> T sound(Class<T> kind, BiFunction<Fields, TlsReader, Probe> reader) {
        Problems problems = new Problems();
        Probe read = reader.apply(new Fields("http.", problems), tls(check(null, null, null), problems));
        assertThat(problems.all()).isEmpty();
        assertThat(read).isInstanceOf(kind);
        return kind.cast(read);
    }

    /** All that is wrong with a text. */
    static String problems(BiFunction<Fields, TlsReader, Probe> reader) {
        Problems problems = new Problems();
        var unused = reader.apply(new Fields("", problems), tls(check(null, null, null), problems));
        return problems.all().stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
}
