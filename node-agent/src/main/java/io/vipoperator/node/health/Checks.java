package io.vipoperator.node.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * All checks of this node, each once however many routers depend on it: begins probes when they are due, and tells how the
 * checks stand. One thread calls {@link #turn} and never waits for a probe; time is a parameter.
 */
public final class Checks {
    private static final Comparator<Place> BY_DEADLINE =
            Comparator.comparingLong(Place::deadlineNanos).thenComparing(Place::name);

    private final Function<Probe, Prober> probers;
    private final Memory memory;
    private final CheckListener listener;
    private final Runnable wake;
    private final AtomicReference<List<CheckSetup>> latest = new AtomicReference<>();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final TreeSet<Place> order = new TreeSet<>(BY_DEADLINE);
    private final Map<String, Place> places = new LinkedHashMap<>();
    private Map<String, RunningCheck> running = new LinkedHashMap<>();
    private List<CheckReport> told = List.of();

    /** What is known of a check from a former run of the agent. */
    @FunctionalInterface
    public interface Memory {
        /** Empty if it is nothing, or too old. */
        Optional<CheckReport> of(CheckSetup setup, long nowNanos);
    }

    private record Ended(RunningCheck.Flight flight, Finding finding) {}

    private record Place(long deadlineNanos, String name) {}

    /**
     * Runs no check yet.
     *
     * @param probers make the prober for a target
     * @param wake has {@link #turn} called soon; of any thread, and must not block
     */
    public Checks(Function<Probe, Prober> probers, Memory memory, CheckListener listener, Runnable wake) {
        this.probers = probers;
        this.memory = memory;
        this.listener = listener;
        this.wake = wake;
    }

    /** Runs exactly these from now on; no name twice. From any thread. */
    public void run(List<CheckSetup> setups) {
        latest.set(List.copyOf(setups));
        wake.run();
    }

    /**
     * Does all that is due.
     *
     * @return when the next turn is due at latest; {@link Long#MAX_VALUE} = when something comes
     */
    long turn(long nowNanos) {
        List<CheckSetup> wanted = latest.getAndSet(null);
        boolean changed = wanted != null;
        if (wanted != null) {
            replace(wanted, nowNanos);
        }
        for (Ended one = ended.poll(); one != null; one = ended.poll()) {
            changed |= ended(one, nowNanos);
        }
        changed |= due(nowNanos);
        if (changed) {
            tell();
        }
        return order.isEmpty() ? Long.MAX_VALUE : order.first().deadlineNanos();
    }

    /** Ends all checks. */
    void close() {
        running.values().forEach(RunningCheck::close);
        running.clear();
        order.clear();
        places.clear();
    }

    private void replace(List<CheckSetup> wanted, long nowNanos) {
        Map<String, RunningCheck> next = new LinkedHashMap<>();
        for (CheckSetup setup : wanted) {
            RunningCheck check = running.remove(setup.name());
            if (check == null) {
                check = new RunningCheck(setup, memory.of(setup, nowNanos), probers, nowNanos);
            } else {
                check.use(setup, nowNanos);
            }
            next.put(setup.name(), check);
        }
        running.forEach((name, check) -> {
            check.close();
            Place place = places.remove(name);
            order.remove(place);
        });
        running = next;
        running.values().forEach(this::placeAnew);
    }

    private boolean ended(Ended one, long nowNanos) {
        RunningCheck check = one.flight().check();
        CheckReport before = check.report();
        Optional<Long> durationNanos = check.ended(one.flight(), one.finding(), nowNanos);
        durationNanos.ifPresent(nanos -> {
            listener.probed(check.setup().name(), RunningCheck.isSuccess(one.finding()), nanos);
            placeAnew(check);
        });
        return durationNanos.isPresent() && !check.report().equals(before);
    }

    /** Each check once at most: what is due again at once waits for the next turn. */
    private boolean due(long nowNanos) {
        boolean changed = false;
        List<String> names = order.stream()
                .takeWhile(place -> place.deadlineNanos() <= nowNanos)
                .map(Place::name)
                .toList();
        for (String name : names) {
            RunningCheck check = running.get(name);
            CheckReport before = check.report();
            Optional<RunningCheck.Flight> flight = check.at(nowNanos);
            placeAnew(check);
            flight.ifPresent(begun -> check.probe().thenAccept(finding -> {
                ended.add(new Ended(begun, finding));
                wake.run();
            }));
            changed |= !check.report().equals(before);
        }
        return changed;
    }

    private void placeAnew(RunningCheck check) {
        Place place = new Place(check.deadlineNanos(), check.setup().name());
        Place before = places.put(place.name(), place);
        if (before != null) {
            order.remove(before);
        }
        if (place.deadlineNanos() != Long.MAX_VALUE) {
            order.add(place);
        }
    }

    private void tell() {
        List<CheckReport> all = new ArrayList<>(running.size());
        running.values().forEach(check -> all.add(check.report()));
        if (!all.equals(told)) {
            told = List.copyOf(all);
            listener.changed(told);
        }
    }
}
