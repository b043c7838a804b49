package io.vipoperator.node.agent;

import io.vipoperator.node.loop.LoopReport;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterPhase;
import io.vipoperator.node.loop.RouterReport;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Writes one line per change of a router's state or fault into the log. Owned by the reporter's thread. */
final class TransitionLog {
    private static final Logger LOG = Logger.getLogger("vip");

    private Map<RouterKey, Said> said = Map.of();

    /** Says what differs from the report before. */
    void report(LoopReport report) {
        Map<RouterKey, Said> now = new HashMap<>();
        for (RouterReport router : report.routers()) {
            Said line = new Said(router.state(), router.sinceNanos(), router.message());
            now.put(router.setup().key(), line);
            if (!line.equals(said.get(router.setup().key()))) {
                LOG.infof(
                        "%s VRID %d on %s: %s (%s), priority %d%s",
                        router.setup().key(),
                        router.setup().virtualRouterID(),
                        router.interfaceName().orElse("no NIC"),
                        router.state(),
                        router.reason(),
                        router.effectivePriority(),
                        router.message().isEmpty() ? "" : ": " + router.message());
            }
        }
        for (RouterKey key : said.keySet()) {
            if (!now.containsKey(key)) {
                LOG.infof("%s: no longer run", key);
            }
        }
        said = now;
    }

    private record Said(RouterPhase state, long sinceNanos, String message) {}
}
