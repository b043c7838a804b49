package io.vipoperator.node.agent;

import io.vipoperator.node.agent.AgentHealth.Health;
import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.CheckVerdict;
import io.vipoperator.node.loop.Command;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.Inbox;
import io.vipoperator.node.loop.LoopCounters;
import io.vipoperator.node.loop.LoopThread;
import io.vipoperator.node.loop.NanoClock;
import io.vipoperator.node.loop.Reports;
import io.vipoperator.node.loop.RouterLoop;
import io.vipoperator.node.net.EpollWaiter;
import io.vipoperator.node.net.NetlinkThread;
import io.vipoperator.node.net.VrrpSockets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The part of the agent that speaks VRRP: loop thread, netlink thread and sockets, put together and started and stopped
 * in order. The caller holds the namespace's lock.
 */
final class Speaker {
    private static final Logger LOG = Logger.getLogger(Speaker.class);
    private static final long LIVE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Others may hold the kernel's RTNL lock for long, and no restart of ours makes them let go of it. */
    private static final long NETLINK_LIVE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final Duration RELEASE = Duration.ofMillis(8_600);

    private final NanoClock clock;
    private final EpollWaiter waiter = new EpollWaiter();
    private final LoopCounters counters = new LoopCounters();
    private final Inbox inbox = new Inbox(waiter, counters);
    private final NetlinkThread netlink;
    private final LoopThread loop;
    private final long madeNanos;

    /** Starts nothing. */
    Speaker(NanoClock clock, Reports reports, Priorities priorities) {
        this.clock = clock;
        this.madeNanos = clock.nanoTime();
        VrrpSockets sockets = new VrrpSockets(waiter);
        netlink = new NetlinkThread(
                sockets,
                event -> inbox.offer(new Command.FromKernel(event)),
                counters::lastTurnNanos,
                clock,
                body -> new Thread(
                        () -> {
                            priorities.prepareThread("netlink");
                            body.run();
                        },
                        "netlink"));
        RouterLoop routers =
                new RouterLoop(inbox, sockets, netlink, clock, Speaker::epochNanos, reports, counters, LOG::warn);
        loop = new LoopThread(routers, inbox, clock, waiter, counters, () -> priorities.prepareThread("loop"));
    }

    private static long epochNanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** Removes what a former run left behind, then starts to speak. */
    void start() {
        List<AddressWithPrefix> leftovers = netlink.start();
        if (!leftovers.isEmpty()) {
            LOG.warnf("removed addresses that a former run had left behind: %s", leftovers);
        }
        loop.start();
    }

    /** Has the loop run this. From any thread; does not block. */
    void run(DesiredState state) {
        inbox.offer(new Command.Apply(state));
    }

    /** Has the loop go by these verdicts of all health checks. From any thread; does not block. */
    void judge(Map<String, CheckVerdict> verdicts) {
        inbox.offer(new Command.Judge(verdicts));
    }

    /** Has the loop announce a VirtualIP's addresses again; false if it was asked too often. From any thread; does not block. */
    boolean announce(String virtualIP) {
        return inbox.offer(new Command.Announce(virtualIP));
    }

    /** Since the loop's last turn began; negative before the first. From any thread. */
    long lastTurnAgeMilliseconds() {
        long turn = loop.lastTurnNanos();
        return turn == Long.MIN_VALUE ? -1 : Math.max(0, clock.nanoTime() - turn) / 1_000_000;
    }

    /** Resigns, releases, and waits until that is done. */
    void stop() throws InterruptedException {
        loop.stop();
        if (!loop.awaitEnd(RELEASE)) {
            LOG.error("the loop did not end in time; the kernel takes the addresses when their lifetime ends");
        }
        netlink.close();
    }

    /** Whether both threads turn. */
    Health health() {
        long now = clock.nanoTime();
        if (failure().isPresent()) {
            return new Health(
                    false,
                    false,
                    "loop or netlink thread has ended: " + failure().get());
        }
        long turn = loop.lastTurnNanos() == Long.MIN_VALUE ? madeNanos : loop.lastTurnNanos();
        long ageNanos = now - turn;
        long netlinkAgeNanos = now - netlink.lastTurnNanos();
        boolean live = ageNanos < LIVE_NANOS && netlinkAgeNanos < NETLINK_LIVE_NANOS;
        return new Health(
                live,
                live,
                "the loop's last turn was " + ageNanos / 1_000_000 + " ms ago, the netlink thread's "
                        + netlinkAgeNanos / 1_000_000 + " ms ago");
    }

    /** The programmer's error that ended one of the threads: without the other it must not go on. */
    Optional<Throwable> failure() {
        return loop.failure().or(netlink::failure);
    }

    LoopCounters counters() {
        return counters;
    }
}
