package io.vipoperator.node.loop;

/** Where the loop's few sentences for people go. Called on the loop's thread; must neither block nor throw. */
@FunctionalInterface
public interface LoopLog {
    /** Something fails from now on; it is said once, not each time. */
    void warn(String message);
}
