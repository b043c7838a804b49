package io.vipoperator.node.net;

import com.sun.jna.Platform;
import io.vipoperator.node.loop.Waiter;
import java.util.function.LongSupplier;

/**
 * Waits for descriptors, for a moment on CLOCK_MONOTONIC, or to be woken. One thread awaits; any may wake, register
 * and unregister. None of it takes the RTNL lock.
 */
public final class EpollWaiter implements Waiter, AutoCloseable {
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int TFD_CLOEXEC_NONBLOCK = 0x80800;
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80800;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int TFD_TIMER_ABSTIME = 1;
    private static final int EPOLLIN = 1;
    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int MAX_EVENTS = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** struct epoll_event is packed on x86-64 and nowhere else. */
    private static final int DATA_OFFSET = Platform.isIntel() ? 4 : 8;

    private static final int EVENT_SIZE = DATA_OFFSET + 8;

    private final int epoll;
    private final int timer;
    private final int event;
    private final Block events = new Block(EVENT_SIZE * MAX_EVENTS);
    private final Block timerSpec = new Block(32);
    private final Block counter = new Block(8);
    private final Block one = new Block(8);

    // Made once: the loop shall give the garbage collector little to do.
    private final LongSupplier poll = this::poll;
    private final LongSupplier sleep = this::sleep;
    private final LongSupplier readTimer = this::readTimer;
    private final LongSupplier readEvent = this::readEvent;
    private final LongSupplier setTimer = this::setTimer;
    private final LongSupplier writeEvent = this::writeEvent;

    private long armedNanos = Long.MAX_VALUE;

    public EpollWaiter() {
        one.bytes().putLong(0, 1);
        epoll = (int) Errno.call("epoll_create1", () -> Libc.epoll_create1(EPOLL_CLOEXEC));
        timer = (int) Errno.call("timerfd_create", () -> Libc.timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC_NONBLOCK));
        event = (int) Errno.call("eventfd", () -> Libc.eventfd(0, EFD_CLOEXEC_NONBLOCK));
        register(timer);
        register(event);
    }

    /** From now on the waiter returns while the descriptor is readable. From any thread. */
    void register(int fd) {
        var registration = new Block(EVENT_SIZE);
        registration.bytes().putInt(0, EPOLLIN).putLong(DATA_OFFSET, fd);
        Errno.call("epoll_ctl", () -> Libc.epoll_ctl(epoll, CTL_ADD, fd, registration.address()));
    }

    /** Ends {@link #register}. From any thread. */
    void unregister(int fd) {
        Errno.call("epoll_ctl", () -> Libc.epoll_ctl(epoll, CTL_DEL, fd, 0));
    }

    @Override
    public void await(long deadlineNanos) {
        boolean due = deadlineNanos != Long.MAX_VALUE && deadlineNanos - System.nanoTime() <= 0;
        if (!due) {
            arm(deadlineNanos);
        }
        long ready = Errno.call("epoll_wait", due ? poll : sleep);
        for (int i = 0; i < ready; i++) {
            long fd = events.bytes().getLong(i * EVENT_SIZE + DATA_OFFSET);
            if (fd == timer) {
                Errno.call("read of a timerfd", readTimer);
                armedNanos = Long.MAX_VALUE;
            } else if (fd == event) {
                Errno.call("read of an eventfd", readEvent);
            }
        }
    }

    private void arm(long deadlineNanos) {
        if (deadlineNanos == armedNanos) {
            return;
        }
        boolean never = deadlineNanos == Long.MAX_VALUE;
        timerSpec
                .bytes()
                .putLong(16, never ? 0 : deadlineNanos / NANOS_PER_SECOND)
                .putLong(24, never ? 0 : deadlineNanos % NANOS_PER_SECOND);
        Errno.call("timerfd_settime", setTimer);
        armedNanos = deadlineNanos;
    }

    @Override
    public void wake() {
        // An eventfd whose counter is full would block, and has woken the waiter already.
        Errno.call("write of an eventfd", writeEvent);
    }

    private long poll() {
        return Libc.epoll_wait(epoll, events.address(), MAX_EVENTS, 0);
    }

    private long sleep() {
        return Libc.epoll_wait(epoll, events.address(), MAX_EVENTS, -1);
    }

    private long readTimer() {
        return Libc.read(timer, counter.address(), 8);
    }

    private long readEvent() {
        return Libc.read(event, counter.address(), 8);
    }

    private long setTimer() {
        return Libc.timerfd_settime(timer, TFD_TIMER_ABSTIME, timerSpec.address(), 0);
    }

    private long writeEvent() {
        return Libc.write(event, one.address(), 8);
    }

    /** Nobody may await or wake any more. */
    @Override
    public void close() {
        Errno.close(timer);
        Errno.close(event);
        Errno.close(epoll);
    }
}
