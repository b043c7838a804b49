package io.vipoperator.node.agent.cli.keepalived;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Keeps account of every statement: expressed, or named in a remark. Owned by the one import that fills it. */
public final class Ledger {
    private final Set<Statement> expressed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Statement> named = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Remark> remarks = new ArrayList<>();

    /** What is printed says the same as this statement's own words; those inside are accounted for themselves. */
    void expressed(Statement statement) {
        expressed.add(statement);
    }

    /** This statement, with everything inside, isn't expressed. */
    void notExpressed(Statement statement, String text) {
        statement.all().forEach(named::add);
        remarks.add(new Remark(statement.place(), statement.wholeText(), text));
    }

    /** This statement's own words are expressed otherwise than they stand there; those inside account for themselves. */
    void altered(Statement statement, String text) {
        named.add(statement);
        remarks.add(new Remark(statement.place(), statement.text(), text));
    }

    /** It is expressed, or a remark names it without its words: they are secret. */
    void hidden(Statement statement) {
        named.add(statement);
    }

    /** The remark about the block around it repeats its words. */
    void quoted(Statement statement) {
        statement.all().forEach(named::add);
    }

    /** About something that is more or less than one statement. */
    void remark(Place place, String option, String text) {
        remarks.add(new Remark(place, option, text));
    }

    /** Whether it is expressed or named. */
    public boolean accountsFor(Statement statement) {
        return expressed.contains(statement) || named.contains(statement);
    }

    /** In the order in which they were made. */
    public List<Remark> remarks() {
        return List.copyOf(remarks);
    }
}
