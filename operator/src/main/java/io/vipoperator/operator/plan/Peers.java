package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.InterfaceRule;
import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.RouterTransport;
import io.vipoperator.api.v1alpha1.TransportPeer;
import io.vipoperator.api.v1alpha1.TransportType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who speaks to whom, and from which address. With Unicast the source is always fixed, as the peers let in nobody else. A
 * node that leaves stays a peer until it says that it runs the router no longer: it still has to resign. Confined to one
 * plan.
 */
final class Peers {
    /** Only a neighbour's advertisement arrives with it (RFC 5082). */
    private static final int ON_LINK_TTL = 255;

    private final Programmed programmed;
    private final Map<String, NodeRecord> records = new HashMap<>();
    private final Map<String, FleetNode> nodes = new HashMap<>();
    /** By VirtualIP the nodes whose agents report it. */
    private final Map<String, Set<String>> reporting = new HashMap<>();

    Peers(Fleet fleet, Programmed programmed) {
        this.programmed = programmed;
        for (NodeRecord record : fleet.nodeStates()) {
            records.put(record.name(), record);
            record.reports()
                    .forEach(report -> reporting
                            .computeIfAbsent(report.virtualIP(), name -> new TreeSet<>())
                            .add(record.name()));
        }
        fleet.nodes().forEach(node -> nodes.put(node.name(), node));
    }

    /** Of one member's virtual router. */
    RouterTransport transport(VipRequest vip, Family family, String node, List<Member> members) {
        if (vip.transportType() != TransportType.Unicast) {
            String source =
                    asked(vip, family, node, members).map(IpPrefix::text).orElse(null);
            return new RouterTransport(TransportType.Multicast, source, List.of());
        }
        String source = source(vip, family, node, members).map(IpPrefix::text).orElse(null);
        return new RouterTransport(TransportType.Unicast, source, peers(vip, family, node, members));
    }

    /** Members that the others can't speak to yet. */
    List<String> unreachable(VipRequest vip, Family family, List<Member> members) {
        return vip.transportType() != TransportType.Unicast
                ? List.of()
                : members.stream()
                        .map(Member::nodeName)
                        .filter(node -> source(vip, family, node, members).isEmpty())
                        .toList();
    }

    private List<TransportPeer> peers(VipRequest vip, Family family, String node, List<Member> members) {
        Set<String> others = new TreeSet<>(programmed.of(vip.name(), vip.uid()).keySet());
        members.forEach(member -> others.add(member.nodeName()));
        reporting.getOrDefault(vip.name(), Set.of()).stream()
                .filter(name -> reports(records.get(name), vip).findAny().isPresent())
                .forEach(others::add);
        others.remove(node);
        SortedMap<IpPrefix, TransportPeer> peers = new TreeMap<>(Comparator.comparing(IpPrefix::family)
                .thenComparing(IpPrefix::address)
                .thenComparing(IpPrefix::length));
        for (String other : others) {
            source(vip, family, other, members)
                    .ifPresent(address -> peers.put(
                            address, new TransportPeer(address.text(), onLink(node, address) ? ON_LINK_TTL : 1)));
        }
        for (TransportPeer extra : vip.extraPeers(family)) {
            IpPrefix.parse(extra.address())
                    .ifPresent(address -> peers.put(
                            address.host(),
                            extra.minimumTTL() == null ? new TransportPeer(extra.address(), ON_LINK_TTL) : extra));
        }
        if (peers.isEmpty()) {
            // The last member goes on with those it had: a router without any would leave its election.
            return before(vip, family, node)
                    .map(RouterSpec::transport)
                    .map(t -> Values.orEmpty(t.peers()))
                    .orElse(List.of());
        }
        return List.copyOf(peers.values());
    }

