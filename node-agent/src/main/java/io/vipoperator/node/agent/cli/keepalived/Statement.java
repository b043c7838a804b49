package io.vipoperator.node.agent.cli.keepalived;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One option with its words, and what stands between its braces. Identity counts: the same words may stand there twice.
 *
 * @param place of its first word
 * @param words at least one
 * @param block absent without braces
 */
public record Statement(Place place, List<String> words, Optional<List<Statement>> block) {
    private static final Set<String> SECRET = Set.of("auth_pass", "key");

    public Statement {
        words = List.copyOf(words);
        block = block.map(List::copyOf);
    }

    /** The first word. */
    public String name() {
        return words.get(0);
    }

    /** The words after the first. */
    public List<String> arguments() {
        return words.subList(1, words.size());
    }

    /** What stands between the braces; nothing without braces. */
    public List<Statement> inner() {
        return block.orElse(List.of());
    }

    /** As it is written, with single blanks; without passwords and keys. */
    public String text() {
        return SECRET.contains(name()) ? name() : String.join(" ", words);
    }

    /** With what stands inside. */
    public String wholeText() {
        return block.isEmpty()
                ? text()
                : text() + " { " + inner().stream().map(Statement::wholeText).collect(Collectors.joining("; ")) + " }";
    }

    /** Itself, then everything inside. */
    public Stream<Statement> all() {
        return Stream.concat(Stream.of(this), inner().stream().flatMap(Statement::all));
    }
}
