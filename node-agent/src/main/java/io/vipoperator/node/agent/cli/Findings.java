package io.vipoperator.node.agent.cli;

import io.fabric8.kubernetes.api.model.Condition;
import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.ForeignRouter;
import io.vipoperator.api.v1alpha1.Incident;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.node.agent.control.ControlAnswer.LoopTurn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong, in words, one line each. Pure. */
final class Findings {
    private Findings() {}

    /** Of these routers and of the agent; empty if all is well. */
    static List<String> of(VirtualIPNodeStateStatus status, List<RouterStatus> routers, LoopTurn loop, Instant now) {
        List<String> lines = new ArrayList<>();
        stale(loop).ifPresent(lines::add);
        routers.forEach(router -> router(router, now, lines));
        for (ForeignRouter foreign : nonNull(status.foreignRouters())) {
            lines.add("foreign router " + foreign.address() + " on " + foreign.interfaceName() + ", "
                    + foreign.family() + ", VRID " + foreign.virtualRouterID() + ", last heard "
                    + Age.of(foreign.lastSeen(), now) + " ago");
        }
        for (Condition condition : nonNull(status.conditions())) {
            if (!"True".equals(condition.getStatus())) {
                lines.add("agent: " + condition.getType() + "=" + condition.getStatus() + " (" + condition.getReason()
                        + "): " + condition.getMessage());
            }
        }
        return lines;
    }

    /** That a report is old news; empty while the loop turns. */
    static Optional<String> stale(LoopTurn loop) {
        if (loop != null && loop.turning()) {
            return Optional.empty();
        }
        return Optional.of(
                loop == null || loop.lastTurnMillisecondsAgo() == null
                        ? "the protocol loop has not turned yet: nothing is known"
                        : "the protocol loop has not turned for "
                                + Age.of(Duration.ofMillis(loop.lastTurnMillisecondsAgo()))
                                + ": what is said here is what it did then");
    }

    private static void router(RouterStatus router, Instant now, List<String> lines) {
        String name = router.virtualIP() + "/" + router.family();
        if (router.message() != null) {
            lines.add(name + " is in " + router.state() + " (" + router.reason() + "): " + router.message());
        } else if (router.state() == RouterState.Fault) {
            lines.add(name + " is in Fault (" + router.reason() + ")");
        }
        List<AddressStatus> missing = nonNull(router.addresses()).stream()
                .filter(address -> !"Held".equals(address.state()))
                .toList();
        if (router.state() == RouterState.Active && !missing.isEmpty()) {
            lines.add(name + " is Active without all its addresses: "
                    + missing.stream()
                            .map(address -> address.address() + " is " + address.state()
                                    + (address.reason() == null ? "" : " (" + address.reason() + ")"))
                            .collect(Collectors.joining(", ")));
        }
        Incident incident = router.incident();
        if (incident != null) {
            lines.add(name + ": " + incident.reason() + ", " + times(incident.count()) + ", last "
                    + Age.of(incident.time(), now) + " ago: " + incident.message());
        }
    }

    private static String times(Integer count) {
        int times = count == null ? 1 : count;
        return times == 1 ? "once" : times + " times";
    }

    private static <T> List<T> nonNull(List<T> list) {
        return list == null ? List.of() : list;
    }
}
