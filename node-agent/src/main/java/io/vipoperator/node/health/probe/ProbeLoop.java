package io.vipoperator.node.health.probe;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What all probes of the network share: one thread that waits for all of them, two for the arithmetic of TLS, one for regular
 * expressions, and the names. None of it is shared with anything else in the process. The threads start when they are needed.
 */
final class ProbeLoop implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;
    private static final long STOP_MILLISECONDS = 1_000;

    private final NioEventLoopGroup group = new NioEventLoopGroup(1, named("check-loop"));
    private final EventLoop events = group.next();
    private final ThreadPoolExecutor handshakes = workers("check-tls", 2);
    private final ThreadPoolExecutor patterns = workers("check-pattern", 1);
    private final LargeBodies largeBodies = new LargeBodies();
    private final HostNames names;

    /**
     * Starts nothing yet.
     *
     * @param nameServers who is asked for names
     */
    ProbeLoop(DnsServerAddressStreamProvider nameServers) {
        names = new HostNames(events, nameServers);
    }

    EventLoop events() {
        return events;
    }

    /** Its queue is bounded by the number of probes under way, each of which waits for one task at most. */
    Executor handshakes() {
        return handshakes;
    }

    /** The same for regular expressions, so that a slow one holds up no handshake. */
    Executor patterns() {
        return patterns;
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
        handshakes.shutdownNow();
        patterns.shutdownNow();
        var unused = group.shutdownGracefully(0, STOP_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    private static ThreadPoolExecutor workers(String name, int threads) {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
