package io.vipoperator.node.loop;

/** Where the loop says what it does. Called on the loop's thread; must neither block nor throw. */
@FunctionalInterface
public interface Reports {
    /** Something in the report has changed; the latest one counts. */
    void changed(LoopReport report);
}
