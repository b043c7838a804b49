package io.vipoperator.node.agent;

/**
 * One thing that is wrong with a state document.
 *
 * @param field path of the field, as {@code routers[1].addresses[0]}
 * @param value as it stands in the document, a text in quotes; empty if it is absent
 * @param rule what must hold
 */
public record Problem(String field, String value, String rule) {
    @Override
    public String toString() {
        return value.isEmpty() ? field + ": " + rule : field + ": " + value + " " + rule;
    }
}
