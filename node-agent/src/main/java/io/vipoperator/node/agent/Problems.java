package io.vipoperator.node.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with one document: all of it, each field once. Used by one thread. */
public final class Problems {
    private static final int LONGEST_VALUE = 100;

    private final Map<String, Problem> byField = new LinkedHashMap<>();

    /** The field has a value that breaks the rule. */
    public void wrong(String field, Object value, String rule) {
        String shown = shortened(value.toString());
        byField.putIfAbsent(field, new Problem(field, value instanceof String ? '"' + shown + '"' : shown, rule));
    }

    /** The field is absent, or its value says nothing. */
    public void missing(String field, String rule) {
        byField.putIfAbsent(field, new Problem(field, "", rule));
    }

    /** Nothing is wrong. */
    public boolean none() {
        return byField.isEmpty();
    }

    /** In the order in which it was found. */
    public List<Problem> all() {
        return List.copyOf(byField.values());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
