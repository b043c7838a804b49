package io.vipoperator.node.agent.cli.keepalived;

import java.util.List;

/** Finds included files. */
@FunctionalInterface
public interface Includes {
    /** No file can be included. */
    Includes NONE = (pattern, from) -> List.of();

    /**
     * The files that match, in order.
     *
     * @param pattern a path with wildcards, relative to the folder of the including file
     * @param from name of the including file
     */
    List<SourceText> find(String pattern, String from);
}
