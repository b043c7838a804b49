package io.vipoperator.node.agent.cli.keepalived;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes statements of words and braces. A brace may stand in the option's line, in the next one, and without a blank. Where
 * braces don't pair, what was most likely meant is taken, and said. Used by one thread.
 */
final class Grammar {
    /** Blocks that stand in no other: where one begins, all others have ended. */
    private static final Set<String> OUTERMOST = Set.of(
            "global_defs",
            "vrrp_instance",
            "vrrp_sync_group",
            "vrrp_script",
            "vrrp_track_process",
            "vrrp_track_file",
            "virtual_server",
            "virtual_server_group",
            "static_ipaddress",
            "static_routes",
            "static_rules",
            "bfd_instance");

    private final Ledger ledger;
    private final Deque<Opened> open = new ArrayDeque<>();
    private List<String> words = new ArrayList<>();
    private Optional<Place> begin = Optional.empty();

    private Grammar(Ledger ledger) {
        this.ledger = ledger;
        open.push(new Opened(new Place("", 0), List.of(), new ArrayList<>()));
    }

    /** A block that has not ended. */
    private record Opened(Place place, List<String> words, List<Statement> inner) {}

    static List<Statement> parse(List<Token> tokens, Ledger ledger) {
        Grammar grammar = new Grammar(ledger);
        tokens.forEach(grammar::take);
        grammar.end();
        while (grammar.open.size() > 1) {
            Opened last = grammar.open.element();
            ledger.remark(
                    last.place(), String.join(" ", last.words()), "its } is missing: it is taken to end with the file");
            grammar.close();
        }
        return List.copyOf(grammar.open.element().inner());
    }

    private void take(Token token) {
        switch (token) {
            case Token.Word word -> {
                begin = begin.or(() -> Optional.of(word.place()));
                words.add(word.text());
            }
            case Token.Open brace -> open(brace.place());
            case Token.Close brace -> {
                end();
                if (open.size() > 1) {
                    close();
                } else {
                    ledger.remark(brace.place(), "}", "closes nothing: it is left out");
                }
            }
            case Token.End line -> end();
        }
    }

    private void open(Place place) {
        if (words.isEmpty()) {
            takeBackTheLineBefore();
        }
        if (words.isEmpty()) {
            ledger.remark(place, "{", "opens a block without a name: what it holds is taken to belong outside");
            words.add("{");
            begin = Optional.of(place);
        }
        if (OUTERMOST.contains(words.get(0)) && open.size() > 1) {
            List<String> name = words;
            while (open.size() > 1) {
                Opened last = open.element();
                ledger.remark(
                        last.place(),
                        String.join(" ", last.words()),
                        "its } is missing: it is taken to end before line " + place.line() + ", where "
                                + String.join(" ", name) + " begins");
                close();
            }
        }
        open.push(new Opened(begin.orElse(place), words, new ArrayList<>()));
        words = new ArrayList<>();
        begin = Optional.empty();
    }

    /** The brace in a line of its own belongs to the line before. */
    private void takeBackTheLineBefore() {
        List<Statement> siblings = open.element().inner();
        if (!siblings.isEmpty() && siblings.get(siblings.size() - 1).block().isEmpty()) {
            Statement last = siblings.remove(siblings.size() - 1);
            words = new ArrayList<>(last.words());
            begin = Optional.of(last.place());
        }
    }

    private void end() {
        if (!words.isEmpty()) {
            open.element().inner().add(new Statement(begin.orElseThrow(), words, Optional.empty()));
        }
        words = new ArrayList<>();
        begin = Optional.empty();
    }

    private void close() {
        Opened ended = open.pop();
        open.element().inner().add(new Statement(ended.place(), ended.words(), Optional.of(ended.inner())));
    }
}
