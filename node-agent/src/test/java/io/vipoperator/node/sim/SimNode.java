package io.vipoperator.node.sim;

import io.vipoperator.node.loop.CheckVerdict;
import io.vipoperator.node.loop.CheckVerdict.Standing;
import io.vipoperator.node.loop.Command;
import io.vipoperator.node.loop.DesiredState;
import io.vipoperator.node.loop.Inbox;
import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.LoopCounters;
import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.NetworkInterface;
import io.vipoperator.node.loop.RouterLoop;
import io.vipoperator.node.loop.RouterPhase;
import io.vipoperator.node.loop.RouterReport;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.loop.Waiter;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.vrrp.TransitionReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** A host on the segment: its power, its agent's process, its kernel, and the checks of each of the loop's turns. */
final class SimNode {
    private static final long LONGEST_SLEEP_NANOS = Millis.of(200);
    private static final long EPOCH_NANOS = 1_800_000_000_000_000_000L;

    private final int id;
    private final Schedule schedule;
    private final SplittableRandom random;
    private final SimKernel kernel;
    private final SimWire wire;
    private final NodeChecks checks;
    private final long clockOffsetNanos;
    private final boolean[] carriers = {true, true, true};
    private final Map<String, CheckVerdict> verdicts = new HashMap<>();
    private final Map<String, Long> failingSinceNanos = new HashMap<>();
    private boolean judged;
    private List<RouterSetup> setups = List.of();
    private long generation;
    private long wallOffsetNanos;
    private boolean frozen;
    private Optional<Agent> agent = Optional.empty();
    private long turnSequence;
    private long pendingTurnNanos = Long.MAX_VALUE;
    private long wokenNanos = Long.MIN_VALUE / 2;
    private long lastTurnNanos;

    /** One run of the agent's process. */
    private static final class Agent {
        final LoopCounters counters = new LoopCounters();
        final Inbox inbox;
        final RouterLoop loop;
        LoopReport report = new LoopReport(-1, 0, List.of(), List.of(), List.of());
        boolean stopping;

        Agent(SimNode node) {
            inbox = new Inbox(new Waking(node), counters);
            loop = new RouterLoop(
                    inbox,
                    node.wire,
                    node.kernel,
                    node::clockNanos,
                    node::epochNanos,
                    newReport -> report = newReport,
                    counters,
                    message -> {});
        }

        long transitions() {
            long sum = 0;
            for (TransitionReason reason : TransitionReason.values()) {
                sum += counters.transitions(reason);
            }
            return sum;
        }
    }

    /** A command in the inbox makes the loop turn soon. */
    private record Waking(SimNode node) implements Waiter {
        @Override
        public void await(long deadlineNanos) {
            throw new IllegalStateException("virtual time never waits");
        }

        @Override
        public void wake() {
            node.turnSoon();
        }
    }

    SimNode(int id, Schedule schedule, List<Segment> segments, SplittableRandom random) {
        this.id = id;
        this.schedule = schedule;
        this.random = random;
        this.clockOffsetNanos = random.nextLong(1_000_000_000_000L);
        this.kernel = new SimKernel(schedule, random, this);
        this.wire = new SimWire(this, segments);
        this.checks = new NodeChecks(this);
        verdicts.put(FailingChecks.NGINX, verdict(Standing.HEALTHY));
        segments.forEach(segment -> segment.attach(this));
    }

    int id() {
        return id;
    }

    /** Whether that is the node's own address on the NIC. */
    boolean has(int nic, IpAddress address) {
        return Addressing.of(nic, id).stream().anyMatch(own -> own.address().equals(address));
    }

    SimWire wire() {
        return wire;
    }

    SimKernel kernel() {
        return kernel;
    }

    Schedule schedule() {
        return schedule;
    }

    boolean hasCarrier() {
        return carriers[0];
    }

    boolean hasCarrier(int nic) {
        return carriers[nic];
    }

    /** Of the state that it was told last. */
    long generation() {
        return generation;
    }

    long wokenNanos() {
        return wokenNanos;
    }

    /** When the loop's clock showed that, on the schedule. */
    long onSchedule(long loopNanos) {
        return loopNanos - clockOffsetNanos;
    }

