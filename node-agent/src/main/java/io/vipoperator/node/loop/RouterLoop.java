package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * All virtual routers of this node: takes commands, packets and time, steps the machines and has their effects carried out.
 * Never blocks; one thread calls {@link #turn}. This class is the order of things, and nothing else.
 */
public final class RouterLoop {
    /** Of each in one turn, so that a flood of one kind leaves time for the others. */
    private static final int MOST_COMMANDS = 4_096;

    private static final int MOST_PACKETS = 4_096;

    /** All that had arrived before the loop woke is read in so many turns; what still comes then is a flood. */
    private static final int MOST_TURNS_TO_READ = 4;

    /** The kernel's, to take the addresses off. */
    private static final long LONGEST_RELEASE_NANOS = 2_000_000_000L;

    /** The grace of the agent's pod is 10 s, and others have to end after the loop. */
    private static final long LONGEST_STOP_NANOS = 8_500_000_000L;

    private final Inbox inbox;
    private final Wire wire;
    private final NanoClock clock;
    private final Reports reports;
    private final Links links = new Links();
    private final Changes changes = new Changes();
    private final Verdicts verdicts = new Verdicts();
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private final ForeignRouters foreignRouters = new ForeignRouters();
    private final Claims claims;
    private final Sockets sockets;
    private final Devices devices;
    private final Announcer announcer;
    private final Stepper stepper;
    private final Placement placement;
    private final Routers routers;
    private final Groups groups;
    private final Answers answers;
    private final Reception reception;
    private final Neighbours neighbours;
    private final DueDeadlines due;
    private final Wire.Receiver receiver = new FromWire();

    private int turnsToRead;
    private long generation = -1;
    private long reportRequest;
    private boolean stopping;
    private long stopAtNanos = Long.MAX_VALUE;
    private boolean ended;

    /**
     * A loop that runs no router yet.
     *
     * @param clock tells when a packet is read
     * @param epochNanos tells nanoseconds since 1970, for signatures; may be set at any time
     */
    public RouterLoop(
            Inbox inbox,
            Wire wire,
            Kernel kernel,
            NanoClock clock,
            LongSupplier epochNanos,
            Reports reports,
            LoopCounters counters,
            LoopLog log) {
        this.inbox = inbox;
        this.wire = wire;
        this.clock = clock;
        this.reports = reports;
        this.claims = new Claims(kernel);
        this.sockets = new Sockets(kernel);
        this.devices = new Devices(kernel);
        this.announcer = new Announcer(links, wire, counters);
        Set<String> movedGroups = new LinkedHashSet<>();
        List<Router> leaving = new ArrayList<>();
        this.stepper = new Stepper(wire, claims, announcer, counters, log, movedGroups, leaving, epochNanos);
        this.placement = new Placement(links, sockets, devices, stepper, deadlines, movedGroups);
        this.groups = new Groups(stepper, placement, movedGroups);
        this.routers = new Routers(claims, stepper, placement, deadlines, changes, verdicts, leaving);
        this.answers = new Answers(claims, routers, stepper, placement);
        this.reception = new Reception(links, stepper, deadlines, foreignRouters, counters, epochNanos);
        this.neighbours = new Neighbours(links, stepper, placement, announcer, deadlines);
        this.due = new DueDeadlines(sockets, devices, neighbours, routers, deadlines, stepper, placement);
    }

    /**
     * Does all that is due: commands, then packets, then deadlines (a late wake-up must hear before it acts).
     *
     * @param nowNanos the loop's clock
     * @return when the next turn is due at latest; {@link Long#MAX_VALUE} = when something comes
     */
    public long turn(long nowNanos) {
        boolean moreCommands = takeCommands(nowNanos);
        settleAmongThemselves(nowNanos);
        boolean morePackets = drainPackets();
        settleAmongThemselves(nowNanos);
        turnsToRead = morePackets ? turnsToRead + 1 : 0;
        // An advertisement that decides who is Active may be among the packets that are left.
        if (!morePackets || turnsToRead > MOST_TURNS_TO_READ) {
            due.fire(nowNanos);
            settleAmongThemselves(nowNanos);
        }
        neighbours.at(nowNanos);
        announcer.send(nowNanos);
        publish(nowNanos);
        ended = stopping && (routers.allHaveLeft() || nowNanos >= stopAtNanos);
        return moreCommands || morePackets ? nowNanos : nextDeadlineNanos();
    }

    /** Whether a Stop has been carried out. */
    public boolean ended() {
        return ended;
    }

    private boolean takeCommands(long nowNanos) {
        if (inbox.takeOverrun()) {
            claims.askAgain();
        }
        for (int taken = 0; taken < MOST_COMMANDS; taken++) {
            Command command = inbox.poll();
            if (command == null) {
                return false;
            }
            switch (command) {
                case Command.Apply(var state) -> apply(state, nowNanos);
                case Command.Judge(var latest) -> placement.judged(routers.all(), verdicts.replace(latest), nowNanos);
                case Command.FromKernel(var event) -> fromKernel(event, nowNanos);
                case Command.Announce(var virtualIP) -> announceAgain(virtualIP, nowNanos);
                case Command.Stop stop -> stop(nowNanos);
            }
        }
        return true;
    }

    private void apply(DesiredState state, long nowNanos) {
        if (stopping) {
            return;
        }
        generation = state.generation();
        reportRequest = state.reportRequest();
        routers.replace(state.routers(), nowNanos);
        groups.assign(routers.running());
        placeAll(nowNanos);
    }

    private void announceAgain(String virtualIP, long nowNanos) {
        for (Router router : routers.all()) {
            if (router.key.virtualIP().equals(virtualIP)) {
                answers.announceAgain(router, nowNanos);
            }
        }
    }

    private void stop(long nowNanos) {
        if (!stopping) {
            stopping = true;
            routers.stopAll(nowNanos);
            groups.assign(routers.running());
            long releasedNanos = Math.max(nowNanos, routers.lastReleaseNanos());
            stopAtNanos = Math.min(releasedNanos + LONGEST_RELEASE_NANOS, nowNanos + LONGEST_STOP_NANOS);
        }
    }

    private void fromKernel(KernelEvent event, long nowNanos) {
        switch (event) {
            case KernelEvent.InterfacesChanged(var interfaces) -> interfacesChanged(interfaces, nowNanos);
            case KernelEvent.Listening listening -> {
                sockets.listening(listening);
                placement.settleAll(routers.all(), nowNanos);
            }
            case KernelEvent.ListeningFailed failed -> {
                sockets.failed(failed, nowNanos);
                placement.settleAll(routers.all(), nowNanos);
            }
            case KernelEvent.Released(var key) -> routers.released(key);
            case KernelEvent.DeviceReady ready -> placement.deviceReady(ready, nowNanos);
            case KernelEvent.DeviceRefused refused -> placement.deviceRefused(refused, nowNanos);
            case KernelEvent.Held held -> answers.held(held, nowNanos);
            case KernelEvent.Refused refused -> answers.refused(refused, nowNanos);
            case KernelEvent.Lost lost -> answers.lost(lost, nowNanos);
        }
    }

    private void interfacesChanged(List<NetworkInterface> interfaces, long nowNanos) {
        if (interfaces.equals(links.interfaces())) {
            return;
        }
        List<Router> forgotten = new ArrayList<>();
        for (NetworkInterface nic : interfaces) {
            if (links.nic(nic.index())
                    .filter(before -> neighboursMayForget(before, nic))
                    .isPresent()) {
                routers.all().stream()
                        .filter(router -> router.interfaceIndex == nic.index())
                        .forEach(forgotten::add);
            }
        }
        links.replace(interfaces);
        placeAll(nowNanos);
        forgotten.forEach(router -> answers.announceAgain(router, nowNanos));
    }

    private static boolean neighboursMayForget(NetworkInterface before, NetworkInterface now) {
        return (now.running() && !before.running())
                || !Objects.equals(before.mac(), now.mac())
                || before.mtuBytes() != now.mtuBytes();
    }

    private void placeAll(long nowNanos) {
        placement.placeAll(routers.all(), nowNanos);
        neighbours.watch(routers.all());
        for (Router router : routers.all()) {
            foreignRouters.forget(router.interfaceName, router.key.family(), router.setup.virtualRouterID());
        }
        changes.note();
    }

    private boolean drainPackets() {
        int drained = 0;
        while (drained < MOST_PACKETS) {
            neighbours.socketsAreRead();
            int received = wire.receive(receiver);
            if (received == 0) {
                return false;
            }
            drained += received;
        }
        return true;
    }

    /**
     * Heard when it is read. With the time at which the turn began, a turn that is held up (by a garbage collection) after
     * that would restart the timers of Backups so early that the next turn finds them expired, though the Active lives.
     */
    private final class FromWire implements Wire.Receiver {
        @Override
        public void ipv4(int interfaceIndex, byte[] buffer, int length) {
            neighbours.delivered(interfaceIndex, buffer, length);
            reception.ipv4(interfaceIndex, buffer, length, clock);
        }

        @Override
        public void ipv6(
                int interfaceIndex, IpAddress source, IpAddress destination, int hopLimit, byte[] buffer, int length) {
            neighbours.delivered(interfaceIndex, source, buffer, length);
            reception.ipv6(interfaceIndex, source, destination, hopLimit, buffer, length, clock);
        }

        @Override
        public void frame(int interfaceIndex, byte[] buffer, int length) {
            neighbours.frame(interfaceIndex, buffer, length, clock);
        }
    }

    /** Packets, deadlines and commands move single routers: what that means for others on this node. */
    private void settleAmongThemselves(long nowNanos) {
        groups.decide(nowNanos);
        routers.replaceWhatCanBe(nowNanos);
        groups.decide(nowNanos);
        if (routers.forgetWhatHasLeft() && !stopping) {
            // Their VRIDs and NICs are free.
            placeAll(nowNanos);
            groups.decide(nowNanos);
        }
    }

    private void publish(long nowNanos) {
        boolean foreign = foreignRouters.forgetSilent(nowNanos);
        foreign |= reception.takeForeignRouterToReport();
        if (changes.take() || foreign) {
            reports.changed(new LoopReport(
                    generation, reportRequest, routers.report(), links.interfaces(), foreignRouters.report()));
        }
    }

    private long nextDeadlineNanos() {
        Router first = deadlines.first();
        long next = Math.min(announcer.deadlineNanos(), sockets.deadlineNanos());
        next = Math.min(next, neighbours.deadlineNanos());
        next = Math.min(next, first == null ? Long.MAX_VALUE : first.heapDeadlineNanos);
        next = Math.min(next, devices.deadlineNanos());
        return Math.min(next, stopAtNanos);
    }
}
