package io.vipoperator.node.net;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.Kernel;
import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.NanoClock;
import io.vipoperator.node.loop.NetworkInterface;
import io.vipoperator.node.loop.RouterKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The one thread that takes the kernel's RTNL lock: addresses, their lifetimes, NICs, and the opening and closing of
 * sockets. The loop's commands come through a bounded queue; what happens goes to the consumer, which must neither
 * block nor throw.
 */
public final class NetlinkThread implements Kernel, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NetlinkThread.class.getName());
    private static final int QUEUE_CAPACITY = 16_384;
    private static final long LOOP_AWAKE_NANOS = 1_000_000_000L;
    private static final long LOOP_POLL_NANOS = 10_000_000L;
    private static final long SNAPSHOT_PAUSE_NANOS = 20_000_000L;
    private static final long LONGEST_WAIT_NANOS = 500_000_000L;
    private static final int ROUNDS = 16;

    private sealed interface Command {
        record ListenOn(Set<Integer> interfaceIndexes) implements Command {}

        record Hold(RouterKey router, int interfaceIndex, InstallPlan plan) implements Command {}

        record Release(RouterKey router) implements Command {}

        record Stop() implements Command {}
    }

    private final VrrpSockets sockets;
    private final Consumer<KernelEvent> events;
    private final LongSupplier loopTurnNanos;
    private final NanoClock clock;
    private final BlockingQueue<Command> commands = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final EpollWaiter waiter = new EpollWaiter();
    private final CompletableFuture<List<AddressWithPrefix>> started = new CompletableFuture<>();
    private final Thread thread;
    private volatile long lastTurnNanos;

    // The thread's own.
    private final NodeNetwork node = new NodeNetwork();
    private final Holdings holdings = new Holdings(this::obstacle);
    private Rtnetlink watch;
    private Rtnetlink requests;
    private Rtnetlink dumps;
    private boolean lostMessages;
    private boolean stopping;
    private List<NetworkInterface> published = List.of();
    private long publishedAtNanos;

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
        post(new Command.ListenOn(Set.copyOf(interfaceIndexes)));
    }

    @Override
    public void hold(RouterKey router, int interfaceIndex, InstallPlan plan) {
        post(new Command.Hold(router, interfaceIndex, plan));
    }

    @Override
    public void release(RouterKey router) {
        post(new Command.Release(router));
    }

    private void post(Command command) {
        if (!commands.offer(command)) {
            throw new IllegalStateException(QUEUE_CAPACITY + " commands wait for the netlink thread");
        }
        waiter.wake();
    }

    /** When its last turn began, on the clock. For liveness. */
    public long lastTurnNanos() {
        return lastTurnNanos;
    }

    /** Carries out what was commanded, takes off whatever is still held, and waits for the thread's end. */
    @Override
    public void close() {
        post(new Command.Stop());
        try {
            thread.join();
        } catch (InterruptedException e) {
            // The thread ends all the same; only the caller doesn't want to wait for it.
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            begin();
        } catch (RuntimeException e) {
            started.completeExceptionally(e);
            return;
        }
        while (!stopping) {
            lastTurnNanos = clock.nanoTime();
            try {
                turn();
            } catch (NativeException e) {
                // Whatever it was, what is known about the node may be wrong now.
                LOG.log(System.Logger.Level.ERROR, "netlink failed, reading everything anew: {0}", e.getMessage());
                lostMessages = true;
                waiter.await(clock.nanoTime() + SNAPSHOT_PAUSE_NANOS);
            }
        }
        sockets.opened().forEach(sockets::retire);
        while (!sockets.closeRetired()) {
            waiter.await(clock.nanoTime() + LOOP_POLL_NANOS);
        }
        watch.close();
        requests.close();
        dumps.close();
    }

    private void begin() {
        requests = Rtnetlink.forRequests();
        dumps = Rtnetlink.forRequests();
        var removed = Leftovers.remove(requests);
        watch = Rtnetlink.forWatching();
        waiter.register(watch.fd());
        node.replaceLinks(dumps.links(() -> {}));
        readStale();
        publish();
        lastTurnNanos = clock.nanoTime();
        started.complete(removed.stream()
                .map(key -> new AddressWithPrefix(key.address(), key.prefixLength()))
                .toList());
    }

    private void turn() {
        takeIn();
        var waiting = new ArrayList<Command>();
        commands.drainTo(waiting);
        waiting.forEach(this::carryOut);
        settle();
        renew();
        boolean pauseOver = clock.nanoTime() - publishedAtNanos >= SNAPSHOT_PAUSE_NANOS;
        if (node.changed() && pauseOver) {
            readStale();
            publish();
        }
        boolean closed = sockets.closeRetired();
        if (!stopping) {
            waiter.await(deadlineNanos(closed));
        }
    }

    private long deadlineNanos(boolean closed) {
        long now = clock.nanoTime();
        long deadline = now + LONGEST_WAIT_NANOS;
        if (!closed || (!loopAwake() && holdings.waitsForLoop())) {
            deadline = now + LOOP_POLL_NANOS;
        }
        long renewal = holdings.renewalDueNanos();
        if (renewal != Long.MAX_VALUE) {
            long next = loopAwake() ? renewal : Math.max(renewal, now + LOOP_POLL_NANOS);
            deadline = Math.min(deadline, next);
        }
        if (node.changed()) {
            deadline = Math.min(deadline, publishedAtNanos + SNAPSHOT_PAUSE_NANOS);
        }
        return deadline;
    }

    private boolean loopAwake() {
        return clock.nanoTime() - loopTurnNanos.getAsLong() < LOOP_AWAKE_NANOS;
    }

    /** Takes in everything that the kernel has told; reads everything anew where something was lost. */
    private void takeIn() {
        while (true) {
            try {
                watch.drain(node::apply);
                if (!lostMessages) {
                    return;
                }
                lostMessages = false;
                node.replaceLinks(dumps.links(this::renew));
                node.replaceAddresses(dumps.addresses(this::renew));
            } catch (NativeException e) {
                if (!e.is(Errno.ENOBUFS)) {
                    throw e;
                }
                lostMessages = true;
            }
        }
    }

    private void carryOut(Command command) {
        switch (command) {
            case Command.ListenOn listenOn -> listen(listenOn.interfaceIndexes());
            case Command.Hold hold -> holdings.hold(hold.router(), hold.interfaceIndex(), hold.plan());
            case Command.Release release -> holdings.release(release.router());
            case Command.Stop ignored -> {
                holdings.releaseAll();
                stopping = true;
            }
        }
    }

    private void listen(Set<Integer> interfaceIndexes) {
        for (int index : Set.copyOf(sockets.opened())) {
            if (!interfaceIndexes.contains(index)) {
                sockets.retire(index);
            }
        }
        for (int index : interfaceIndexes) {
            if (!sockets.opened().contains(index)) {
                try {
                    sockets.open(index);
                    events.accept(new KernelEvent.Listening(index));
                } catch (NativeException e) {
                    events.accept(new KernelEvent.ListeningFailed(index, node.nameOf(index) + ": " + e.getMessage()));
                }
                // Each open may have waited long for the lock.
                renew();
            }
        }
    }

    /** Decides and acts until there is nothing left to do; what is left after so many rounds waits for the next turn. */
    private void settle() {
        for (int round = 0; round < ROUNDS; round++) {
            var actions = holdings.decide(node, clock.nanoTime(), loopAwake());
            if (actions.isEmpty()) {
                return;
            }
            act(actions);
            takeIn();
        }
    }

    private void act(List<Action> actions) {
        var takeOffs = new ArrayList<AddressRequest>();
        var putOns = new ArrayList<Action.PutOn>();
        for (var action : actions) {
            switch (action) {
                case Action.TakeOff takeOff -> takeOffs.add(takeOff.request());
                case Action.PutOn putOn -> putOns.add(putOn);
                case Action.Tell tell -> {
                    // Telling that addresses are off comes after them.
                    takeOff(takeOffs);
                    events.accept(tell.event());
                }
            }
        }
        takeOff(takeOffs);
        putOn(putOns);
    }

    /** Whether it works is seen in what the kernel tells: that it is gone already is as good. */
    private void takeOff(List<AddressRequest> takeOffs) {
        if (!takeOffs.isEmpty()) {
            requests.carryOut(takeOffs);
            takeOffs.clear();
        }
    }

    private void putOn(List<Action.PutOn> putOns) {
        if (putOns.isEmpty()) {
            return;
        }
        // The moment before, so that no lifetime is thought to be longer than it is.
        long now = clock.nanoTime();
        var answers =
                requests.carryOut(putOns.stream().map(Action.PutOn::request).toList());
        boolean exists = false;
        for (int i = 0; i < putOns.size(); i++) {
            holdings.answered(putOns.get(i), answers.get(i), now);
            exists |= answers.get(i).error() == Errno.EEXIST.number();
        }
        if (exists) {
            // What exists must be known before the next decision.
            takeIn();
            node.replaceAddresses(dumps.addresses(this::renew));
        }
    }

    private void renew() {
        if (clock.nanoTime() < holdings.renewalDueNanos() || !loopAwake()) {
            return;
        }
        try {
            watch.drain(node::apply);
        } catch (NativeException e) {
            if (!e.is(Errno.ENOBUFS)) {
                throw e;
            }
            lostMessages = true;
            node.replaceAddresses(requests.addresses(() -> {}));
        }
        // What is there with our mark is known as of this moment: a renewal of anything else would change it.
        requests.carryOut(holdings.renewals(node, clock.nanoTime(), loopAwake()));
    }

    private void readStale() {
        if (node.addressesStale()) {
            node.replaceAddresses(dumps.addresses(this::renew));
        }
        if (node.routesStale()) {
            node.replaceDefaultRoutes(dumps.defaultRoutes(this::renew));
        }
    }

    private void publish() {
        var interfaces = node.interfaces();
        publishedAtNanos = clock.nanoTime();
        if (!interfaces.equals(published)) {
            published = interfaces;
            events.accept(new KernelEvent.InterfacesChanged(interfaces));
        }
    }

    /** Why a plan can't be carried out on that NIC. */
    private Optional<String> obstacle(InstallPlan plan, int interfaceIndex) {
        String release = ProcFiles.read("/proc/sys/kernel/osrelease");
        if (!Mark.keptBy(release)) {
            return Optional.of(
                    "Linux " + release
                            + " doesn't keep the mark that tells our addresses from others (IFA_PROTO): 5.18 or later is needed");
        }
        if (plan.prefixRoute() && !ProcFiles.promotesSecondaries(node.nameOf(interfaceIndex))) {
            return Optional.of(
                    "prefixRoute needs net.ipv4.conf." + node.nameOf(interfaceIndex)
                            + ".promote_secondaries = 1 on this node: else other addresses of the subnet go when this one goes");
        }
        return Optional.empty();
    }
}