    /** So far is the wall clock off. */
    void setWallOffset(long nanos) {
        schedule.note(this + ": wall clock is " + nanos / 1_000_000 + " ms off");
        wallOffsetNanos = nanos;
    }

    long wallOffsetNanos() {
        return wallOffsetNanos;
    }

    Optional<LoopReport> report() {
        return agent.map(running -> running.report);
    }

    boolean isFrozen() {
        return frozen;
    }

    boolean isRunning() {
        return agent.isPresent();
    }

    boolean isStopping() {
        return agent.filter(running -> running.stopping).isPresent();
    }

    List<RouterSetup> setups() {
        return setups;
    }

    boolean hasWokenWithin(long nanos) {
        return schedule.nowNanos() - wokenNanos <= nanos;
    }

    boolean hasTurnedWithin(long nanos) {
        return schedule.nowNanos() - lastTurnNanos <= nanos;
    }

    void run(List<RouterSetup> newSetups) {
        setups = List.copyOf(newSetups);
        generation++;
        agent.ifPresent(running -> running.inbox.offer(new Command.Apply(new DesiredState(generation, 0, setups))));
    }

    /** The check of that name says that from now on; an agent that hasn't probed yet says so later. */
    void judge(String check, boolean healthy) {
        schedule.note(this + ": " + check + (healthy ? " is healthy" : " fails"));
        if (healthy) {
            failingSinceNanos.remove(check);
        } else {
            failingSinceNanos.putIfAbsent(check, schedule.nowNanos());
        }
        verdicts.put(check, verdict(healthy ? Standing.HEALTHY : Standing.FAILING));
        if (judged) {
            tellVerdicts();
        }
    }

    boolean hasFailedFor(String check, long nanos) {
        Long sinceNanos = failingSinceNanos.get(check);
        return sinceNanos != null && schedule.nowNanos() - sinceNanos > nanos;
    }

    /** Whether its agent knows its verdicts. */
    boolean isJudged() {
        return judged;
    }

    private static CheckVerdict verdict(Standing standing) {
        return new CheckVerdict(standing, "GET /: " + standing, OptionalInt.empty());
    }

    private void tellVerdicts() {
        agent.ifPresent(running -> running.inbox.offer(new Command.Judge(verdicts)));
    }

    /** Nothing is known of its checks until their first probes have ended. */
    private void beginProbing() {
        judged = false;
        Optional<Agent> probing = agent;
        schedule.after(Millis.of(20 + 37 * id), () -> {
            if (agent.equals(probing)) {
                judged = true;
                tellVerdicts();
            }
        });
    }

    void start() {
        if (agent.isPresent()) {
            return;
        }
        schedule.note(this + ": agent starts");
        frozen = false;
        kernel.agentStarted();
        wire.clear();
        agent = Optional.of(new Agent(this));
        checks.begin();
        lastTurnNanos = schedule.nowNanos();
        tellInterfaces();
        run(setups);
        beginProbing();
    }

    /** kill -9: the process is gone, the addresses stay until they expire. */
    void kill() {
        schedule.note(this + ": agent is killed");
        agent = Optional.empty();
        frozen = false;
        kernel.agentEnded();
    }

    void cutPower() {
        schedule.note(this + ": power is cut");
        agent = Optional.empty();
        frozen = false;
        kernel.loseAll();
    }

    void stop() {
        agent.ifPresent(running -> {
            schedule.note(this + ": agent is asked to stop");
            running.stopping = true;
            running.inbox.offer(new Command.Stop());
        });
    }

    void freeze() {
        schedule.note(this + ": frozen");
        frozen = true;
    }

    void thaw() {
        if (frozen) {
            schedule.note(this + ": thawed");
            frozen = false;
            wokenNanos = schedule.nowNanos();
            kernel.thawed();
            turnSoon();
        }
    }

    void carrier(boolean up) {
        carrier(0, up);
    }

    void carrier(int nic, boolean up) {
        schedule.note(this + ": carrier of eth" + nic + (up ? " returns" : " is lost"));
        carriers[nic] = up;
        tellInterfaces();
    }

    void tell(KernelEvent event) {
        agent.ifPresent(running -> running.inbox.offer(new Command.FromKernel(event)));
    }

