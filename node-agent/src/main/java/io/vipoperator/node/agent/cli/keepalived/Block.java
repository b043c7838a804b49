package io.vipoperator.node.agent.cli.keepalived;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The options of one block, taken out one after the other; {@link #rest} names whatever nobody took. So nothing can be
 * forgotten. Used by one thread.
 */
final class Block {
    private final Ledger ledger;
    private final Place place;
    private final List<Statement> left;
    private final Set<String> known = new TreeSet<>(Remedies.options());

    Block(Statement owner, Ledger ledger) {
        this(owner.place(), owner.inner(), ledger);
    }

    Block(List<Statement> statements, Ledger ledger) {
        this(statements.isEmpty() ? new Place("", 0) : statements.get(0).place(), statements, ledger);
    }

    private Block(Place place, List<Statement> statements, Ledger ledger) {
        this.place = place;
        this.ledger = ledger;
        this.left = new ArrayList<>(statements);
    }

    /** Where it begins. */
    Place place() {
        return place;
    }

    Ledger ledger() {
        return ledger;
    }

    /** All options of that name; whoever takes them accounts for them. */
    List<Statement> all(String name) {
        known.add(name);
        List<Statement> found =
                left.stream().filter(one -> one.name().equals(name)).toList();
        left.removeIf(one -> one.name().equals(name));
        return found;
    }

    /** The option of that name; of several the last, as in keepalived. Whoever takes it accounts for it. */
    Optional<Statement> one(String name) {
        List<Statement> found = all(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Statement last = found.get(found.size() - 1);
        found.subList(0, found.size() - 1)
                .forEach(earlier -> ledger.notExpressed(
                        earlier, "stands there again in line " + last.place().line() + ", which counts"));
        return Optional.of(last);
    }

    /** An option without a value. */
    boolean flag(String name) {
        Optional<Statement> found = one(name);
        found.ifPresent(statement -> expressed(statement, 0));
        return found.isPresent();
    }

    /** Like {@link #flag}, for options that may be followed by a truth value: on unless it says otherwise. */
    boolean truth(String name) {
        Optional<Statement> found = one(name);
        found.ifPresent(statement -> expressed(statement, 1));
        return found.filter(one -> one.arguments().isEmpty()
                        || !Set.of("off", "no", "false")
                                .contains(one.arguments().get(0)))
                .isPresent();
    }

    /** An option with one word. */
    Optional<String> word(String name) {
        return one(name).flatMap(statement -> {
            if (statement.arguments().isEmpty()) {
                ledger.notExpressed(statement, "has no value");
                return Optional.empty();
            }
            expressed(statement, 1);
            return Optional.of(statement.arguments().get(0));
        });
    }

    /** A whole number within bounds. */
    Optional<Integer> number(String name, int least, int most) {
        return decimal(name, least, most, value -> value.stripTrailingZeros().scale() <= 0, "a whole number")
                .map(BigDecimal::intValueExact);
    }

    /** Seconds, with a fraction, within bounds. */
    Optional<BigDecimal> seconds(String name, int least, int most) {
        return decimal(name, least, most, value -> true, "a number");
    }

    private Optional<BigDecimal> decimal(String name, int least, int most, Predicate<BigDecimal> sound, String what) {
        return one(name).flatMap(statement -> {
            String text =
                    statement.arguments().isEmpty() ? "" : statement.arguments().get(0);
            Optional<BigDecimal> value = Numbers.decimal(text)
                    .filter(sound)
                    .filter(one -> one.compareTo(BigDecimal.valueOf(least)) >= 0
                            && one.compareTo(BigDecimal.valueOf(most)) <= 0);
            if (value.isEmpty()) {
                ledger.notExpressed(
                        statement,
                        "must be " + what + " from " + least + " to " + most + " here; the default is taken instead");
            } else {
                expressed(statement, 1);
            }
            return value;
        });
    }

    /** It is expressed; words beyond so many arguments aren't part of it. */
    void expressed(Statement statement, int arguments) {
        if (statement.arguments().size() > arguments) {
            ledger.altered(
                    statement,
                    "\""
                            + String.join(
                                    " ",
                                    statement
                                            .arguments()
                                            .subList(
                                                    arguments,
                                                    statement.arguments().size()))
                            + "\" is no part of the value and left out: a comment begins with # or !");
        } else {
            ledger.expressed(statement);
        }
    }

    /** Whatever is left, in its own words, for a remark about the block; accounted for. */
    List<String> quoted() {
        List<String> words = left.stream().map(Statement::wholeText).toList();
        left.forEach(ledger::quoted);
        left.clear();
        return words;
    }

    /** Names whatever is left. */
    void rest() {
        for (Statement statement : left) {
            ledger.notExpressed(statement, Remedies.of(statement.name()).orElseGet(() -> unknown(statement.name())));
        }
        left.clear();
    }

    private String unknown(String name) {
        if (name.chars().anyMatch(letter -> letter > 0x7f)) {
            return "is no option: a comment begins with # or !";
        }
        return "is not known here"
                + Suggestion.of(name, known)
                        .map(meant -> "; keepalived ignores it. \"" + meant + "\" is perhaps what was meant")
                        .orElse(": look it up, and see whether it matters");
    }
}
