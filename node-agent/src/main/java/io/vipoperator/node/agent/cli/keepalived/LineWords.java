package io.vipoperator.node.agent.cli.keepalived;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one line into words and braces. Pure. Comments begin with # or ! anywhere outside quotes, as in keepalived; tutorials
 * also write // behind a value, which keepalived takes for a part of the value.
 */
final class LineWords {
    private final Place place;
    private final String line;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean quotedWord;
    private boolean slashes;
    private boolean unclosed;

    private LineWords(Place place, String line) {
        this.place = place;
        this.line = line;
    }

    /**
     * What a line holds.
     *
     * @param tokens without an end
     * @param slashes whether a comment of slashes was cut off
     * @param unclosed whether a quote has no end
     */
    record Cut(List<Token> tokens, boolean slashes, boolean unclosed) {
        Cut {
            tokens = List.copyOf(tokens);
        }
    }

    static Cut of(Place place, String line) {
        LineWords words = new LineWords(place, line);
        words.cut();
        return new Cut(words.tokens, words.slashes, words.unclosed);
    }

    private void cut() {
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '#' || c == '!' || isSlashes(i)) {
                slashes |= c == '/';
                break;
            } else if (c == '"' || (c == '\'' && !inWord)) {
                i = quoted(i + 1, c);
            } else if ((c == '{' || c == '}') && !afterDollar()) {
                end();
                tokens.add(c == '{' ? new Token.Open(place) : new Token.Close(place));
                i++;
            } else if (c == '{') {
                int closing = Math.max(line.indexOf('}', i), i);
                word.append(line, i, closing + 1);
                i = closing + 1;
            } else if (Character.isWhitespace(c) || c == '\u3000' || c == '\u00a0') {
                end();
                i++;
            } else {
                inWord = true;
                word.append(c);
                i++;
            }
        }
        end();
    }

    /** ${NAME} that nobody has defined stays one word. */
    private boolean afterDollar() {
        return !word.isEmpty() && word.charAt(word.length() - 1) == '$';
    }

    /** Not the slashes of a URL or of a path: at a word's begin, or with another script than Latin behind. */
    private boolean isSlashes(int i) {
        if (!line.startsWith("//", i) || (i > 0 && line.charAt(i - 1) == ':')) {
            return false;
        }
        return !inWord || (i + 2 < line.length() && line.charAt(i + 2) > 0x7f) || i + 2 == line.length();
    }

    private int quoted(int from, char quote) {
        inWord = true;
        quotedWord = true;
        int i = from;
        while (i < line.length() && line.charAt(i) != quote) {
            boolean escape =
                    line.charAt(i) == '\\' && i + 1 < line.length() && "\"'\\".indexOf(line.charAt(i + 1)) >= 0;
            i += escape ? 1 : 0;
            word.append(line.charAt(i));
            i++;
        }
        unclosed |= i >= line.length();
        return i + 1;
    }

    private void end() {
        if (inWord) {
            tokens.add(new Token.Word(place, word.toString(), quotedWord));
        }
        word.setLength(0);
        inWord = false;
        quotedWord = false;
    }
}
