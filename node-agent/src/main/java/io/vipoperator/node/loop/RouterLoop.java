package io.vipoperator.node.loop;

/** One thread owns all routers. */
public final class RouterLoop {
    private final Inbox inbox;
    private final Wire wire;
    private final Kernel kernel;
    private final Reports reports;
    private final LoopCounters counters;
    private final LoopLog log;

    /** A loop that runs no router yet. */
    public RouterLoop(Inbox inbox, Wire wire, Kernel kernel, Reports reports, LoopCounters counters, LoopLog log) {
        this.inbox = inbox;
        this.wire = wire;
        this.kernel = kernel;
        this.reports = reports;
        this.counters = counters;
        this.log = log;
    }

    /**
     * Does all that is due: commands, then packets, then deadlines (a late wake-up must hear before it acts).
     *
     * @param nowNanos the loop's clock
     * @return when the next turn is due at latest; {@link Long#MAX_VALUE} = when something comes
     */
    public long turn(long nowNanos) {
        for (Command c = inbox.poll(); c != null; c = inbox.poll()) {
            log.warn(c + " " + wire + kernel + reports + counters + nowNanos);
        }
        return Long.MAX_VALUE;
    }

    /** Whether a Stop has been carried out. */
    public boolean ended() {
        return false;
    }
}
