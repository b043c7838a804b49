package io.vipoperator.node.agent;

/** What a field means that this version does not know. */
public enum UnknownFields {
    /** A mistyped word: people write files by hand. */
    REFUSE,
    /** Something that a newer version wrote. */
    IGNORE
}
