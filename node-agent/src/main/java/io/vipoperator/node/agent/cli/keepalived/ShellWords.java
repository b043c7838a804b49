package io.vipoperator.node.agent.cli.keepalived;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes a shell's command line apart, as far as one simple command goes. Pure. */
final class ShellWords {
    /** What throws output away, and what turns any failure into another: neither changes the verdict. */
    private static final Pattern WITHOUT_EFFECT = Pattern.compile(
            "\\s*(&>\\s*/dev/null|[12]?>\\s*/dev/null|2>&1|</dev/null|\\|\\|\\s*exit\\s+[1-9][0-9]*|&&\\s*exit\\s+0)");

    private ShellWords() {}

    /** The words of a simple command; empty if it takes a shell to run it. */
    static Optional<List<String>> simple(String command) {
        String text = WITHOUT_EFFECT.matcher(command).replaceAll("").strip();
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else if (quote == '"' && (c == '$' || c == '`')) {
                    return Optional.empty();
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (";|&<>$`*()~\\".indexOf(c) >= 0) {
                return Optional.empty();
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                inWord = true;
                word.append(c);
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return quote != 0 || words.isEmpty() ? Optional.empty() : Optional.of(words);
    }
}
