package io.vipoperator.node.agent.cli;

import io.vipoperator.api.v1alpha1.CheckStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Health checks as a table. Pure. */
final class CheckTable {
    private static final List<String> TITLES = List.of("HEALTH-CHECK", "STATE", "SINCE", "CERTIFICATE", "MESSAGE");

    private CheckTable() {}

    /** The table of these checks. */
    static String of(List<CheckStatus> checks, Instant now) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(TITLES);
        checks.forEach(check -> lines.add(List.of(
                text(check.name()),
                text(check.state()),
                Age.of(check.since(), now),
                left(check.certificateNotAfter(), now),
                text(check.message()))));
        return Table.of(lines);
    }

    /** How long a certificate is valid still. */
    private static String left(String notAfter, Instant now) {
        if (notAfter == null) {
            return "-";
        }
        try {
            Instant end = Instant.parse(notAfter);
            return end.isAfter(now) ? Age.of(Duration.between(now, end)) + " left" : "ended " + notAfter;
        } catch (DateTimeParseException e) {
            return notAfter;
        }
    }

    private static String text(Object value) {
        return value == null ? "-" : value.toString();
    }
}
