package io.vipoperator.node.health.probe;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads on which this host is asked for what can't be had without waiting. They start with the first probe that needs them. */
final class HostThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;
    private static final int LOOKUPS = 4;

    private final ThreadPoolExecutor lookups = pool("check-lookup", LOOKUPS);
    private final ThreadPoolExecutor processes = pool("check-process", 1);

    /** For names. Bounded by the number of checks: each waits for one lookup at most. */
    Executor lookups() {
        return lookups;
    }

    /** For /proc, and for what is looked for in it. */
    Executor processes() {
        return processes;
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        var pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                CheckThreads.named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void close() {
        lookups.shutdownNow();
        processes.shutdownNow();
    }
}
