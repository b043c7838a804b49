package io.vipoperator.node.health.probe;

import java.util.concurrent.ThreadFactory;

/** Threads of the checks: they keep nobody from ending, and bear a name that begins with "check-". */
final class CheckThreads {
    private CheckThreads() {}

    /** The kernel keeps 15 characters of a name. */
    static ThreadFactory named(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
