package io.vipoperator.node.loop;

/** Whether anything that a report tells has changed since the last one. The loop's thread only. */
final class Changes {
    private boolean any;

    void note() {
        any = true;
    }

    /** Whether there were changes; from now on there are none. */
    boolean take() {
        boolean taken = any;
        any = false;
        return taken;
    }
}
