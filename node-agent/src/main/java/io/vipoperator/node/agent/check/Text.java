package io.vipoperator.node.agent.check;

import io.vipoperator.node.agent.Fields;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the texts that several kinds of checks have. What goes to a server as part of a line must not be able to end that line.
 * Pure.
 */
final class Text {
    /** What a host is where none is written: the node itself. */
    static final String THIS_NODE = "127.0.0.1";

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_PATTERN = 1_024;
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z._:%-]{1," + LONGEST_NAME + "}");
    private static final Pattern AUTHORITY = Pattern.compile("[0-9A-Za-z._:%\\[\\]-]{1," + LONGEST_NAME + "}");

    private Text() {}

    /** The name or address, or the one that counts where none is written. */
    static String hostName(String written, String absent, String field, Fields fields) {
        if (written == null) {
            return absent;
        }
        if (!NAME.matcher(written).matches()) {
            fields.wrong(field, written, "must be a host name or an address of 1 to " + LONGEST_NAME + " characters");
            return absent;
        }
        return written;
    }

    /** The value of a Host header (RFC 9110 section 7.2), where an IPv6 address has brackets. */
    static String hostHeader(String written, String absent, String field, Fields fields) {
        if (written == null) {
            return absent;
        }
        if (!AUTHORITY.matcher(written).matches()) {
            fields.wrong(
                    field,
                    written,
                    "must be a host name or an address, perhaps with a port, of 1 to " + LONGEST_NAME + " characters");
            return absent;
        }
        return written;
    }

    /** A regular expression that compiles, if there is one. */
    static Optional<Pattern> pattern(String written, String field, Fields fields) {
        if (written == null) {
            return Optional.empty();
        }
        if (written.isEmpty() || written.length() > LONGEST_PATTERN) {
            fields.wrong(field, written, "must have 1 to " + LONGEST_PATTERN + " characters");
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(written));
        } catch (PatternSyntaxException e) {
            fields.wrong(
                    field, written, "must be a regular expression: " + e.getDescription() + " near " + e.getIndex());
            return Optional.empty();
        } catch (StackOverflowError e) {
            fields.wrong(field, written, "must be a regular expression that is less deeply nested");
            return Optional.empty();
        }
    }

    /** Whether that has control characters, such as the end of a line. */
    static boolean hasControls(String text) {
        return text.chars().anyMatch(character -> character < ' ' || character == 0x7f);
    }
}
