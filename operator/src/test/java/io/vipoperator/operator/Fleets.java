package io.vipoperator.operator;

import io.vipoperator.api.v1alpha1.AgentInfo;
import io.vipoperator.api.v1alpha1.CheckSpec;
import io.vipoperator.api.v1alpha1.CheckStatus;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.InterfaceStatus;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.SecretKeyReference;
import io.vipoperator.api.v1alpha1.ServiceProbe;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateSpec;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;
import io.vipoperator.api.v1alpha1.VirtualIPSpec;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.operator.plan.CheckRequest;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.FleetNode;
import io.vipoperator.operator.plan.FleetPlan;
import io.vipoperator.operator.plan.KeyReading;
import io.vipoperator.operator.plan.NodeChecks;
import io.vipoperator.operator.plan.NodePlan;
import io.vipoperator.operator.plan.NodeRecord;
import io.vipoperator.operator.plan.Stage;
import io.vipoperator.operator.plan.VipPlanner;
import io.vipoperator.operator.plan.VipRequest;
import io.vipoperator.operator.plan.Wish;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** A fleet that is edited step by step and plays the API server: what is planned is what is there. Not thread-safe. */
public final class Fleets {
    private final Map<String, VipRequest> vips = new LinkedHashMap<>();
    private final Map<String, FleetNode> nodes = new LinkedHashMap<>();
    private final Map<String, NodeRecord> records = new LinkedHashMap<>();
    private final Map<SecretKeyReference, KeyReading> keys = new HashMap<>();
    private final Map<String, CheckRequest> checks = new LinkedHashMap<>();
    private final Map<ServiceProbe, Set<String>> readyNodes = new HashMap<>();
    private final Set<String> present = new HashSet<>();
    private final Set<String> mounted = new HashSet<>();

    /** Nodes n1, n2, …, each with an agent. */
    public static Fleets ofNodes(int count) {
        Fleets fleets = new Fleets();
        for (int i = 1; i <= count; i++) {
            fleets.node("n" + i);
        }
        return fleets;
    }

    public Fleets node(String name) {
        return node(new FleetNode(
                name, Map.of("name", name), Map.of(), Set.of(), false, Optional.of(true), List.of(), List.of()));
    }

    /** A value of so many octets with this digest in Secret vrrp-keys. */
    public Fleets key(String key, String digest, int octets) {
        keys.put(new SecretKeyReference("vrrp-keys", key), new KeyReading(digest, octets));
        return this;
    }

    /** A file of Secret certificates, with this content as PEM. */
    public Fleets file(String key, String digest, KeyReading.Pem pem) {
        keys.put(new SecretKeyReference("certificates", key), new KeyReading(digest, 1200, pem));
        return this;
    }

    public Fleets check(String name, long generation, HealthCheckSpec spec) {
        checks.put(name, new CheckRequest(name, "uid-" + name, generation, spec));
        return this;
    }

    public Fleets withoutCheck(String name) {
        checks.remove(name);
        return this;
    }

    /** The EndpointSlices of Service web/nginx have been read. */
    public Fleets readyOn(String... names) {
        readyNodes.put(new ServiceProbe("web", "nginx"), Set.of(names));
        return this;
    }

    public Fleets withoutEndpoints() {
        readyNodes.clear();
        return this;
    }

    /** The agent says what it can do. */
    public Fleets features(String node, String... features) {
        NodeRecord old = records.get(node);
        VirtualIPNodeStateStatus status = new VirtualIPNodeStateStatus(
                old.status().observedGeneration(),
                old.status().reportRequest(),
                new AgentInfo("", null, null, List.of(features)),
                old.interfaces(),
                old.reports(),
                old.checkReports(),
                old.foreignRouters(),
                List.of());
        records.put(node, new NodeRecord(node, "1", old.generation(), "", old.spec(), status));
        return this;
    }

    /** The agent's verdicts, of the generation that it is told. */
    public Fleets verdicts(String node, CheckStatus... verdicts) {
        NodeRecord old = records.get(node);
        VirtualIPNodeStateStatus status = new VirtualIPNodeStateStatus(
                old.generation(),
                old.reportRequest(),
                old.status().agent(),
                old.interfaces(),
                old.reports(),
                List.of(verdicts),
                old.foreignRouters(),
                List.of());
        records.put(node, new NodeRecord(node, "1", old.generation(), "", old.spec(), status));
        return this;
    }

    public Fleets withoutKeys() {
        keys.clear();
        return this;
    }

    /** The agents' Secret holds it. */
    public Fleets present(String digest) {
        present.add(digest);
        return this;
    }

    /** And every node has it. */
    public Fleets mounted(String digest) {
        mounted.add(digest);
        return present(digest);
    }

    public Fleets wish(String vip, String node, boolean done) {
        VipRequest old = vips.get(vip);
        vips.put(
                vip,
                new VipRequest(
                        old.name(),
                        old.uid(),
                        old.generation(),
                        old.createdAt(),
                        old.spec(),
                        Optional.ofNullable(node).map(n -> new Wish(n, done))));
        return this;
    }

    /** The addresses of node n7 are 192.0.2.7, 2001:db8::7 and fe80::7. */
    public Fleets node(FleetNode node) {
        nodes.put(node.name(), node);
        if (!records.containsKey(node.name())) {
            String number = node.name().replaceAll("\\D", "");
            List<String> own =
                    List.of("192.0.2." + number + "/24", "2001:db8::" + number + "/64", "fe80::" + number + "/64");
            List<InterfaceStatus> nics = List.of(new InterfaceStatus("eth0", "", "Up", 1500, own));
            records.put(
                    node.name(),
                    new NodeRecord(
                            node.name(),
                            "1",
                            1,
                            "",
                            new VirtualIPNodeStateSpec(0L, List.of()),
                            new VirtualIPNodeStateStatus(1L, 0L, null, nics, List.of(), List.of(), List.of())));
        }
        return this;
    }

