package io.vipoperator.node.agent.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Words of a command line, sorted. Pure.
 *
 * @param values of options
 * @param operands what is no option, in order
 * @param help is asked for
 * @param wrong what is wrong, if anything is
 */
record Options(Map<String, String> values, List<String> operands, boolean help, Optional<String> wrong) {
    private static final Map<String, String> SHORT = Map.of("-o", "--output", "-f", "--file");

    Options {
        values = Map.copyOf(values);
        operands = List.copyOf(operands);
    }

    /**
     * Sorts the words.
     *
     * @param known options; each is followed by a value, in the same word behind "=" or in the next one
     */
    static Options read(List<String> words, Set<String> known) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> operands = new ArrayList<>();
        if (words.contains("--help") || words.contains("-h")) {
            return new Options(values, operands, true, Optional.empty());
        }
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-") || word.equals("-")) {
                operands.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String typed = equals < 0 ? word : word.substring(0, equals);
            String name = SHORT.getOrDefault(typed, typed);
            if (!known.contains(name)) {
                return wrong("\"" + word + "\" is not an option here");
            }
            String value = equals >= 0 ? word.substring(equals + 1) : i + 1 < words.size() ? words.get(++i) : "";
            if (value.isEmpty()) {
                return wrong(typed + " must be followed by a value");
            }
            if (values.put(name, value) != null) {
                return wrong(typed + " must be given once");
            }
        }
        return new Options(values, operands, false, Optional.empty());
    }

    private static Options wrong(String message) {
        return new Options(Map.of(), List.of(), false, Optional.of(message));
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
