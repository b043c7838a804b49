package io.vipoperator.node.agent;

import io.vipoperator.node.agent.check.ReadCheck;
import io.vipoperator.node.agent.cli.StateCheck;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.vrrp.Family;
import java.util.List;

/** Reads a document for somebody who asks whether it could be run, by the reader of those that are. Pure. */
final class StateChecks {
    private StateChecks() {}

    static StateCheck.Verdict read(String text) {
        return switch (NodeStateReader.readDocument(text, 1, UnknownFields.REFUSE)) {
            case Checked.Refused<ReadState> refused ->
                new StateCheck.Verdict(
                        List.of(),
                        List.of(),
                        refused.problems().stream().map(Problem::toString).toList(),
                        List.of());
            case Checked.Sound<ReadState> sound ->
                new StateCheck.Verdict(
                        sound.value().unkeyed().routers().stream()
                                .map(StateChecks::name)
                                .toList(),
                        sound.value().checks().stream().map(ReadCheck::name).toList(),
                        List.of(),
                        sound.value().unkeyed().routers().stream()
                                .filter(router -> !router.missingFeatures().isEmpty())
                                .map(router -> name(router) + " would be in Fault: this agent lacks "
                                        + String.join(", ", router.missingFeatures()))
                                .toList());
        };
    }

    private static String name(RouterSetup router) {
        return router.key().virtualIP() + (router.key().family() == Family.IPV6 ? "/IPv6" : "/IPv4");
    }
}
