package io.vipoperator.node.health.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.concurrent.Future;
import io.vipoperator.node.health.Finding;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One probe under way: what it is at, its deadline, its connection, and its only outcome. What comes after that outcome changes
 * nothing. Lives on the loop's thread from {@link #start} on.
 */
final class ProbeRun {
    private static final long NANOS_PER_MILLISECOND = 1_000_000L;

    private final ProbeLoop shared;
    private final CompletableFuture<Finding> outcome = new CompletableFuture<>();
    private final List<Runnable> atEnd = new ArrayList<>();
    private final long timeoutNanos;
    private String subject;
    private String stage = "name";
    private Optional<Instant> certificateNotAfter = Optional.empty();
    private Optional<String> silence = Optional.empty();
    private Channel channel;
    private Future<?> timer;
    /** Read by workers too: what nobody waits for any longer isn't computed. */
    private volatile boolean over;

    /**
     * Begins nothing yet.
     *
     * @param subject what is asked of whom, for people: each finding begins with it
     */
    ProbeRun(ProbeLoop shared, String subject, long timeoutNanos) {
        this.shared = shared;
        this.subject = subject;
        this.timeoutNanos = timeoutNanos;
    }

    /** Takes the first step on the loop's thread. To be called on any thread. */
    CompletionStage<Finding> start(Runnable first) {
        try {
            shared.events().execute(() -> {
                timer = shared.events().schedule(this::timedOut, timeoutNanos, TimeUnit.NANOSECONDS);
                guarded(first);
            });
        } catch (RejectedExecutionException e) {
            outcome.complete(Finding.failure(subject + ": the agent stops"));
        }
        return outcome;
    }

    boolean over() {
        return over;
    }

    ProbeLoop shared() {
        return shared;
    }

    /** What the probe waits for from now on. A timeout names it. */
    void stage(String now) {
        stage = now;
    }

    String stage() {
        return stage;
    }

    void subject(String now) {
        subject = now;
    }

    String subject() {
        return subject;
    }

    /** The certificate that the server showed. */
    void certificateEnds(Instant notAfter) {
        certificateNotAfter = Optional.of(notAfter);
    }

    /** To be done at the end, whatever it is. */
    void atEnd(Runnable task) {
        atEnd.add(task);
    }

    void succeed(String message) {
        end(true, message);
    }

    void fail(String message) {
        end(false, message);
    }

    private void timedOut() {
        if (silence.isPresent()) {
            succeed(silence.get());
            return;
        }
        fail("timeout after " + timeoutNanos / NANOS_PER_MILLISECOND + " ms (" + stage + ")");
    }

    /** From now on silence until the timeout is what was hoped for. */
    void succeedAtTimeout(String message) {
        silence = Optional.of(message);
    }

    /** Finds the host, then goes on with its address, on the loop's thread. */
    void find(String host, Consumer<InetAddress> next) {
        stage("name");
        shared.names().find(host).addListener((Future<InetAddress> found) -> {
            if (over) {
                return;
            }
            if (found.isSuccess()) {
                guarded(() -> next.accept(found.getNow()));
            } else {
                fail(Reasons.ofName(host, found.cause()));
            }
        });
    }

    /** Connects to the host; a failure to do so ends the probe. */
    void connect(Bootstrap bootstrap, String host, int port, ChannelHandler handler) {
        find(host, address -> {
            stage("connect");
            ChannelFuture connected = bootstrap
                    .group(shared.events())
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                    .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(4_096))
                    .handler(handler)
                    .connect(new InetSocketAddress(address, port));
            channel = connected.channel();
            connected.addListener(done -> {
                if (!done.isSuccess()) {
                    fail(Reasons.ofConnection(done.cause())
                            + (HostNames.isAddress(host) ? "" : " by " + address.getHostAddress()));
                }
            });
        });
    }

    /** Lets go of the connection, so that another can be made. */
    void disconnect() {
        if (channel != null) {
            Channel former = channel;
            channel = null;
            var unused = former.close();
            if (former.isOpen()) {
                // What is left to be said would wait for a peer that doesn't read.
                former.unsafe().close(former.voidPromise());
            }
        }
    }

    /** Whether that is the connection of this probe still. */
    boolean uses(Channel other) {
        return !over && channel == other;
    }

    /** Computes there, and goes on with the result here unless the probe is over by then. */
    <T> void compute(Executor where, Supplier<T> task, Consumer<T> next) {
        var unused = CompletableFuture.supplyAsync(task, worker(where))
                .whenCompleteAsync(
                        (result, mistake) -> {
                            if (over) {
                                return;
                            }
                            if (mistake == null) {
                                guarded(() -> next.accept(result));
                            } else {
                                fail("mistake in the agent: " + mistake);
                            }
                        },
                        shared.events());
    }

    /** There, unless the probe is over by the time that it comes to its turn. */
    Executor worker(Executor where) {
        return task -> where.execute(() -> {
            if (!over) {
                task.run();
            }
        });
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            // Without an outcome the check would stand still; the message says whose mistake it is.
            fail("mistake in the agent: " + e);
        }
    }

    private void end(boolean success, String message) {
        if (over) {
            return;
        }
        over = true;
        timer.cancel(false);
        disconnect();
        atEnd.forEach(Runnable::run);
        Finding finding =
                success ? Finding.success(subject + ": " + message) : Finding.failure(subject + ": " + message);
        Function<Instant, Finding> shown = finding::withCertificate;
        outcome.complete(certificateNotAfter.map(shown).orElse(finding));
    }
}
