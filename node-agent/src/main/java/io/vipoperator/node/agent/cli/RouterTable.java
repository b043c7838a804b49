package io.vipoperator.node.agent.cli;

import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Routers as a table. Pure. */
final class RouterTable {
    private static final List<String> TITLES =
            List.of("NAME", "FAMILY", "VRID", "INTERFACE", "STATE", "PRIORITY", "ACTIVE-ADDRESS", "SINCE", "REASON");
    private static final List<String> WIDE_TITLES = List.of("ADDRESSES", "STATE-SINCE", "GENERATION");

    private RouterTable() {}

    /** The table of these routers; wide tells the addresses, too. */
    static String of(List<RouterStatus> routers, boolean wide, Instant now) {
        if (routers.isEmpty()) {
            return "No virtual router runs here.\n";
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(line(TITLES, WIDE_TITLES, wide));
        routers.forEach(router -> lines.add(line(cells(router, now), wideCells(router), wide)));
        return Table.of(lines);
    }

    private static List<String> line(List<String> cells, List<String> wideCells, boolean wide) {
        List<String> line = new ArrayList<>(cells);
        if (wide) {
            line.addAll(wideCells);
        }
        return line;
    }

    private static List<String> cells(RouterStatus router, Instant now) {
        return List.of(
                text(router.virtualIP()),
                text(router.family()),
                text(router.virtualRouterID()),
                text(router.interfaceName()),
                text(router.state()),
                text(router.effectivePriority()),
                router.state() == RouterState.Active ? "self" : text(router.activeAddress()),
                Age.of(router.since(), now),
                text(router.reason()));
    }

    private static List<String> wideCells(RouterStatus router) {
        List<AddressStatus> addresses = router.addresses() == null ? List.of() : router.addresses();
        return List.of(
                addresses.isEmpty()
                        ? "-"
                        : addresses.stream()
                                .map(one -> "Held".equals(one.state())
                                        ? one.address()
                                        : one.address() + "(" + one.state() + ")")
                                .collect(Collectors.joining(",")),
                text(router.since()),
                text(router.appliedGeneration()));
    }

    private static String text(Object value) {
        return value == null ? "-" : value.toString();
    }
}