    /** Where a node's advertisements come from; empty as long as its agent has not reported. */
    private Optional<IpPrefix> source(VipRequest vip, Family family, String node, List<Member> members) {
        Optional<IpPrefix> asked = asked(vip, family, node, members);
        if (asked.isPresent()) {
            return asked;
        }
        List<IpPrefix> candidates = candidates(vip, family, node);
        // An order of addresses that changes must not change the source.
        return before(vip, family, node)
                .filter(r -> r.transport() != null)
                .flatMap(r -> IpPrefix.parse(r.transport().sourceAddress()))
                .filter(candidates::contains)
                .or(() -> candidates.stream().findFirst());
    }

    /** The one that is asked for holds for the node that has it; if nobody does, for all: their agents will say so. */
    private Optional<IpPrefix> asked(VipRequest vip, Family family, String node, List<Member> members) {
        return vip.sourceAddress(family)
                .filter(address -> owns(node, address)
                        || members.stream()
                                .map(Member::nodeName)
                                .allMatch(member -> reported(member) && !owns(member, address)));
    }

    private boolean owns(String node, IpPrefix address) {
        return Stream.concat(addresses(node, nic -> true), nodeAddresses(node))
                .anyMatch(own -> own.host().equals(address));
    }

    private boolean reported(String node) {
        return records.containsKey(node) && !records.get(node).interfaces().isEmpty();
    }

    /** As the Node object has them, the internal before others. */
    private Stream<IpPrefix> nodeAddresses(String node) {
        return nodes.containsKey(node)
                ? nodes.get(node).addresses().stream().flatMap(a -> IpPrefix.parse(a).stream())
                : Stream.empty();
    }

    private List<IpPrefix> candidates(VipRequest vip, Family family, String node) {
        InterfaceRule rule = RouterSpecs.interfaceRule(vip);
        InterfaceRuleType type = rule.type() == null ? InterfaceRuleType.Subnet : rule.type();
        Optional<IpPrefix> first = vip.firstAddress(family);
        List<IpPrefix> found = new ArrayList<>();
        List<IpPrefix> onNic = addresses(node, nic -> carries(nic, rule, type, vip, node))
                .filter(a -> a.family() == family && !a.linkLocal())
                .toList();
        onNic.stream().filter(own -> first.filter(own::contains).isPresent()).forEach(own -> found.add(own.host()));
        if (type != InterfaceRuleType.Subnet) {
            onNic.forEach(own -> found.add(own.host()));
        }
        nodeAddresses(node)
                .filter(a -> a.family() == family)
                .filter(a -> reported(node)
                        || first.filter(vipAddress -> vipAddress.contains(a)).isPresent())
                .limit(1)
                .forEach(found::add);
        return found.stream().distinct().toList();
    }

    private boolean carries(
            InterfaceStatus nic, InterfaceRule rule, InterfaceRuleType type, VipRequest vip, String node) {
        return switch (type) {
            case Subnet -> true;
            case Name -> nic.name().equals(rule.name());
            case Pattern -> nic.name().matches(rule.pattern());
            case DefaultRoute ->
                reports(records.get(node), vip).anyMatch(r -> nic.name().equals(r.interfaceName()));
            case Unrecognized -> false;
        };
    }

    private static Stream<RouterStatus> reports(NodeRecord record, VipRequest vip) {
        return record.reports().stream()
                .filter(r -> vip.name().equals(r.virtualIP()))
                .filter(r -> r.uid() == null || r.uid().equals(vip.uid()));
    }

    private boolean onLink(String node, IpPrefix peer) {
        List<IpPrefix> own = addresses(node, nic -> true).toList();
        return own.isEmpty() || own.stream().anyMatch(a -> a.contains(peer));
    }

    private Stream<IpPrefix> addresses(String node, Predicate<InterfaceStatus> which) {
        NodeRecord record = records.get(node);
        return record == null
                ? Stream.empty()
                : record.interfaces().stream()
                        .filter(which)
                        .flatMap(nic -> Values.orEmpty(nic.addresses()).stream())
                        .flatMap(a -> IpPrefix.parse(a).stream());
    }

    private Optional<RouterSpec> before(VipRequest vip, Family family, String node) {
        return programmed.of(vip.name(), vip.uid()).getOrDefault(node, List.of()).stream()
                .filter(r -> r.family() == family)
                .findFirst();
    }
}