    void receive(int nic, Arrival arrival) {
        if (carriers[nic] && agent.isPresent()) {
            wire.arrived(nic, arrival);
            turnSoon();
        }
    }

    Optional<RouterReport> report(RouterSetup setup) {
        return agent.flatMap(running -> running.report.routers().stream()
                .filter(report -> report.setup().key().equals(setup.key()))
                .findFirst());
    }

    boolean isActive(RouterSetup setup) {
        return report(setup)
                .filter(report -> report.state() == RouterPhase.ACTIVE)
                .isPresent();
    }

    LoopCounters counters() {
        return agent.orElseThrow().counters;
    }

    void check() {
        if (agent.isPresent() && !frozen) {
            checks.at(schedule.nowNanos(), agent.get().report);
        }
    }

    private void turnSoon() {
        if (agent.isPresent() && !frozen) {
            turnAt(schedule.nowNanos() + Millis.between(random, 0.005, 0.1));
        }
    }

    private void turnAt(long atNanos) {
        if (atNanos >= pendingTurnNanos) {
            return;
        }
        pendingTurnNanos = atNanos;
        long sequence = ++turnSequence;
        schedule.at(atNanos, () -> {
            if (sequence == turnSequence) {
                pendingTurnNanos = Long.MAX_VALUE;
                if (!frozen) {
                    agent.ifPresent(this::turn);
                }
            }
        });
    }

    private void turn(Agent running) {
        if (schedule.nowNanos() - lastTurnNanos > Millis.of(400)) {
            wokenNanos = schedule.nowNanos();
        }
        lastTurnNanos = schedule.nowNanos();
        LoopReport before = running.report;
        long transitionsBefore = running.transitions();
        wire.turnBegins();
        long next = running.loop.turn(clockNanos());
        noteChanges(before, running.report);
        checks.afterTurn(
                before,
                running.report,
                wire.sentInTurn(),
                running.transitions() - transitionsBefore,
                schedule.nowNanos());
        if (running.loop.ended()) {
            schedule.note(this + ": agent has stopped");
            for (RouterSetup setup : setups) {
                setup.install()
                        .addresses()
                        .forEach(left -> Invariant.holds(
                                !kernel.has(left.address()), () -> this + " has stopped and left " + left));
            }
            agent = Optional.empty();
            kernel.agentEnded();
            return;
        }
        long dueNanos = next == Long.MAX_VALUE ? Long.MAX_VALUE : next - clockOffsetNanos;
        long sleepNanos = Math.min(Math.max(dueNanos - schedule.nowNanos(), 0), LONGEST_SLEEP_NANOS);
        turnAt(schedule.nowNanos() + sleepNanos + Millis.between(random, 0.005, 0.2));
    }

    private void noteChanges(LoopReport before, LoopReport after) {
        if (before.equals(after)) {
            return;
        }
        for (RouterReport router : after.routers()) {
            boolean same = before.routers().stream()
                    .anyMatch(
                            report -> report.setup().key().equals(router.setup().key())
                                    && report.state() == router.state()
                                    && report.addressesHeld() == router.addressesHeld());
            if (!same) {
                schedule.note(this + ": " + router.setup().key() + " is " + router.state() + " (" + router.reason()
                        + ")" + (router.addressesHeld() ? ", holds" : "") + " " + router.message());
            }
        }
    }

    private void tellInterfaces() {
        List<NetworkInterface> nics = new ArrayList<>();
        for (int nic = 0; nic < carriers.length; nic++) {
            nics.add(new NetworkInterface(
                    Addressing.index(nic),
                    "eth" + nic,
                    Optional.of(Addressing.mac(nic, id)),
                    1500,
                    carriers[nic],
                    false,
                    false,
                    nic < Addressing.SEGMENTS ? Addressing.of(nic, id) : List.of(),
                    Optional.empty()));
        }
        tell(new KernelEvent.InterfacesChanged(nics));
    }

    private long epochNanos() {
        return EPOCH_NANOS + schedule.nowNanos() + wallOffsetNanos;
    }

    private long clockNanos() {
        return schedule.nowNanos() + clockOffsetNanos;
    }

    @Override
    public String toString() {
        return "node " + id;
    }
}
