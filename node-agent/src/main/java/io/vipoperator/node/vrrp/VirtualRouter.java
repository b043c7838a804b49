package io.vipoperator.node.vrrp;

import java.util.Set;

/**
 * The VRRP state machine of one virtual router (RFC 9568 section 6.4; RFC 3768 section 6.4 in version 2), with a fourth state
 * for what keeps a router out, and a fifth in which it hands over. Pure: time comes in, effects go out, and a deadline is a
 * field of the state. What isn't in the table changes nothing.
 *
 * <pre>
 * state       event                               effects, in order                          next
 * ----------  ----------------------------------  -----------------------------------------  ----------
 * Initialize  Startup, delay left                 -                                          Initialize
 * Initialize  Startup or delay over, 255          Advertise, Claim, Report(Owner)            Active
 * Initialize  Startup or delay over               Report(Started)                            Backup
 * Initialize  Startup with faults, faults raised  Report(FaultRaised)                        Fault
 * Backup      Active_Down_Timer                   Advertise, Claim, Report(why)              Active
 * Backup      Active_Down_Timer, grouped          - (ready: waits for its group)             Backup
 * Backup      group agrees, ready                 Advertise, Claim, Report(why)              Active
 * Backup      Active_Down_Timer, woken late       timer := 1.5 intervals + Skew_Time, once   Backup
 * Backup      heard 0                             timer := Skew_Time                         Backup
 * Backup      heard 0, failing itself             timer := 4 intervals (v2: 3, 1 s) + Skew   Backup
 * Backup      heard, better or not to preempt     learn interval, timer := Active_Down       Backup
 * Backup      heard, lesser, to preempt           - (discarded: the timer runs on)           Backup
 * Backup      priority edited                     timer shifted by the change of Skew_Time   Backup
 * Backup      priority edited to 255              Advertise, Claim, Report(Owner)            Active
 * Active      Adver_Timer                         Advertise                                  Active
 * Active      addresses held, announcement due    Announce                                   Active
 * Active      heard 0                             Advertise (paced), restart Adver_Timer     Active
 * Active      heard 0, further one of its group   the same, Announce (paced)                 Active
 * Active      heard, better                       Advertise*, Report(BetterActiveHeard)      Yielding+
 * Active      heard, losing                       Advertise (paced), Observe, Announce       Active
 * Active      heard, losing, new Active           Advertise (paced)                          Active
 * Active      edited                              Advertise, Claim if addresses differ       Active
 * Active      priority edited to 0                3 Advertise(0), Report(Observer)           Yielding+
 * Active      woken late, peers known             - (silent for one interval)                Active
 * Active      hand over: weakened, group left     3 Advertise(0), Report(why)                Yielding
 * Active      Shutdown                            3 Advertise(0), Report(Stopped)            Yielding+
 * Active      faults of checks, trackers, group   3 Advertise(0), Report(FaultRaised)        Yielding+
 * Active      address removed again and again     the same, Claim                            Yielding+
 * Active      faults under which it can't hold    Advertise(0), Release, Report(FaultRaised) Fault
 * Yielding    heard first                         follow, release in 100 ms                  Yielding
 * Yielding    heard first, weakened: a lesser one Advertise, Claim, Report(NoSuccessor)      Active
 *             that it would preempt
 * Yielding    announced by another MAC            ReleaseAddress, with the last one: end     Yielding
 * Yielding    100 ms are over                     end                                        see end
 * Yielding    successor silent or 0 meanwhile     Advertise, Claim, Report(why)              Active
 * Yielding    nobody heard for 4 intervals (v2:   Advertise, Claim, Report(NoSuccessor);     Active
 *             3 and 1 s), may stay                grouped: ready, and 100 ms later end
 * Yielding    the same, but must go               end                                        see end
 * Yielding    faults under which it can't hold    end                                        see end
 * Yielding    Startup while stopping              - (may stay)                               Yielding
 * end of Yielding                                 Release, Report(why it began)              Backup,
 *                                                                          Initialize, Fault
 * Backup      faults raised                       Report(FaultRaised)                        Fault
 * Fault       faults cleared                      as Startup, Report(FaultCleared)           see there
 * Backup      Shutdown                            Report(Stopped)                            Initialize
 * Fault       Shutdown                            Report(Stopped)                            Initialize
 * </pre>
 *
 * <p>Yielding departs from RFC 9568 section 6.4.3 and RFC 3768 section 6.4.3, which let the addresses go at once, on purpose:
 * from the resignation until the heir has claimed and announced them nobody would answer for them. It is bounded: 4 intervals
 * (in a group the slowest's) without a successor (at a stop 8 s at most), 100 ms with one. The three resignations go out at
 * once, since one may be lost; a later one would set the Backups' timers anew. + Who has nothing on the NIC goes at once.
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
 * heard it doesn't apply. Who is in the failing band preempts nobody, and leaves the succession of one that resigns to those
 * that are sound, and to that one itself, which may have resigned because it fails, too: where all fail, the address stays.
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
