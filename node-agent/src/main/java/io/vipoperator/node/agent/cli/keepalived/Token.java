package io.vipoperator.node.agent.cli.keepalived;

/** What lines are made of. */
sealed interface Token {
    /** Where it stands. */
    Place place();

    /** A word, without its quotes. */
    record Word(Place place, String text, boolean quoted) implements Token {}

    /** An opening brace. */
    record Open(Place place) implements Token {}

    /** A closing brace. */
    record Close(Place place) implements Token {}

    /** The end of a line. */
    record End(Place place) implements Token {}
}
