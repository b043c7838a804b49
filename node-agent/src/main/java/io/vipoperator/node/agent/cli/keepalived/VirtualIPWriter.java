package io.vipoperator.node.agent.cli.keepalived;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.vipoperator.api.v1alpha1.AddressMode;
import io.vipoperator.api.v1alpha1.Authentication;
import io.vipoperator.api.v1alpha1.AuthenticationKey;
import io.vipoperator.api.v1alpha1.AuthenticationType;
import io.vipoperator.api.v1alpha1.InterfaceRule;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.LinkLocalMode;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.NodePriority;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.Preemption;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.api.v1alpha1.Transport;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.TransportType;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.node.agent.cli.keepalived.Instance.Node;
import io.vipoperator.node.agent.cli.keepalived.Instance.Settings;
import io.vipoperator.node.vrrp.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Writes an election's VirtualIP. Pure but for the ledger. */
final class VirtualIPWriter {
    private static final int DEFAULT_MEMBERS = 3;
    private static final int MOST_MEMBERS = 16;
    private static final int MOST_PEERS = 32;
    private static final int LONGEST_PATTERN = 128;

    private final Ledger ledger;

    VirtualIPWriter(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What VirtualIPs of one group have in common.
     *
     * @param name absent outside groups
     */
    record Shared(
            Optional<String> name,
            NodeRules nodes,
            Preemption preemption,
            List<NamedEffect> healthChecks,
            List<NamedEffect> interfaces) {}

    /** The spec. */
    VirtualIPSpec spec(Election election, Shared shared, String secret) {
        Settings settings = election.first().settings();
        return new VirtualIPSpec(
                settings.addresses(),
                settings.excluded().isEmpty() ? null : settings.excluded(),
                settings.installed() ? null : AddressMode.ElectOnly,
                null,
                null,
                settings.label().orElse(null),
                interfaceRule(election),
                shared.nodes(),
                vrrp(election, shared.preemption(), secret),
                settings.announcement(),
                shared.healthChecks().isEmpty() ? null : shared.healthChecks(),
                shared.interfaces().isEmpty() ? null : shared.interfaces(),
                shared.name().orElse(null));
    }

    private InterfaceRule interfaceRule(Election election) {
        List<String> names = election.interfaceNames();
        if (names.size() == 1) {
            return new InterfaceRule(InterfaceRuleType.Name, names.get(0), null);
        }
        String pattern = String.join(
                "|", names.stream().map(name -> name.replace(".", "[.]")).toList());
        if (names.isEmpty() || pattern.length() > LONGEST_PATTERN) {
            ledger.remark(
                    election.first().place(),
                    "interface",
                    "isn't said or differs much: it is the NIC whose subnet holds the address; see that the address has its"
                            + " network's prefix length");
            return null;
        }
        ledger.remark(
                election.first().place(),
                "interface",
                "differs (" + String.join(", ", names)
                        + "): the only NIC of a node that has one of these names is taken; for"
                        + " a node with both, use type Subnet and the network's prefix length");
        return new InterfaceRule(InterfaceRuleType.Pattern, null, pattern);
    }

    private Vrrp vrrp(Election election, Preemption preemption, String secret) {
        Instance first = election.first();
        Settings settings = first.settings();
        return new Vrrp(
                settings.version(),
                virtualRouterID(first),
                settings.intervalMilliseconds(),
                preemption,
                settings.startupDelaySeconds() == 0 ? null : settings.startupDelaySeconds(),
                transport(election),
                null,
                // keepalived advertises what the file lists, and no more.
                first.family() == Family.IPV6 ? LinkLocalMode.None : null,
                authentication(settings.secrecy(), secret),
                settings.checksum(),
                settings.virtualMac());
    }

    private Integer virtualRouterID(Instance first) {
        if (first.virtualRouterID().isEmpty()) {
            ledger.remark(first.place(), "virtual_router_id", "is missing: the operator allocates one");
        }
        return first.virtualRouterID().orElse(null);
    }

    private static Authentication authentication(Instance.Secrecy secrecy, String secret) {
        return secrecy.keys().isEmpty()
                ? null
                : new Authentication(
                        secrecy.type(),
                        secrecy.keys().stream()
                                .map(key -> new AuthenticationKey(
                                        key.id(), new SecretKeyReference(secret, entry(secrecy, key))))
                                .toList());
    }

    /** The name of a key in its Secret. */
    static String entry(Instance.Secrecy secrecy, Instance.Key key) {
        return secrecy.type() == AuthenticationType.Password ? "password" : "key-" + key.id();
    }

    private Transport transport(Election election) {
        Settings settings = election.first().settings();
        Optional<String> source =
                election.instances().size() == 1 ? election.first().sourceAddress() : Optional.empty();
        if (election.instances().size() > 1) {
            election.instances()
                    .forEach(one -> one.sourceAddress()
                            .ifPresent(address -> ledger.remark(
                                    one.place(),
                                    (settings.unicast() ? "unicast_src_ip " : "mcast_src_ip ") + address,
                                    "is left out: each member sends from its NIC's primary address, with Unicast from the one by which the"
                                            + " others know the node; sourceAddress sets it for one member alone")));
        }
        if (!settings.unicast()) {
            return source.map(address -> new Transport(null, address, null)).orElse(null);
        }
        List<TransportPeer> extra = extraPeers(election);
        return new Transport(TransportType.Unicast, source.orElse(null), extra.isEmpty() ? null : extra);
    }

    /** Peers that are no members. */
    private List<TransportPeer> extraPeers(Election election) {
        Set<String> members = election.sources();
        List<TransportPeer> extra = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (Instance instance : election.instances()) {
            for (TransportPeer peer : instance.settings().peers()) {
                if (!members.contains(peer.address()) && seen.add(peer.address())) {
                    extra.add(peer);
                }
            }
        }
        if (!extra.isEmpty()) {
            ledger.remark(
                    election.first().place(),
                    "unicast_peer",
                    "become extraPeers: "
                            + String.join(
                                    ", ",
                                    extra.stream().map(TransportPeer::address).toList())
                            + "; take out those that are nodes of the cluster: the members know each other. (Files that are"
                            + " imported together, each with its unicast_src_ip, sort that out.)");
        }
        if (extra.size() > MOST_PEERS) {
            ledger.remark(election.first().place(), "unicast_peer", "are more than 32: the first 32 are taken");
        }
        return extra.subList(0, Math.min(extra.size(), MOST_PEERS));
    }

    /** The explicit priorities, and no other nodes. */
    static NodeRules nodes(Election election) {
        List<Node> nodes = election.instances().stream().map(Instance::node).toList();
        List<NodePriority> priorities = election.instances().stream()
                .map(one -> new NodePriority(one.node().name(), null, one.priority()))
                .toList();
        Integer members = nodes.size() > DEFAULT_MEMBERS ? Math.min(nodes.size(), MOST_MEMBERS) : null;
        return new NodeRules(
                nodes.stream().allMatch(Node::known) ? selector(nodes) : null, members, null, priorities, null, null);
    }

    private static LabelSelector selector(List<Node> nodes) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey("kubernetes.io/hostname")
                .withOperator("In")
                .withValues(nodes.stream().map(Node::name).toList())
                .endMatchExpression()
                .build();
    }
}
