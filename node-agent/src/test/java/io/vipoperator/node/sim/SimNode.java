package io.vipoperator.node.sim;

import io.vipoperator.node.loop.AddressWithPrefix;
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
import io.vipoperator.node.wire.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A host on the segment: its power, its agent's process, its kernel, and the checks of each of the loop's turns. */
final class SimNode {
    static final int NIC = 2;
    private static final long LONGEST_SLEEP_NANOS = Millis.of(200);
    private static final long LONGEST_RELEASE_NANOS = Millis.of(100);

    private final int id;
    private final Schedule schedule;
    private final SplittableRandom random;
    private final SimKernel kernel;
    private final SimWire wire;
    private final IpAddress address;
    private final long clockOffsetNanos;
    private List<RouterSetup> setups = List.of();
    private long generation;
    private boolean carrier = true;
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
                    node.schedule::nowNanos,
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

    SimNode(int id, Schedule schedule, Segment segment, SplittableRandom random) {
        this.id = id;
        this.schedule = schedule;
        this.random = random;
        this.address = IpAddress.parse("10.0.0." + (10 + id));
        this.clockOffsetNanos = random.nextLong(1_000_000_000_000L);
        this.kernel = new SimKernel(schedule, random, this);
        this.wire = new SimWire(this, segment);
        segment.attach(this);
    }

    int id() {
        return id;
    }

    IpAddress address() {
        return address;
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
        return carrier;
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

    void start() {
        if (agent.isPresent()) {
            return;
        }
        schedule.note(this + ": agent starts");
        frozen = false;
        kernel.agentStarted();
        wire.clear();
        agent = Optional.of(new Agent(this));
        lastTurnNanos = schedule.nowNanos();
        tellInterfaces();
        run(setups);
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
        schedule.note(this + ": carrier " + (up ? "returns" : "is lost"));
        carrier = up;
        tellInterfaces();
    }

    void tell(KernelEvent event) {
        agent.ifPresent(running -> running.inbox.offer(new Command.FromKernel(event)));
    }

    void receive(byte[] packet) {
        if (carrier && agent.isPresent()) {
            wire.arrived(packet);
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

    /** Addresses stay on the NIC without an Active for a moment only, while the kernel takes them off. */
    void check() {
        if (agent.isEmpty() || frozen) {
            return;
        }
        boolean empty = kernel.isEmpty();
        for (RouterReport router : agent.get().report.routers()) {
            boolean active = isHolding(router);
            boolean justLeft = clockNanos() - router.sinceNanos() < LONGEST_RELEASE_NANOS
                    || schedule.nowNanos() - wokenNanos < LONGEST_RELEASE_NANOS;
            for (AddressWithPrefix held : empty
                    ? List.<AddressWithPrefix>of()
                    : router.setup().install().addresses()) {
                Invariant.holds(
                        active || justLeft || !kernel.has(held.address()),
                        () -> this + " holds " + held + " but is " + router.state());
            }
            if (router.addressesHeld()) {
                Invariant.holds(active, () -> this + " says that it holds addresses but is " + router.state());
            }
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
        checkTurn(running, before, running.transitions() - transitionsBefore);
        noteChanges(before, running.report);
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

    private static boolean isHolding(RouterReport router) {
        return router.state() == RouterPhase.ACTIVE || router.state() == RouterPhase.YIELDING;
    }

    /** Claimed if and only if Active or Yielding; nobody but an Active advertises; only an Active resigns. */
    private void checkTurn(Agent running, LoopReport before, long transitions) {
        for (RouterReport router : running.report.routers()) {
            boolean active = router.state() == RouterPhase.ACTIVE;
            boolean wasActive = before.routers().stream()
                    .anyMatch(report ->
                            report.setup().key().equals(router.setup().key()) && report.state() == RouterPhase.ACTIVE);
            Invariant.holds(
                    kernel.isAsked(router.setup().key()) == isHolding(router),
                    () -> this + " is " + router.state() + " and asks for addresses: "
                            + kernel.isAsked(router.setup().key()));
            for (int priority : wire.sentInTurn(router.setup().virtualRouterID())) {
                boolean may = priority == 0 ? wasActive : wasActive || active;
                Invariant.holds(
                        may || transitions > 1, () -> this + " advertises " + priority + " but is " + router.state());
            }
        }
    }

    private void noteChanges(LoopReport before, LoopReport after) {
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
        NetworkInterface nic = new NetworkInterface(
                NIC,
                "eth0",
                Optional.of(new MacAddress(0x0200_0000_0000L + id)),
                1500,
                carrier,
                false,
                false,
                List.of(new AddressWithPrefix(address, 24)),
                Optional.empty());
        tell(new KernelEvent.InterfacesChanged(List.of(nic)));
    }

    private long clockNanos() {
        return schedule.nowNanos() + clockOffsetNanos;
    }

    @Override
    public String toString() {
        return "node " + id;
    }
}
