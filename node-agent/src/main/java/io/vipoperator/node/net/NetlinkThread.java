package io.vipoperator.node.net;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.Kernel;
import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.NanoClock;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The one thread that takes the kernel's RTNL lock: addresses, their lifetimes, macvlans, NICs, and the opening and closing of
 * sockets. The loop's commands come through a bounded queue; what happens goes to the consumer, which must neither
 * block nor throw.
 */
public final class NetlinkThread implements Kernel, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NetlinkThread.class.getName());
    private static final int QUEUE_CAPACITY = 16_384;
    private static final long LOOP_AWAKE_NANOS = 1_000_000_000L;
    private static final long LOOP_POLL_NANOS = 10_000_000L;
    private static final long LONGEST_WAIT_NANOS = 500_000_000L;
    private static final int ROUNDS = 16;
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final VrrpSockets sockets;
    private final Consumer<KernelEvent> events;
    private final LongSupplier loopTurnNanos;
    private final NanoClock clock;
    private final BlockingQueue<KernelCommand> commands = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final EpollWaiter waiter = new EpollWaiter();
    private final CompletableFuture<List<AddressWithPrefix>> started = new CompletableFuture<>();
    private final Thread thread;
    private volatile long lastTurnNanos;
    private boolean awaitsRoutes;
    private volatile Throwable failure;

    // The thread's own.
    private final Holdings holdings =
            new Holdings((plan, index) -> Obstacles.to(plan, watch().node().nameOf(index)));
    private final Listening listening;
    private NodeWatch watch;
    private Rtnetlink requests;
    private VirtualMacs virtualMacs;
    private Execution execution;
    private boolean stopping;
    private boolean stopped;
    private int failuresWhileStopping;

    /**
     * Does nothing before {@link #start}.
     *
     * @param sockets that it opens and closes
     * @param events to the loop's inbox
     * @param loopTurnNanos when the loop's last turn was, on the clock: lifetimes are renewed only while that is young
     * @param clock CLOCK_MONOTONIC
     * @param threads makes the thread; it must run in the node's network namespace
     */
    public NetlinkThread(
            VrrpSockets sockets,
            Consumer<KernelEvent> events,
            LongSupplier loopTurnNanos,
            NanoClock clock,
            ThreadFactory threads) {
        this.sockets = sockets;
        this.events = events;
        this.loopTurnNanos = loopTurnNanos;
        this.clock = clock;
        listening = new Listening(sockets, events, index -> watch().node().nameOf(index), this::renew);
        thread = threads.newThread(this::run);
    }

    /**
     * Starts the thread and waits until left-overs are removed and the NICs are known and told. The caller holds the
     * {@link NamespaceLock}.
     *
     * @return the addresses that a former run had left behind
     * @throws NativeException if netlink can't be used
     */
    public List<AddressWithPrefix> start() {
        thread.start();
        try {
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NativeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void listenOn(Set<Integer> interfaceIndexes) {
        post(new KernelCommand.ListenOn(Set.copyOf(interfaceIndexes)));
    }

    @Override
    public void hold(RouterKey router, int interfaceIndex, InstallPlan plan) {
        post(new KernelCommand.Hold(router, interfaceIndex, plan));
    }

    @Override
    public void release(RouterKey router) {
        post(new KernelCommand.Release(router));
    }

    @Override
    public void virtualMac(RouterKey router, int interfaceIndex, MacAddress mac) {
        post(new KernelCommand.VirtualMac(router, interfaceIndex, mac));
    }

    @Override
    public void noVirtualMac(RouterKey router) {
        post(new KernelCommand.NoVirtualMac(router));
    }

    /**
     * A queue that is full of commands is a kernel that has answered none for long, with more changes than any node makes
     * meanwhile. The loop can't wait for room, and without one of them it would be Active without its addresses or keep them
     * for ever: so it ends, and the agent with it. Its addresses go with their lifetime, and who runs the agent starts it anew.
     */
    private void post(KernelCommand command) {
        if (!commands.offer(command)) {
            throw new IllegalStateException(QUEUE_CAPACITY + " commands wait for the netlink thread");
        }
        waiter.wake();
    }

    /** When its last turn began, on the clock. For liveness. */
    public long lastTurnNanos() {
        return lastTurnNanos;
    }

    /** The programmer's error that ended the thread: nothing is put on, taken off or renewed any more. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Carries out what was commanded, takes off whatever is still held, closes the sockets, and waits for the thread's end,
     * though not for ever.
     * The loop makes no command any more; its waiter is still open.
     */
    @Override
    public void close() {
        try {
            // Here there is time to wait for room: this is not the loop's thread.
            boolean told = commands.offer(new KernelCommand.Stop(), LONGEST_END.toSeconds(), TimeUnit.SECONDS);
            waiter.wake();
            if (told && thread.join(LONGEST_END)) {
                waiter.close();
            } else {
                LOG.log(System.Logger.Level.ERROR, "the kernel does not answer: what is held goes with its lifetime");
            }
        } catch (InterruptedException e) {
            // The thread ends all the same; only the caller doesn't want to wait for it.
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            begin();
            turnUntilStopped();
            end();
        } catch (RuntimeException | Error e) {
            failure = e;
            started.completeExceptionally(e);
        }
    }

    private void turnUntilStopped() {
        while (!stopped) {
            lastTurnNanos = clock.nanoTime();
            try {
                turn();
            } catch (NativeException e) {
                // Whatever it was, what is known about the node may be wrong now.
                LOG.log(System.Logger.Level.ERROR, "netlink failed, reading everything anew: {0}", e.getMessage());
                watch.distrust();
                failuresWhileStopping += stopping ? 1 : 0;
                stopped = failuresWhileStopping > ROUNDS;
                waiter.await(clock.nanoTime() + LOOP_POLL_NANOS);
            }
        }
    }

    private void end() {
        sockets.opened().forEach(sockets::retire);
        while (!sockets.closeRetired()) {
            waiter.await(clock.nanoTime() + LOOP_POLL_NANOS);
        }
        watch.close();
        requests.close();
    }

    private void begin() {
        requests = Rtnetlink.forRequests();
        var removed = Leftovers.remove(requests);
        watch = new NodeWatch(this::renew);
        virtualMacs = new VirtualMacs(requests, watch, holdings, sockets, events, this::renew);
        execution = new Execution(requests, watch, holdings, virtualMacs, events, clock);
        waiter.register(watch.fd());
        tellChanges();
        lastTurnNanos = clock.nanoTime();
        started.complete(removed.stream()
                .map(key -> new AddressWithPrefix(key.address(), key.prefixLength()))
                .toList());
    }

    private NodeWatch watch() {
        return watch;
    }

    private void tellChanges() {
        watch.changes(clock.nanoTime())
                .ifPresent(interfaces -> events.accept(new KernelEvent.InterfacesChanged(interfaces)));
    }

    private void turn() {
        watch.takeIn();
        for (var command = commands.peek(); command != null; command = commands.peek()) {
            carryOut(command);
            // Only now: a command in whose middle netlink failed is carried out once more.
            commands.remove();
        }
        listening.again(watch.node().takeWidened());
        awaitsRoutes = execution.settle(this::loopAwake);
        renew();
        tellChanges();
        boolean closed = sockets.closeRetired();
        if (closed) {
            listening.closed();
        }
        if (stopping) {
            stopped = true;
        } else {
            waiter.await(deadlineNanos(closed));
        }
    }

    private long deadlineNanos(boolean closed) {
        long now = clock.nanoTime();
        long deadline = now + LONGEST_WAIT_NANOS;
        if (!closed || (!loopAwake() && holdings.waitsForLoop()) || awaitsRoutes) {
            deadline = now + LOOP_POLL_NANOS;
        }
        long renewal = holdings.renewalDueNanos();
        if (renewal != Long.MAX_VALUE) {
            long next = loopAwake() ? renewal : Math.max(renewal, now + LOOP_POLL_NANOS);
            deadline = Math.min(deadline, next);
        }
        deadline = Math.min(deadline, watch.changesDueNanos());
        return deadline;
    }

    private boolean loopAwake() {
        return clock.nanoTime() - loopTurnNanos.getAsLong() < LOOP_AWAKE_NANOS;
    }

    private void carryOut(KernelCommand command) {
        switch (command) {
            case KernelCommand.ListenOn listenOn -> listening.on(listenOn.interfaceIndexes());
            case KernelCommand.Hold hold -> holdings.hold(hold.router(), hold.interfaceIndex(), hold.plan());
            case KernelCommand.Release release -> holdings.release(release.router());
            case KernelCommand.VirtualMac want -> virtualMacs.want(want.router(), want.interfaceIndex(), want.mac());
            case KernelCommand.NoVirtualMac unwant -> virtualMacs.unwant(unwant.router());
            case KernelCommand.Stop ignored -> {
                holdings.releaseAll();
                virtualMacs.unwantAll();
                stopping = true;
            }
        }
    }

    private void renew() {
        if (clock.nanoTime() < holdings.renewalDueNanos() || !loopAwake()) {
            return;
        }
        watch.takeInAddresses(requests);
        // What is there with our mark is known as of this moment: a renewal of anything else would change it.
        requests.carryOut(holdings.renewals(watch.node(), clock.nanoTime(), loopAwake()));
    }
}
