package io.vipoperator.node.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No pair of state and event is unanswered, and what must always hold does, along long random walks too. */
class EveryStateAnswersEveryEventTest {
    private static final AnnouncementPlan PLAN = new AnnouncementPlan(2, 200_000_000L, 5_000_000_000L, 60_000_000_000L);

    private static List<RouterConfig> configs() {
        List<RouterConfig> configs = new ArrayList<>();
        for (int priority : new int[] {0, 1, 100, 254, 255}) {
            for (boolean preempt : new boolean[] {true, false}) {
                for (long delay : new long[] {0, 2_000_000_000L}) {
                    configs.add(RouterUnderTest.config(priority, preempt, delay, delay, PLAN));
                }
            }
        }
        configs.add(RouterUnderTest.withInterval(RouterUnderTest.config(150), 10_000_000L));
        configs.add(RouterUnderTest.inVersion2(RouterUnderTest.config(150)));
        configs.add(RouterUnderTest.inGroup(RouterUnderTest.config(150), GroupRole.FIRST));
        configs.add(RouterUnderTest.inGroup(RouterUnderTest.config(255), GroupRole.FURTHER));
        configs.add(RouterUnderTest.failing(RouterUnderTest.config(150), 12));
        configs.add(RouterUnderTest.config(150).withNothingInstalled());
        configs.add(RouterUnderTest.withAddresses(
                RouterUnderTest.config(150), RouterUnderTest.VIRTUAL, RouterUnderTest.SECOND_VIRTUAL));
        return configs;
    }

    private static List<Event> events(RouterConfig previous) {
        List<Event> events = new ArrayList<>(List.of(
                new Event.Startup(),
                new Event.Shutdown(),
                new Event.DeadlinePassed(),
                new Event.AddressesHeld(),
                new Event.FaultsChanged(Set.of()),
                new Event.FaultsChanged(Set.of(FaultReason.InterfaceDown)),
                new Event.FaultsChanged(Set.of(FaultReason.AddressRefused, FaultReason.Unsupported)),
                new Event.FaultsChanged(Set.of(FaultReason.HealthCheckFailed)),
                new Event.FaultsChanged(Set.of(FaultReason.AddressRemoved)),
                new Event.AnnouncedByOther(RouterUnderTest.VIRTUAL),
                new Event.AnnouncedByOther(RouterUnderTest.SECOND_VIRTUAL),
                new Event.HandOver(HandOverCause.Weakened),
                new Event.HandOver(HandOverCause.GroupLeft),
                new Event.GroupAgrees(),
                new Event.Reconfigured(previous),
                new Event.AnnounceAgain()));
        for (int priority : new int[] {0, 1, 100, 254, 255}) {
            for (IpAddress source : List.of(RouterUnderTest.LOWER, RouterUnderTest.OURS, RouterUnderTest.HIGHER)) {
                events.add(RouterUnderTest.heard(priority, source, 10_000_000L, RouterUnderTest.VIRTUAL));
                events.add(RouterUnderTest.heard(priority, source, 40_950_000_000L, RouterUnderTest.SECOND_VIRTUAL));
            }
        }
        return events;
    }

    private static void check(RouterConfig config, State before, Event event, long nowNanos, Step step) {
        String what = before + " + " + event + " -> " + step;
        boolean wasActive = before instanceof State.Active;
        boolean isActive = step.next() instanceof State.Active;
        boolean wasHolding = wasActive || before instanceof State.Yielding;
        boolean isHolding = isActive || step.next() instanceof State.Yielding;
        List<Effect> effects = step.effects();
        assertThat(effects.contains(new Effect.ClaimAddresses()))
                .as("claims when it becomes Active, or again while it is or what it holds was removed: " + what)
                .isEqualTo((isActive && (!wasActive || readdressed(config, event)))
                        || (wasActive && !isActive && isHolding && removed(event)));
        assertThat(effects.contains(new Effect.ReleaseAddresses()))
                .as("releases when it ceases to hold the addresses: " + what)
                .isEqualTo(wasHolding && !isHolding);
        boolean changed = before.getClass() != step.next().getClass();
        assertThat(effects.stream().filter(Effect.Report.class::isInstance).count())
                .as("reports a change of state, once, and nothing else: " + what)
                .isEqualTo(changed ? 1 : 0);
        if (effects.stream().anyMatch(Effect.Advertise.class::isInstance)) {
            assertThat(wasActive || isActive)
                    .as("only an Active speaks: " + what)
                    .isTrue();
        }
        if (effects.stream().anyMatch(Effect.ReleaseAddress.class::isInstance)) {
            assertThat(wasHolding && !wasActive && isHolding && !isActive)
                    .as("gives single addresses up while it hands over: " + what)
                    .isTrue();
        }
        if (isHolding && !isActive) {
            long boundNanos = Math.max(100_000_000L, 4 * config.intervalNanos());
            assertThat(event instanceof Event.Reconfigured ? 0 : step.next().deadlineNanos() - nowNanos)
                    .as("nobody lingers longer than the bound: " + what)
                    .isLessThanOrEqualTo(boundNanos);
        }
        if (effects.contains(new Effect.Announce())) {
            assertThat(step.next())
                    .as("announces only what it holds: " + what)
                    .isInstanceOfSatisfying(
                            State.Active.class,
                            active -> assertThat(active.held()).isTrue());
        }
        if (isActive) {
            assertThat(config.priority())
                    .as("an observer is never Active: " + what)
                    .isPositive();
            assertThat(step.next().activeAddress()).isEmpty();
        }
        // Who has handed over may find as Backup that the successor is gone: that is the next deadline's business.
        boolean handedOver = before instanceof State.Yielding && !isHolding;
        if (event instanceof Event.DeadlinePassed && !handedOver) {
            assertThat(step.next().deadlineNanos())
                    .as("a deadline that has passed is dealt with: " + what)
                    .isGreaterThan(nowNanos);
        }
    }

