package io.vipoperator.node.agent.control;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.Incident;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.node.agent.control.TimelineEntry.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tells what happened between two reports. Pure. */
final class Timeline {
    private record Key(String virtualIP, Family family) {}

    private Timeline() {}

    /** One line per router: how it is now. */
    static List<TimelineEntry> current(List<RouterStatus> routers) {
        return routers.stream()
                .map(router -> entry(
                        Kind.Current,
                        router.since(),
                        router,
                        null,
                        router.reason(),
                        router.activeAddress(),
                        router.message()))
                .toList();
    }

    /**
     * What differs, in the order of the later report; routers that are gone come last.
     *
     * @param now RFC 3339, for what has no time of its own
     */
    static List<TimelineEntry> between(List<RouterStatus> before, List<RouterStatus> after, String now) {
        Map<Key, RouterStatus> left = new LinkedHashMap<>();
        before.forEach(router -> left.put(key(router), router));
        List<TimelineEntry> entries = new ArrayList<>();
        for (RouterStatus router : after) {
            RouterStatus earlier = left.remove(key(router));
            if (earlier == null) {
                entries.add(entry(
                        Kind.Transition,
                        router.since(),
                        router,
                        null,
                        router.reason(),
                        router.activeAddress(),
                        router.message()));
            } else {
                changes(earlier, router, now, entries);
            }
        }
        left.values()
                .forEach(router -> entries.add(new TimelineEntry(
                        Kind.Removed,
                        now,
                        router.virtualIP(),
                        router.family(),
                        router.virtualRouterID(),
                        router.interfaceName(),
                        router.state(),
                        null,
                        null,
                        null,
                        null,
                        null)));
        return entries;
    }

    /**
     * The later report for the next comparison: an Active that has just resigned is no longer named in it, but whoever takes
     * over takes over from that one.
     */
    static List<RouterStatus> remembering(List<RouterStatus> before, List<RouterStatus> after) {
        Map<Key, String> peers = new LinkedHashMap<>();
        before.forEach(router -> peers.put(key(router), router.activeAddress()));
        return after.stream()
                .map(router -> router.state() == RouterState.Backup && router.activeAddress() == null
                        ? withActiveAddress(router, peers.get(key(router)))
                        : router)
                .toList();
    }

    private static RouterStatus withActiveAddress(RouterStatus router, String address) {
        return new RouterStatus(
                router.virtualIP(),
                router.uid(),
                router.family(),
                router.virtualRouterID(),
                router.interfaceName(),
                router.state(),
                router.effectivePriority(),
                address,
                router.appliedGeneration(),
                router.addresses(),
                router.since(),
                router.reason(),
                router.message(),
                router.incident());
    }

    private static void changes(RouterStatus before, RouterStatus after, String now, List<TimelineEntry> entries) {
        boolean moved = before.state() != after.state() || !Objects.equals(before.since(), after.since());
        if (moved) {
            entries.add(entry(
                    Kind.Transition,
                    after.since(),
                    after,
                    before,
                    after.reason(),
                    // Who is Active itself names nobody: of interest is from whom it took over.
                    after.activeAddress() == null ? before.activeAddress() : after.activeAddress(),
                    after.message()));
        } else if (!Objects.equals(before.message(), after.message())) {
            entries.add(entry(
                    Kind.Message,
                    now,
                    after,
                    before,
                    after.reason(),
                    after.activeAddress(),
                    after.message() == null ? "nothing is wrong any more" : after.message()));
        }
        Incident incident = after.incident();
        if (incident != null && !incident.equals(before.incident())) {
            entries.add(entry(
                    Kind.Incident,
                    incident.time(),
                    after,
                    after,
                    incident.reason(),
                    after.activeAddress(),
                    incident.message()));
        }
    }

    private static TimelineEntry entry(
            Kind kind,
            String time,
            RouterStatus router,
            RouterStatus before,
            String reason,
            String peer,
            String message) {
        return new TimelineEntry(
                kind,
                time,
                router.virtualIP(),
                router.family(),
                router.virtualRouterID(),
                router.interfaceName(),
                before == null ? null : before.state(),
                router.state(),
                reason,
                router.effectivePriority(),
                peer,
                message);
    }

    private static Key key(RouterStatus router) {
        return new Key(router.virtualIP(), router.family());
    }
}
