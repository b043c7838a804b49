package io.vipoperator.node.health;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one probe found.
 *
 * @param success whether it found what it should
 * @param message for people: what was asked and what came, on one line, at most 1,024 characters
 * @param number that a file holds; empty for all other kinds
 * @param certificateNotAfter when the certificate ends that the server showed; empty without TLS
 */
public record Finding(boolean success, String message, OptionalInt number, Optional<Instant> certificateNotAfter) {
    private static final int LONGEST = 1_024;

    public Finding {
        message = message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "\u2026";
    }

    /** It found what it should. */
    public static Finding success(String message) {
        return new Finding(true, message, OptionalInt.empty(), Optional.empty());
    }

    /** It did not. */
    public static Finding failure(String message) {
        return new Finding(false, message, OptionalInt.empty(), Optional.empty());
    }

    /** The same, with a number. */
    public Finding withNumber(int found) {
        return new Finding(success, message, OptionalInt.of(found), certificateNotAfter);
    }

    /** The same, of a server that showed a certificate. */
    public Finding withCertificate(Instant notAfter) {
        return new Finding(success, message, number, Optional.of(notAfter));
    }
}