    private static boolean removed(Event event) {
        return event instanceof Event.FaultsChanged changed && changed.reasons().contains(FaultReason.AddressRemoved);
    }

    private static boolean readdressed(RouterConfig config, Event event) {
        return event instanceof Event.Reconfigured edit
                && !edit.previous().addresses().equals(config.addresses());
    }

    /** A state of each kind under that configuration, all reached by events. */
    private static List<State> states(RouterConfig config, long nowNanos) {
        State initial = VirtualRouter.initial();
        State started = next(config, initial, new Event.Startup(), nowNanos);
        State joined = next(config, started, new Event.DeadlinePassed(), nowNanos + 2_000_000_000L);
        State later = next(config, joined, new Event.DeadlinePassed(), nowNanos + 9_000_000_000L);
        State agreed = next(config, later, new Event.GroupAgrees(), nowNanos + 9_000_000_000L);
        State held = next(config, agreed, new Event.AddressesHeld(), nowNanos + 9_000_000_000L);
        State stopping = next(config, held, new Event.Shutdown(), nowNanos + 19_000_000_000L);
        State weakened = next(config, held, new Event.HandOver(HandOverCause.Weakened), nowNanos + 19_000_000_000L);
        Event better = RouterUnderTest.heard(255, RouterUnderTest.HIGHER, 1_000_000_000L, RouterUnderTest.VIRTUAL);
        Event lesser = RouterUnderTest.heard(1, RouterUnderTest.LOWER, 1_000_000_000L, RouterUnderTest.VIRTUAL);
        Event fault = new Event.FaultsChanged(Set.of(FaultReason.InterfaceDown));
        return List.of(
                initial,
                started,
                joined,
                later,
                held,
                next(config, joined, lesser, nowNanos + 2_500_000_000L),
                next(config, held, lesser, nowNanos + 9_000_000_000L),
                next(config, initial, fault, nowNanos),
                next(config, started, fault, nowNanos),
                next(config, held, fault, nowNanos + 9_000_000_000L),
                stopping,
                weakened,
                next(config, stopping, better, nowNanos + 19_000_000_000L),
                next(config, weakened, better, nowNanos + 19_000_000_000L),
                next(config, held, better, nowNanos + 19_000_000_000L),
                next(config, weakened, new Event.DeadlinePassed(), nowNanos + 23_000_000_000L),
                next(
                        config,
                        held,
                        new Event.FaultsChanged(Set.of(FaultReason.HealthCheckFailed)),
                        nowNanos + 19_000_000_000L));
    }

    private static State next(RouterConfig config, State state, Event event, long nowNanos) {
        return VirtualRouter.step(config, state, event, nowNanos).next();
    }

    @ParameterizedTest(name = "at {0}")
    @ValueSource(longs = {-5_000_000_000L, 0, 4_000_000_000_000_000_000L})
    void everyStateAnswersEveryEvent(long startNanos) {
        int pairs = 0;
        for (RouterConfig config : configs()) {
            for (State state : states(config, startNanos)) {
                for (Event event : events(RouterUnderTest.config(100))) {
                    long now = startNanos + 20_000_000_000L;
                    check(config, state, event, now, VirtualRouter.step(config, state, event, now));
                    pairs++;
                }
            }
        }
        assertThat(pairs).isEqualTo(27 * 17 * 46);
    }

    @Test
    void noWalkOfEventsBreaksARule() {
        Random random = new Random(20_260_101);
        List<RouterConfig> configs = configs();
        for (int walk = 0; walk < 200; walk++) {
            RouterConfig config = configs.get(random.nextInt(configs.size()));
            State state = VirtualRouter.initial();
            long now = random.nextLong(1_000_000_000_000L);
            for (int i = 0; i < 200; i++) {
                RouterConfig previous = config;
                List<Event> events = events(previous);
                Event event = events.get(random.nextInt(events.size()));
                if (event instanceof Event.Reconfigured) {
                    config = configs.get(random.nextInt(configs.size()));
                }
                Step step = VirtualRouter.step(config, state, event, now);
                check(config, state, event, now, step);
                state = step.next();
                now = random.nextBoolean() && state.deadlineNanos() != Intervals.NEVER
                        ? Math.max(now, state.deadlineNanos())
                        : now + random.nextLong(2_000_000_000L);
            }
        }
    }
}
