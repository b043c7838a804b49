package io.vipoperator.node.agent;

import java.util.Optional;

/**
 * The place in a document where an object stands, and what is wrong there. For the readers of its parts; used by one thread.
 *
 * @param path of the object, empty or ending with a dot
 * @param problems of the whole document
 */
public record Fields(String path, Problems problems) {
    /** The object in that field. */
    public Fields in(String field) {
        return new Fields(path + field + ".", problems);
    }

    /** The field has a value that breaks the rule. */
    public void wrong(String field, Object value, String rule) {
        problems.wrong(path + field, value, rule);
    }

    /** The field is absent, or its value says nothing. */
    public void missing(String field, String rule) {
        problems.missing(path + field, rule);
    }

    /** The number if it is one of least to most; else a sound one, so that the reading can go on. */
    public int number(String field, Integer value, Optional<Integer> absent, int least, int most) {
        String rule = "must be " + least + " to " + most;
        if (value == null) {
            if (absent.isEmpty()) {
                missing(field, rule);
            }
            return absent.orElse(least);
        }
        if (value < least || value > most) {
            wrong(field, value, rule);
            return absent.orElse(least);
        }
        return value;
    }
}
