package io.vipoperator.node.health.probe;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread on which /proc is read, and on which patterns are looked for in it. It starts with the first check that needs it. */
final class ScanThread implements Executor, AutoCloseable {
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), CheckThreads.named("check-process"));

    ScanThread() {
        thread.allowCoreThreadTimeOut(true);
    }

    /** Its queue is bounded by the number of checks: each waits for one task at most. */
    @Override
    public void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // This agent is ending: nobody waits for the result but until the timeout.
            return;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
