package io.vipoperator.node.health.probe;

import java.util.Locale;

/**
 * What a client says to a mail server, and what it hears (RFC 5321 section 4.1.1.1, RFC 3207). Pure: a line goes in, what to do
 * comes out.
 *
 * @param said what was said last
 * @param extended greets with EHLO, else HELO
 * @param clientName said in the greeting
 * @param startTls whether the dialogue still has to become secure
 * @param offersTls whether the reply so far says that it can
 * @param lines heard
 */
record SmtpDialogue(Said said, boolean extended, String clientName, boolean startTls, boolean offersTls, int lines) {
    private static final int MOST_LINES = 200;
    private static final int CODE_DIGITS = 3;

    /** Which reply is awaited. */
    enum Said {
        NOTHING("banner"),
        GREETING("greeting"),
        START_TLS("STARTTLS");

        private final String stage;

        Said(String stage) {
            this.stage = stage;
        }

        String stage() {
            return stage;
        }
    }

    /** What to do after a line. */
    sealed interface Action {
        /** Wait for the next line of the reply. */
        record Listen() implements Action {}

        /** Say that line. */
        record Say(String line) implements Action {}

        /** Begin with TLS. */
        record Secure() implements Action {}

        /** The server is well. */
        record Succeed(String message) implements Action {}

        /** It is not. */
        record Fail(String message) implements Action {}
    }

    /** What comes of a line. */
    record Turn(SmtpDialogue next, Action action) {}

    /** Before the first line. */
    static SmtpDialogue begin(boolean extended, String clientName, boolean startTls) {
        return new SmtpDialogue(Said.NOTHING, extended, clientName, startTls, false, 0);
    }

    /** The server says that. */
    Turn hear(String line) {
        if (lines >= MOST_LINES) {
            return fail("more than " + MOST_LINES + " lines");
        }
        if (!isReply(line)) {
            return fail("the answer is not SMTP: " + Answer.quoted(line));
        }
        boolean last = line.length() == CODE_DIGITS || line.charAt(CODE_DIGITS) == ' ';
        boolean offers = offersTls || (said == Said.GREETING && keyword(line).equals("STARTTLS"));
        SmtpDialogue heard = new SmtpDialogue(said, extended, clientName, startTls, offers, lines + 1);
        return last ? heard.replied(line) : new Turn(heard, new Action.Listen());
    }

    private Turn replied(String line) {
        return switch (said) {
            case NOTHING -> line.startsWith("220") ? greet() : fail(Reasons.printable(line));
            case GREETING -> {
                if (!line.startsWith("250")) {
                    yield fail(Reasons.printable(line));
                }
                if (!startTls) {
                    yield new Turn(this, new Action.Succeed("250"));
                }
                yield offersTls
                        ? new Turn(with(Said.START_TLS, true), new Action.Say("STARTTLS"))
                        : fail("the server offers no STARTTLS");
            }
            case START_TLS ->
                line.startsWith("220")
                        ? new Turn(with(Said.START_TLS, false), new Action.Secure())
                        : fail(Reasons.printable(line));
        };
    }

    /** At the beginning, and once more after TLS (RFC 3207 section 4.2): what was heard before it counts no longer. */
    Turn greet() {
        return new Turn(with(Said.GREETING, startTls), new Action.Say((extended ? "EHLO " : "HELO ") + clientName));
    }

    private SmtpDialogue with(Said now, boolean secureLater) {
        return new SmtpDialogue(now, extended, clientName, secureLater, false, lines);
    }

    private Turn fail(String why) {
        return new Turn(this, new Action.Fail(said.stage() + ": " + why));
    }

    /** RFC 5321 section 4.2. */
    private static boolean isReply(String line) {
        if (line.length() < CODE_DIGITS
                || !line.chars().limit(CODE_DIGITS).allMatch(digit -> digit >= '0' && digit <= '9')) {
            return false;
        }
        return line.length() == CODE_DIGITS || line.charAt(CODE_DIGITS) == ' ' || line.charAt(CODE_DIGITS) == '-';
    }

    private static String keyword(String line) {
        return line.length() <= CODE_DIGITS + 1
                ? ""
                : line.substring(CODE_DIGITS + 1).split(" ", 2)[0].toUpperCase(Locale.ROOT);
    }
}
