package io.vipoperator.node.vrrp;

import java.util.Set;

/**
 * The VRRP state machine of one virtual router (RFC 9568 section 6.4), with a fourth state for what keeps a router out.
 * Pure: time comes in, effects go out, and a deadline is a field of the state. What isn't in the table changes nothing.
 *
 * <pre>
 * state       event                               effects, in order                          next
 * ----------  ----------------------------------  -----------------------------------------  ----------
 * Initialize  Startup, delay left                 -                                          Initialize
 * Initialize  Startup or delay over, 255          Advertise, Claim, Report(Owner)            Active
 * Initialize  Startup or delay over               Report(Started)                            Backup
 * Initialize  Startup with faults, faults raised  Report(FaultRaised)                        Fault
 * Backup      Active_Down_Timer                   Advertise, Claim, Report(why)              Active
 * Backup      Active_Down_Timer, woken late       timer := 1.5 intervals + Skew_Time, once   Backup
 * Backup      heard 0                             timer := Skew_Time                         Backup
 * Backup      heard, better or not to preempt     learn interval, timer := Active_Down       Backup
 * Backup      heard, lesser, to preempt           - (discarded: the timer runs on)           Backup
 * Backup      priority edited                     timer shifted by the change of Skew_Time   Backup
 * Backup      priority edited to 255              Advertise, Claim, Report(Owner)            Active
 * Active      Adver_Timer                         Advertise                                  Active
 * Active      addresses held, announcement due    Announce                                   Active
 * Active      heard 0                             Advertise (paced), restart Adver_Timer     Active
 * Active      heard, better                       Advertise*, Release, Report(BetterActive-  Backup
 *                                                 Heard)
 * Active      heard, losing                       Advertise (paced), Observe, Announce       Active
 * Active      heard, losing, new Active           Advertise (paced)                          Active
 * Active      edited                              Advertise, Claim if addresses differ       Active
 * Active      priority edited to 0                Advertise(0), Release, Report(Observer)    Backup
 * Active      woken late, peers known             - (silent for one interval)                Active
 * Active      faults raised                       Advertise(0), Release, Report(FaultRaised) Fault
 * Backup      faults raised                       Report(FaultRaised)                        Fault
 * Fault       faults cleared                      as Startup, Report(FaultCleared)           see there
 * Active      Shutdown                            Advertise(0), Release, Report(Stopped)     Initialize
 * Backup      Shutdown                            Report(Stopped)                            Initialize
 * Fault       Shutdown                            Report(Stopped)                            Initialize
 * </pre>
 *
 * <p>* The last advertisement before yielding is not in RFC 9568 section 6.4.3: without it the winner of a split that heals
 * may never learn that there were two, and leaves the neighbours with the loser's MAC. A "new Active" has been one for less
 * than an interval, at most a second: what it hears then is the last word of the one that it has preempted, and the burst
 * that it has begun repairs the neighbours.
 *
 * <p>"Better" is a higher priority, or the same and a higher source address, unsigned. The owner (255) preempts in
 * every mode and yields only to another owner with a higher address. A router with priority 0, which on the wire means
 * a resignation and so cannot be advertised, is an observer: it follows the Active and never becomes one. The preempt
 * delay counts from the moment the router began to take part, and lets a living, lesser Active be; where nobody is
 * heard it doesn't apply.
 */
public final class VirtualRouter {
    private static final State INITIAL = new State.Initialize(Intervals.NEVER, Set.of(), false);

    private VirtualRouter() {}

    /** The state before {@link Event.Startup}. */
    public static State initial() {
        return INITIAL;
    }

    /**
     * Answers one event.
     *
     * @param config in force
     * @param state until now
     * @param event that happened
     * @param nowNanos the loop's clock
     */
    public static Step step(RouterConfig config, State state, Event event, long nowNanos) {
        return switch (state) {
            case State.Initialize initialize -> IdleSteps.initialize(config, initialize, event, nowNanos);
            case State.Backup backup -> BackupSteps.step(config, backup, event, nowNanos);
            case State.Active active -> ActiveSteps.step(config, active, event, nowNanos);
            case State.Yielding yielding -> YieldingSteps.step(config, yielding, event, nowNanos);
            case State.Fault fault -> IdleSteps.fault(config, fault, event, nowNanos);
        };
    }
}
