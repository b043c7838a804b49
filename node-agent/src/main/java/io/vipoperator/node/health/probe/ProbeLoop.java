package io.vipoperator.node.health.probe;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What all probes of the network share: one thread that waits for all of them, two for what takes processor time (the
 * arithmetic of TLS, regular expressions), and the names. None of it is shared with anything else in the process. The threads
 * start with the first probe.
 */
final class ProbeLoop implements AutoCloseable {
    private static final int WORKERS = 2;
    private static final long IDLE_SECONDS = 30;
    private static final long STOP_MILLISECONDS = 1_000;

    private final NioEventLoopGroup group = new NioEventLoopGroup(1, named("check-loop"));
    private final EventLoop events = group.next();
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            WORKERS, WORKERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("check-worker"));
    private final HostNames names = new HostNames(events);
    private final LargeBodies largeBodies = new LargeBodies();

    ProbeLoop() {
        workers.allowCoreThreadTimeOut(true);
    }

    EventLoop events() {
        return events;
    }

    /** Its queue is bounded by the number of probes under way, each of which waits for one task at most. */
    ThreadPoolExecutor workers() {
        return workers;
    }

    /** To be used on the loop's thread. */
    HostNames names() {
        return names;
    }

    /** To be used on the loop's thread. */
    LargeBodies largeBodies() {
        return largeBodies;
    }

    /** Probes under way may end as they like. */
    @Override
    public void close() {
        workers.shutdownNow();
        var unused = group.shutdownGracefully(0, STOP_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
