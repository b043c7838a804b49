package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.operator.plan.AgentPod;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.FleetNode;
import io.vipoperator.operator.plan.IpPrefix;
import io.vipoperator.operator.plan.NodeAddresses;
import io.vipoperator.operator.plan.NodeRecord;
import io.vipoperator.operator.plan.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what in a fleet's reports can't be believed without asking. Confined to one call. */
final class Doubts {
    private final Fleet fleet;
    private final Set<String> staleNodes;
    private final Map<String, Set<Doubt>> found = new HashMap<>();
    private final Map<String, FleetNode> nodes = new HashMap<>();
    private final Map<IpPrefix, String> owners;

    private record Row(String node, RouterStatus report) {
        boolean active() {
            return report.state() == RouterState.Active;
        }
    }

    private Doubts(Fleet fleet, Set<String> staleNodes) {
        this.fleet = fleet;
        this.staleNodes = staleNodes;
        this.owners = NodeAddresses.of(fleet);
        fleet.nodes().forEach(node -> nodes.put(node.name(), node));
    }

    /** By node. A node whose report is stale already raises no doubt in others. */
    static Map<String, Set<Doubt>> in(Fleet fleet, Set<String> staleNodes) {
        Doubts doubts = new Doubts(fleet, staleNodes);
        Map<String, List<Row>> rows = new HashMap<>();
        for (NodeRecord record : fleet.nodeStates()) {
            doubts.aboutNode(record);
            for (RouterStatus report : record.reports()) {
                rows.computeIfAbsent(report.virtualIP() + "/" + report.family(), key -> new ArrayList<>())
                        .add(new Row(record.name(), report));
            }
        }
        rows.values().forEach(doubts::aboutElection);
        return doubts.found;
    }

    private void aboutNode(NodeRecord record) {
        // A Backup as well: whether it could take over is what Degraded tells.
        boolean runs = record.hasReport() && concerns(record);
        FleetNode node = nodes.get(record.name());
        if (runs && (node == null || !node.ready().orElse(true))) {
            add(record.name(), Doubt.Kind.NODE_NOT_READY, "");
        }
        if (runs && !agentReady(record)) {
            add(record.name(), Doubt.Kind.AGENT_NOT_READY, "");
        }
        boolean lags = record.hasReport() && record.status().observedGeneration() < record.generation();
        if (lags && !(record.routers().isEmpty() && record.reports().isEmpty())) {
            add(record.name(), Doubt.Kind.SILENT_AFTER_EDIT, "");
        }
    }

    /** An agent without a pod, a process on its own, is not doubted for that. */
    private boolean agentReady(NodeRecord record) {
        List<AgentPod> pods = fleet.agentPods().stream()
                .filter(pod -> pod.nodeName().equals(record.name()))
                .toList();
        String uid =
                record.status().agent() == null ? null : record.status().agent().podUID();
        if (uid == null || uid.isEmpty()) {
            return pods.isEmpty() || pods.stream().anyMatch(AgentPod::ready);
        }
        return pods.stream().anyMatch(pod -> pod.uid().equals(uid) && pod.ready());
    }

    private void aboutElection(List<Row> rows) {
        List<Row> fresh =
                rows.stream().filter(row -> !staleNodes.contains(row.node())).toList();
        List<Row> actives = fresh.stream().filter(Row::active).toList();
        if (actives.size() > 1) {
            actives.forEach(row ->
                    add(row.node(), Doubt.Kind.SECOND_ACTIVE, row.report().virtualIP()));
        }
        for (Row peer : fresh) {
            String heard = peer.report().state() == RouterState.Backup
                    ? IpPrefix.parse(peer.report().activeAddress())
                            .map(a -> owners.get(a.host()))
                            .orElse(null)
                    : null;
            if (heard == null) {
                continue;
            }
            for (Row other : fresh) {
                if (other.active() != other.node().equals(heard)) {
                    add(other.node(), Doubt.Kind.CONTRADICTED, other.report().virtualIP());
                }
            }
        }
    }

    private void add(String node, Doubt.Kind kind, String subject) {
        found.computeIfAbsent(node, key -> new HashSet<>()).add(new Doubt(kind, subject));
    }

    /** Whether anything runs on the node, as far as is known. */
    static boolean concerns(NodeRecord record) {
        return !record.routers().isEmpty() || !Values.orEmpty(record.reports()).isEmpty();
    }
}
