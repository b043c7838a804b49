package io.vipoperator.node.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What other threads ask of the loop. Many put in, the loop's thread takes out; nobody ever waits.
 *
 * <p>Nothing that matters can be lost: desired states, verdicts and lists of interfaces are whole, so the latest one has a
 * place of its own; Stop is a flag; answers about sockets are bounded by the number of NICs. Only the kernel's answers about routers
 * can find the inbox full. That is counted, and {@link #takeOverrun} tells the loop to ask the kernel once more.
 */
public final class Inbox {
    /** More than 1,024 routers with 64 addresses each can say at a time. */
    static final int CAPACITY = 65_536;

    /** People who ask for more at a time can ask again. */
    private static final int MOST_ANNOUNCEMENTS = 64;

    private final Waiter waiter;
    private final LoopCounters counters;
    private final AtomicReference<Command> latestInterfaces = new AtomicReference<>();
    private final AtomicReference<Command> latestVerdicts = new AtomicReference<>();
    private final AtomicReference<Command> latestState = new AtomicReference<>();
    private final Queue<Command> kernelEvents = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final Queue<Command> announcements = new ConcurrentLinkedQueue<>();
    private final AtomicInteger announcementsQueued = new AtomicInteger();
    private final AtomicBoolean overrun = new AtomicBoolean();
    private final AtomicReference<Command> stop = new AtomicReference<>();

    /** An empty inbox that ends the waiter's sleep at each command. */
    public Inbox(Waiter waiter, LoopCounters counters) {
        this.waiter = waiter;
        this.counters = counters;
    }

    /** Puts a command in, from any thread; false if it was dropped because the inbox is full. */
    public boolean offer(Command command) {
        boolean taken = switch (command) {
            case Command.Apply apply -> put(latestState, apply);
            case Command.Judge judge -> put(latestVerdicts, judge);
            case Command.Stop halt -> put(stop, halt);
            case Command.FromKernel fromKernel -> offerFromKernel(fromKernel);
            case Command.Announce announce -> offerAnnouncement(announce);
        };
        waiter.wake();
        return taken;
    }

    /**
     * The next command or null; the loop's thread only. Kernel events come before what people want, and so do verdicts: a
     * router that begins knows them.
     */
    Command poll() {
        Command command = latestInterfaces.getAndSet(null);
        if (command != null) {
            return command;
        }
        command = kernelEvents.poll();
        if (command != null) {
            queued.decrementAndGet();
            return command;
        }
        command = latestVerdicts.getAndSet(null);
        if (command != null) {
            return command;
        }
        command = latestState.getAndSet(null);
        if (command != null) {
            return command;
        }
        command = announcements.poll();
        if (command != null) {
            announcementsQueued.decrementAndGet();
            return command;
        }
        return stop.getAndSet(null);
    }

    /** Whether kernel events were dropped since the last call; the loop's thread only. */
    boolean takeOverrun() {
        return overrun.get() && overrun.getAndSet(false);
    }

    private boolean offerFromKernel(Command.FromKernel command) {
        return switch (command.event()) {
            case KernelEvent.InterfacesChanged interfaces -> put(latestInterfaces, command);
            case KernelEvent.Listening listening -> enqueue(command);
            case KernelEvent.ListeningFailed failed -> enqueue(command);
            case KernelEvent.DeviceReady ready -> enqueue(command);
            case KernelEvent.DeviceRefused refused -> enqueue(command);
            case KernelEvent.Held held -> enqueueIfRoom(command);
            case KernelEvent.Refused refused -> enqueueIfRoom(command);
            case KernelEvent.Released released -> enqueueIfRoom(command);
            case KernelEvent.Lost lost -> enqueueIfRoom(command);
        };
    }

    private boolean offerAnnouncement(Command.Announce command) {
        if (announcementsQueued.get() >= MOST_ANNOUNCEMENTS) {
            return false;
        }
        announcementsQueued.incrementAndGet();
        return announcements.add(command);
    }

    private static boolean put(AtomicReference<Command> place, Command command) {
        place.set(command);
        return true;
    }

    private boolean enqueueIfRoom(Command command) {
        if (queued.get() >= CAPACITY) {
            counters.countCommandDropped();
            overrun.set(true);
            return false;
        }
        return enqueue(command);
    }

    private boolean enqueue(Command command) {
        queued.incrementAndGet();
        return kernelEvents.add(command);
    }
}
