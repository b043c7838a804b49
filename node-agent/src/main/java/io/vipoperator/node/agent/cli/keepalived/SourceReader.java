package io.vipoperator.node.agent.cli.keepalived;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What happens to keepalived's files before they mean anything: lines that go on, comments, definitions, conditions, included
 * files. One for each host, since definitions reach from file to file. Used by one thread.
 */
final class SourceReader {
    private static final int DEPTH_LIMIT = 16;
    private static final int EXPANSION_LIMIT = 32;
    private static final Pattern DEFINITION = Pattern.compile("\\s*\\$([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern USE = Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");
    private static final Pattern CONDITION = Pattern.compile("\\s*@(\\^?)([^\\s]+)\\s(.*)");
    private static final Pattern INCLUDE = Pattern.compile("\\s*(include[rmwb]*)\\s+\"?([^\"]+?)\"?\\s*");
    private static final Pattern GENERATED = Pattern.compile("\\s*~.*|.*~(SEQ|LST)\\(.*");
    private static final String OTHER_HOST =
            "stands under a condition; the host's name is needed to decide it: give the"
                    + " file as NODE=FILE if it applies to that node";

    private final Ledger ledger;
    private final Includes includes;
    private final Optional<String> host;
    private final Map<String, String> definitions = new LinkedHashMap<>();
    private final Map<String, List<Integer>> slashes = new TreeMap<>();
    private final List<Token> tokens = new ArrayList<>();
    /** Braces that are open in a block under a condition that isn't met; 0 = none. */
    private int skipped;

    private SourceReader(Ledger ledger, Includes includes, Optional<String> host) {
        this.ledger = ledger;
        this.includes = includes;
        this.host = host;
    }

    /**
     * Reads a file and what it includes.
     *
     * @param host its name, if known, for conditions
     */
    static List<Token> read(SourceText source, Optional<String> host, Includes includes, Ledger ledger) {
        SourceReader reader = new SourceReader(ledger, includes, host);
        reader.file(source, 0);
        reader.slashes.forEach((file, lines) -> ledger.remark(
                new Place(file, lines.get(0)),
                "//",
                "begins no comment in keepalived, which takes it for a value; it is taken for one here (line "
                        + lines.stream().map(String::valueOf).collect(Collectors.joining(", ")) + "): write #"));
        return List.copyOf(reader.tokens);
    }

    private void file(SourceText source, int depth) {
        String[] lines = source.text().split("\r?\n|\r", -1);
        for (int i = 0; i < lines.length; i++) {
            Place place = new Place(source.name(), i + 1);
            StringBuilder whole = new StringBuilder(lines[i]);
            boolean definition = DEFINITION.matcher(lines[i]).matches();
            while (whole.length() > 0 && whole.charAt(whole.length() - 1) == '\\' && i + 1 < lines.length) {
                whole.setLength(whole.length() - 1);
                i++;
                whole.append(definition ? "\n" : "").append(lines[i].strip());
            }
            line(place, whole.toString(), depth);
        }
    }

    private void line(Place place, String line, int depth) {
        Matcher definition = DEFINITION.matcher(withoutLines(line));
        if (definition.matches()) {
            definitions.put(
                    definition.group(1), line.substring(line.indexOf('=') + 1).strip());
            return;
        }
        String expanded = expand(place, line);
        for (String one : expanded.split("\n", -1)) {
            conditioned(place, one, depth);
        }
    }

    private static String withoutLines(String text) {
        return text.replace('\n', ' ');
    }

    private String expand(Place place, String line) {
        String text = line;
        for (int round = 0; round < EXPANSION_LIMIT; round++) {
            Matcher use = USE.matcher(text);
            StringBuilder next = new StringBuilder();
            boolean found = false;
            while (use.find()) {
                String name = use.group(1) == null ? use.group(2) : use.group(1);
                found |= definitions.containsKey(name);
                use.appendReplacement(next, Matcher.quoteReplacement(definitions.getOrDefault(name, use.group())));
            }
            use.appendTail(next);
            if (!found) {
                return text;
            }
            text = next.toString();
        }
        ledger.remark(place, line.strip(), "its definitions name themselves: nothing can be put in their place");
        return "";
    }

    private void conditioned(Place place, String line, int depth) {
        Matcher condition = CONDITION.matcher(line);
        if (skipped > 0) {
            braces(LineWords.of(place, line));
        } else if (!condition.matches()) {
            plain(place, line, depth);
        } else if (applies(condition)) {
            plain(place, condition.group(3), depth);
        } else {
            ledger.remark(
                    place, line.strip(), host.isEmpty() ? OTHER_HOST : "applies to other hosts than " + host.get());
            braces(LineWords.of(place, condition.group(3)));
        }
    }

    private boolean applies(Matcher condition) {
        boolean not = !condition.group(1).isEmpty();
        return host.isPresent() && not != condition.group(2).equals(host.get());
    }

    private void braces(LineWords.Cut cut) {
        for (Token token : cut.tokens()) {
            skipped += token instanceof Token.Open ? 1 : token instanceof Token.Close ? -1 : 0;
        }
        skipped = Math.max(skipped, 0);
    }

    private void plain(Place place, String line, int depth) {
        if (GENERATED.matcher(line).matches()) {
            ledger.remark(place, line.strip(), "lines that keepalived generates are not: write them out");
            return;
        }
        LineWords.Cut cut = LineWords.of(place, line);
        Matcher include = INCLUDE.matcher(cut.tokens().stream()
                .filter(Token.Word.class::isInstance)
                .map(token -> ((Token.Word) token).text())
                .collect(Collectors.joining(" ")));
        if (include.matches()) {
            include(place, include.group(1) + " " + include.group(2), include.group(2), depth);
            return;
        }
        if (cut.slashes()) {
            slashes.computeIfAbsent(place.file(), file -> new ArrayList<>()).add(place.line());
        }
        if (cut.unclosed()) {
            ledger.remark(place, line.strip(), "its quote has no end: it is taken to end with the line");
        }
        tokens.addAll(cut.tokens());
        tokens.add(new Token.End(place));
    }

    private void include(Place place, String option, String pattern, int depth) {
        List<SourceText> found = depth >= DEPTH_LIMIT ? List.of() : includes.find(pattern, place.file());
        if (found.isEmpty()) {
            ledger.remark(
                    place,
                    option,
                    depth >= DEPTH_LIMIT
                            ? "is nested more than " + DEPTH_LIMIT + " deep and left out"
                            : "no such file: put it there, and import again");
        }
        found.forEach(file -> file(file, depth + 1));
    }
}
