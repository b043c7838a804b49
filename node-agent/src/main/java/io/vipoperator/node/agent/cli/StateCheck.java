package io.vipoperator.node.agent.cli;

import java.util.List;

/** Reads a state document as the agent would; the agent gives it, so that both read alike. */
@FunctionalInterface
public interface StateCheck {
    /** Reads the text of a document. Pure. */
    Verdict read(String text);

    /**
     * What came of it.
     *
     * @param routers that it names, for people
     * @param checks that it names, for people
     * @param problems each with field, value and what must hold; not empty means that it can't be run
     * @param warnings what would run otherwise than it may be meant
     */
    record Verdict(List<String> routers, List<String> checks, List<String> problems, List<String> warnings) {
        public Verdict {
            routers = List.copyOf(routers);
            checks = List.copyOf(checks);
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }
}
