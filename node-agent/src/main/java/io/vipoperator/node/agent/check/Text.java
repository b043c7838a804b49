package io.vipoperator.node.agent.check;

import io.vipoperator.node.agent.Fields;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the texts that several kinds of checks have, by the rules of the schema and no stricter ones: a rule of its own here would
 * refuse a node's whole state for one check that the API server has accepted. What goes to a server as part of a line can't end
 * that line. Pure.
 */
final class Text {
    /** What a host is where none is written: the node itself. */
    static final String THIS_NODE = "127.0.0.1";

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_PATTERN = 1_024;

    private Text() {}

    /** The name or address, or the one that counts where none is written. Whether there is such a host the probe will see. */
    static String hostName(String written, String absent, String field, Fields fields) {
        if (written == null) {
            return absent;
        }
        if (!hasLength(written, 1, LONGEST_NAME)) {
            fields.wrong(field, written, "must be a host name or an address of 1 to " + LONGEST_NAME + " characters");
            return absent;
        }
        return written;
    }

    /** A name or address that is sent as a word of a line. */
    static String sentName(String written, String absent, String field, Fields fields) {
        if (written == null) {
            return absent;
        }
        if (!hasLength(written, 1, LONGEST_NAME) || written.chars().anyMatch(Text::isBlankOrControl)) {
            fields.wrong(
                    field,
                    written,
                    "must be a name or an address of 1 to " + LONGEST_NAME
                            + " characters without blanks or control characters");
            return absent;
        }
        return written;
    }

    /** Counted as the schema counts. */
    static boolean hasLength(String text, int least, int most) {
        int characters = text.codePointCount(0, text.length());
        return characters >= least && characters <= most;
    }

    static boolean isBlankOrControl(int character) {
        return character <= ' ' || character == 0x7f;
    }

    /** A regular expression that compiles, if there is one. */
    static Optional<Pattern> pattern(String written, String field, Fields fields) {
        if (written == null) {
            return Optional.empty();
        }
        if (!hasLength(written, 1, LONGEST_PATTERN)) {
            fields.wrong(field, written, "must have 1 to " + LONGEST_PATTERN + " characters");
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(written));
        } catch (PatternSyntaxException e) {
            fields.wrong(
                    field, written, "must be a regular expression: " + e.getDescription() + " near " + e.getIndex());
            return Optional.empty();
        }
    }
}