    public FleetNode node(int number) {
        return nodes.get("n" + number);
    }

    /** Node and agent. */
    public Fleets without(String node) {
        nodes.remove(node);
        records.remove(node);
        return this;
    }

    public Fleets withoutNodeObject(String node) {
        nodes.remove(node);
        return this;
    }

    public Fleets vip(String name, String address) {
        return vip(name, 1, spec(address, null, null));
    }

    public Fleets vip(String name, long generation, VirtualIPSpec spec) {
        vips.put(name, new VipRequest(name, "uid-" + name, generation, "2026-01-01T00:00:00Z", spec));
        return this;
    }

    public Fleets withoutVip(String name) {
        vips.remove(name);
        return this;
    }

    public static VirtualIPSpec spec(String address, NodeRules nodes, Vrrp vrrp) {
        return new VirtualIPSpec(
                List.of(address), null, null, null, null, null, null, nodes, vrrp, null, null, null, null);
    }

    public static Vrrp vrid(int id) {
        return new Vrrp(null, id, null, null, null, null, null, null, null, null, null);
    }

    /** The API server's part after a plan: node states as planned, generations raised where they differ. */
    public Fleets write(FleetPlan plan, Set<String> ask) {
        Set<String> all = new HashSet<>();
        plan.healthChecks().values().stream()
                .flatMap(check -> check.resolved().stream())
                .forEach(check -> Stream.of(
                                check.certificateAuthorityDigest(),
                                check.clientCertificateDigest(),
                                check.clientKeyDigest())
                        .filter(Objects::nonNull)
                        .forEach(all::add));
        return write(new NodeChecks(fleet(), plan, all).with(plan.routers()), ask);
    }

    private Fleets write(Map<String, NodePlan> plans, Set<String> ask) {
        plans.forEach((node, plan) -> {
            NodeRecord old = records.get(node);
            VirtualIPNodeStateSpec spec = new VirtualIPNodeStateSpec(
                    old.reportRequest() + (ask.contains(node) ? 1 : 0),
                    plan.routers(),
                    plan.healthChecks().isEmpty() ? null : plan.healthChecks());
            long generation = spec.equals(old.spec()) ? old.generation() : old.generation() + 1;
            records.put(node, new NodeRecord(node, "1", generation, "", spec, old.status()));
        });
        return this;
    }

    public FleetPlan planAndWrite() {
        return planAndWrite(Set.of());
    }

    public FleetPlan planAndWrite(Set<String> lost) {
        FleetPlan plan = VipPlanner.plan(fleet(), lost);
        write(plan, Set.of());
        return plan;
    }

    /** One turn as the operator writes it: what is due now, no more. */
    public FleetPlan turn(Set<String> refused) {
        FleetPlan plan = VipPlanner.plan(fleet(), Set.of());
        write(Stage.next(fleet(), plan, refused, present, mounted), Set.of());
        return plan;
    }

    /** The agent reports these states by VirtualIP. */
    public Fleets states(String node, Map<String, RouterState> states) {
        return report(
                node,
                states.entrySet().stream()
                        .map(e -> new RouterStatus(
                                e.getKey(),
                                "uid-" + e.getKey(),
                                Family.IPv4,
                                1,
                                "eth0",
                                e.getValue(),
                                250,
                                null,
                                1L,
                                List.of(),
                                "2026-01-01T00:00:00Z",
                                "ActiveDown",
                                null,
                                null))
                        .toList());
    }

    public Fleets notReady(String name) {
        FleetNode node = nodes.get(name);
        nodes.put(
                name,
                new FleetNode(
                        name,
                        node.labels(),
                        node.annotations(),
                        node.taints(),
                        node.cordoned(),
                        Optional.of(false),
                        node.addresses(),
                        node.podRanges()));
        return this;
    }

    /** The agent's part: all that it is told runs, in these states, and it answers if it lives. */
    public Fleets report(String node, List<RouterStatus> routers) {
        NodeRecord old = records.get(node);
        VirtualIPNodeStateStatus status = new VirtualIPNodeStateStatus(
                old.generation(),
                old.reportRequest(),
                null,
                old.interfaces(),
                routers,
                old.foreignRouters(),
                List.of());
        records.put(node, new NodeRecord(node, "1", old.generation(), "", old.spec(), status));
        return this;
    }

    public NodeRecord record(String node) {
        return records.get(node);
    }

    public void record(NodeRecord record) {
        records.put(record.name(), record);
    }

    public Fleet fleet() {
        return new Fleet(
                new ArrayList<>(vips.values()),
                new ArrayList<>(nodes.values()),
                new ArrayList<>(records.values()),
                List.of(),
                List.of(),
                Set.of(),
                keys,
                List.copyOf(checks.values()),
                readyNodes);
    }

    public Fleet shuffled(Random random) {
        Fleet fleet = fleet();
        return new Fleet(
                shuffle(fleet.virtualIPs(), random),
                shuffle(fleet.nodes(), random),
                shuffle(fleet.nodeStates(), random),
                List.of(),
                List.of(),
                Set.of(),
                keys,
                shuffle(fleet.healthChecks(), random),
                readyNodes);
    }

    private static <T> List<T> shuffle(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    /** Health checks as told to a node. */
    public List<CheckSpec> checks(String node) {
        return records.get(node).checks();
    }

    /** Routers as told to a node. */
    public List<RouterSpec> routers(String node) {
        return records.get(node).routers();
    }
}
