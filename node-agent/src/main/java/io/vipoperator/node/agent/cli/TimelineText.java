package io.vipoperator.node.agent.cli;

import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.node.agent.control.TimelineEntry;
import java.util.ArrayList;
import java.util.List;

/** A timeline as lines of text, with colours where a terminal shows them. Pure. */
final class TimelineText {
    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String FAINT = "\u001b[2m";

    private final boolean colours;

    TimelineText(boolean colours) {
        this.colours = colours;
    }

    /** One line, without its end. */
    String line(TimelineEntry entry) {
        String what = switch (entry.kind()) {
            case Current -> "is " + state(entry.to()) + reason(entry);
            case Transition ->
                (entry.from() == null ? "new" : state(entry.from())) + " -> " + state(entry.to()) + reason(entry);
            case Message -> "is " + state(entry.to()) + reason(entry);
            case Incident -> painted(YELLOW, entry.reason());
            case Removed -> state(entry.from()) + " -> gone";
            case Skipped -> "";
        };
        List<String> parts = new ArrayList<>();
        parts.add(painted(FAINT, entry.time() == null ? "-" : entry.time()));
        if (entry.virtualIP() != null) {
            parts.add(painted(BOLD, entry.virtualIP() + "/" + entry.family()));
            parts.add("VRID " + entry.virtualRouterID());
            parts.add(entry.interfaceName() == null ? "no NIC" : entry.interfaceName());
        }
        if (!what.isEmpty()) {
            parts.add(what);
        }
        if (entry.priority() != null && entry.kind() != TimelineEntry.Kind.Incident) {
            parts.add("priority " + entry.priority());
        }
        if (entry.peer() != null) {
            parts.add("peer " + entry.peer());
        }
        String line = String.join("  ", parts);
        return entry.message() == null ? line : line + ": " + entry.message();
    }

    private static String reason(TimelineEntry entry) {
        return entry.reason() == null ? "" : " (" + entry.reason() + ")";
    }

    /** That something is worth a warning, though no router did anything. */
    String warning(String text) {
        return painted(RED, text);
    }

    private String state(RouterState state) {
        return painted(
                switch (state) {
                    case Active -> GREEN;
                    case Yielding -> YELLOW;
                    case Fault, Unknown, Unrecognized -> RED;
                    case Initialize, Backup -> "";
                },
                state.name());
    }

    private String painted(String colour, String text) {
        return colours && !colour.isEmpty() ? colour + text + RESET : text;
    }
}
