package io.vipoperator.node.agent.control;

import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.agent.control.ControlAnswer.LoopTurn;
import io.vipoperator.node.agent.control.ReportFeed.Numbered;
import io.vipoperator.node.agent.control.TimelineEntry.Kind;
import io.vipoperator.node.loop.LoopReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What is said to the clients of the control socket. Owned by the control thread. */
final class ControlAnswers {
    private static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ControlSubject subject;
    private final ReportFeed feed;
    private boolean watched;
    private Optional<Numbered> told = Optional.empty();
    private List<RouterStatus> toldRouters = List.of();
    private long aliveAtNanos;

    ControlAnswers(ControlSubject subject, ReportFeed feed) {
        this.subject = subject;
        this.feed = feed;
    }

    /** Whether there is anybody to {@link #tell}. */
    boolean watched() {
        return watched;
    }

    /** Stops collecting when the last watcher has gone. */
    void watchedBy(List<Conversation> clients) {
        if (watched && clients.stream().noneMatch(Conversation::watching)) {
            watched = false;
            feed.unwatch();
        }
    }

    /** Answers a request. */
    void answer(ControlRequest request, Conversation client, long nowNanos) {
        switch (request) {
            case ControlRequest.Show show -> client.say(state(), nowNanos);
            case ControlRequest.Watch watch -> watch(client, nowNanos);
            case ControlRequest.Announce(var name) -> client.say(announce(name), nowNanos);
            case ControlRequest.Bad(var message) -> client.say(ControlAnswer.error(message), nowNanos);
        }
    }

    private ControlAnswer state() {
        return ControlAnswer.state(
                feed.latest().map(Numbered::report).map(subject::status).orElse(null), turn());
    }

    private LoopTurn turn() {
        return LoopTurn.of(subject.lastTurnAgeMilliseconds());
    }

    private void watch(Conversation client, long nowNanos) {
        if (!watched) {
            watched = true;
            feed.watch();
            told = feed.latest();
            toldRouters = told.map(numbered -> routers(numbered.report())).orElse(List.of());
            aliveAtNanos = nowNanos;
        }
        client.keepOpen();
        client.say(ControlAnswer.alive(turn()), nowNanos);
        Timeline.current(toldRouters).forEach(entry -> client.say(ControlAnswer.entry(entry), nowNanos));
    }

    private ControlAnswer announce(String name) {
        VirtualIPNodeStateStatus status =
                feed.latest().map(Numbered::report).map(subject::status).orElse(null);
        List<RouterStatus> all = status == null ? List.of() : status.routers();
        List<RouterStatus> named =
                all.stream().filter(router -> router.virtualIP().equals(name)).toList();
        if (named.isEmpty()) {
            return ControlAnswer.error("\"" + name + "\" is no VirtualIP that runs here"
                    + (all.isEmpty()
                            ? ""
                            : ": there are "
                                    + all.stream()
                                            .map(RouterStatus::virtualIP)
                                            .distinct()
                                            .limit(20)
                                            .collect(Collectors.joining(", "))));
        }
        if (!turn().turning()) {
            return ControlAnswer.error("the loop does not turn: nothing would be announced");
        }
        if (named.stream().noneMatch(router -> router.state() == RouterState.Active)) {
            return ControlAnswer.error("nothing is announced, for this node does not hold the addresses: "
                    + named.stream().map(ControlAnswers::whoIsActive).collect(Collectors.joining(", ")));
        }
        return subject.announce(name)
                ? ControlAnswer.done(named.stream()
                        .map(router -> router.state() == RouterState.Active
                                ? name(router) + ": the addresses are announced again"
                                : whoIsActive(router))
                        .collect(Collectors.joining(", ")))
                : ControlAnswer.error("too much is asked of the agent at a time: try again");
    }

    private static String whoIsActive(RouterStatus router) {
        return name(router) + " is " + router.state()
                + (router.activeAddress() == null ? "" : " (" + router.activeAddress() + " is Active)");
    }

    private static String name(RouterStatus router) {
        return router.virtualIP() + "/" + router.family();
    }

    /** Tells the watchers what has happened, and once a second that the agent lives, and whether its loop does. */
    void tell(List<Conversation> clients, long nowNanos) {
        if (!watched) {
            return;
        }
        for (Numbered next = feed.poll(); next != null; next = feed.poll()) {
            tell(next, clients, nowNanos);
        }
        // Of more than could be kept the last one is the truth.
        feed.latest().ifPresent(latest -> tell(latest, clients, nowNanos));
        if (nowNanos - aliveAtNanos >= ALIVE_NANOS) {
            aliveAtNanos = nowNanos;
            LoopTurn turn = turn();
            say(ControlAnswer.alive(turn), clients, nowNanos);
        }
    }

    private void tell(Numbered report, List<Conversation> clients, long nowNanos) {
        long number = told.map(Numbered::number).orElse(0L);
        if (report.number() <= number) {
            return;
        }
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        if (report.number() > number + 1) {
            long skipped = report.number() - number - 1;
            say(ControlAnswer.entry(skipped(skipped, now)), clients, nowNanos);
        }
        List<RouterStatus> routers = routers(report.report());
        Timeline.between(toldRouters, routers, now)
                .forEach(entry -> say(ControlAnswer.entry(entry), clients, nowNanos));
        told = Optional.of(report);
        toldRouters = Timeline.remembering(toldRouters, routers);
    }

    private static TimelineEntry skipped(long reports, String now) {
        return new TimelineEntry(
                Kind.Skipped,
                now,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                reports + " reports came faster than they could be told: states in between are missing");
    }

    private static void say(ControlAnswer answer, List<Conversation> clients, long nowNanos) {
        clients.stream().filter(Conversation::watching).forEach(client -> client.say(answer, nowNanos));
    }

    private List<RouterStatus> routers(LoopReport report) {
        return subject.status(report).routers();
    }
}
