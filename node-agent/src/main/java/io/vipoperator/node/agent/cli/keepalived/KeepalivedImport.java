package io.vipoperator.node.agent.cli.keepalived;

import io.vipoperator.api.v1alpha1.HealthCheckSpec;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.NodeRules;
import io.vipoperator.node.agent.cli.keepalived.Instance.Node;
import io.vipoperator.node.agent.cli.keepalived.VirtualIPWriter.Shared;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From the configurations of one or several hosts to the objects that do the same. Pure but for the included files. */
public final class KeepalivedImport {
    private final Ledger ledger = new Ledger();
    private final List<Statement> statements = new ArrayList<>();
    private final List<Host> hosts = new ArrayList<>();
    private final List<Document> documents = new ArrayList<>();
    private final Map<Election, String> names = new LinkedHashMap<>();

    private KeepalivedImport() {}

    /**
     * A host's main file.
     *
     * @param node the Node's name, if the user gave it
     */
    public record Input(Optional<String> node, SourceText source) {}

    /**
     * What came of it.
     *
     * @param documents to apply
     * @param remarks about everything else, by file and line
     * @param statements all that the files hold
     * @param ledger accounts for each of them
     */
    public record Result(List<Document> documents, List<Remark> remarks, List<Statement> statements, Ledger ledger) {
        public Result {
            documents = List.copyOf(documents);
            remarks = List.copyOf(remarks);
            statements = List.copyOf(statements);
        }
    }

    /** Imports. */
    public static Result of(List<Input> inputs, Includes includes) {
        KeepalivedImport work = new KeepalivedImport();
        Set<String> nodes =
                inputs.stream().flatMap(one -> one.node().stream()).collect(Collectors.toCollection(HashSet::new));
        for (Input input : inputs) {
            work.host(input, includes, nodes);
        }
        work.write();
        List<String> order = inputs.stream().map(one -> one.source().name()).toList();
        List<Remark> remarks = work.ledger.remarks().stream()
                .distinct()
                .sorted(Comparator.comparingInt(
                                (Remark one) -> rank(order, one.place().file()))
                        .thenComparing(one -> one.place().file())
                        .thenComparingInt(one -> one.place().line()))
                .toList();
        return new Result(work.documents, remarks, work.statements, work.ledger);
    }

    /** Included files come after those that the user named. */
    private static int rank(List<String> order, String file) {
        int index = order.indexOf(file);
        return index < 0 ? order.size() : index;
    }

    private void host(Input input, Includes includes, Set<String> taken) {
        List<Token> tokens = SourceReader.read(input.source(), input.node(), includes, ledger);
        List<Statement> read = Grammar.parse(tokens, ledger);
        statements.addAll(read);
        Node node = input.node().map(name -> new Node(name, true)).orElseGet(() -> placeholder(input.source(), taken));
        Host host = Host.read(read, node, ledger);
        if (!node.known() && !host.instances().isEmpty()) {
            ledger.remark(
                    new Place(input.source().name(), 1),
                    "priority",
                    "belongs to a node whose name isn't known: replace " + node.name() + ", or give the file as NODE="
                            + input.source().name());
        }
        hosts.add(host);
    }

    private static Node placeholder(SourceText source, Set<String> taken) {
        String file = source.name().substring(source.name().lastIndexOf('/') + 1);
        String base = "node-of-" + (Names.label(file).isEmpty() ? "file" : Names.label(file));
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + "-" + i;
        }
        return new Node(name, false);
    }

    private void write() {
        List<Election> elections = Election.among(hosts, ledger);
        Differences differences = new Differences(ledger);
        elections.forEach(differences::say);
        Names labels = new Names();
        for (Election election : elections) {
            Instance first = election.first();
            names.put(
                    election,
                    labels.unique(
                            first.title(),
                            first.virtualRouterID().map(id -> "vip-" + id).orElse("vip")));
        }
        elections.stream()
                .filter(one -> one.instances().size() == 1 && one.first().node().known())
                .forEach(one -> ledger.remark(
                        one.first().place(),
                        "vrrp_instance " + one.first().title(),
                        "is that of " + one.first().node().name()
                                + " alone, so that no other node takes part: give the other hosts' files as well"));
        checks();
        Map<Election, Shared> shared = new LinkedHashMap<>();
        elections.forEach(election -> shared.put(election, alone(election)));
        groups(elections).forEach((group, members) -> unite(group, members, shared));
        VirtualIPWriter writer = new VirtualIPWriter(ledger);
        shared.forEach((election, common) -> virtualIP(writer, election, common));
    }

    /** Equal checks of several hosts are one. */
    private void checks() {
        Map<String, HealthCheckSpec> written = new LinkedHashMap<>();
        for (Host host : hosts) {
            for (Check check : host.checks()) {
                HealthCheckSpec before = written.putIfAbsent(check.name(), check.spec());
                if (before == null) {
                    documents.add(new Document.OfHealthCheck(check.name(), check.place(), check.spec()));
                } else if (!before.equals(check.spec())) {
                    ledger.remark(
                            check.place(),
                            check.title(),
                            "is defined otherwise in another file: a HealthCheck is the same on all nodes, and the first file's"
                                    + " is taken");
                }
            }
        }
    }

    private Shared alone(Election election) {
        Optional<Host.Group> group = groupOf(election.first());
        Optional<Instance.Trackers> common = group.map(Host.Group::trackers);
        NodeRules nodes = VirtualIPWriter.nodes(election);
        Stream<Instance.Trackers> all =
                Stream.concat(election.instances().stream().map(Instance::trackers), common.stream());
        List<Instance.Trackers> trackers = all.toList();
        for (Instance other : election.instances()) {
            boolean same = names(other.trackers().healthChecks())
                            .equals(names(election.first().trackers().healthChecks()))
                    && names(other.trackers().interfaces())
                            .equals(names(election.first().trackers().interfaces()));
            if (!same) {
                ledger.remark(
                        other.place(),
                        "track_*",
                        "differs from " + election.first().place()
                                + ": what one of them watches is watched on all nodes");
            }
        }
        return new Shared(
                group.map(one -> groupName(one)),
                nodes,
                election.ranked().get(0).settings().preemption(),
                union(trackers.stream().map(Instance.Trackers::healthChecks).toList()),
                union(trackers.stream().map(Instance.Trackers::interfaces).toList()));
    }

    private static Set<String> names(List<NamedEffect> trackers) {
        return trackers.stream().map(NamedEffect::name).collect(Collectors.toSet());
    }

    private static List<NamedEffect> union(List<List<NamedEffect>> lists) {
        Map<String, NamedEffect> byName = new LinkedHashMap<>();
        lists.forEach(list -> list.forEach(tracker -> byName.putIfAbsent(tracker.name(), tracker)));
        return List.copyOf(byName.values());
    }

    private Optional<Host.Group> groupOf(Instance instance) {
        return hosts.stream()
                .filter(host -> host.node().equals(instance.node()))
                .findFirst()
                .flatMap(host -> host.groupOf(instance));
    }

    private static String groupName(Host.Group group) {
        String label = Names.label(group.title());
        return label.isEmpty() ? "group" : label;
    }

    private Map<Host.Group, List<Election>> groups(List<Election> elections) {
        Map<Host.Group, List<Election>> groups = new LinkedHashMap<>();
        for (Election election : elections) {
            groupOf(election.first())
                    .ifPresent(group -> groups.computeIfAbsent(group, one -> new ArrayList<>())
                            .add(election));
        }
        return groups;
    }

    /** A group is one decision: its members have the same nodes, preemption and trackers. */
    private void unite(Host.Group group, List<Election> members, Map<Election, Shared> shared) {
        List<Shared> all = members.stream().map(shared::get).toList();
        Shared first = all.get(0);
        boolean same = all.stream()
                .allMatch(one ->
                        one.nodes().equals(first.nodes()) && one.preemption().equals(first.preemption()));
        if (!same) {
            ledger.remark(
                    group.place(),
                    "vrrp_sync_group " + group.title(),
                    "its members have other priorities or preemption; in a group they must be equal, and those of "
                            + members.get(0).first().title() + " are taken");
        }
        Shared united = new Shared(
                first.name(),
                first.nodes(),
                first.preemption(),
                union(all.stream().map(Shared::healthChecks).toList()),
                union(all.stream().map(Shared::interfaces).toList()));
        members.forEach(member -> shared.put(member, united));
    }

    private void virtualIP(VirtualIPWriter writer, Election election, Shared common) {
        String name = names.get(election);
        String secret = name + "-vrrp";
        Instance.Secrecy secrecy = election.first().settings().secrecy();
        Place origin = election.first().place();
        if (!secrecy.keys().isEmpty()) {
            Map<String, String> values = new LinkedHashMap<>();
            secrecy.keys().forEach(key -> values.put(VirtualIPWriter.entry(secrecy, key), key.value()));
            documents.add(new Document.OfSecret(secret, origin, values));
            ledger.remark(
                    origin,
                    "authentication",
                    "its value is printed in the clear, in the Secret " + secret
                            + ": don't keep the output where others read"
                            + " it; the Secret belongs into the operator's namespace");
        }
        documents.add(new Document.OfVirtualIP(name, origin, writer.spec(election, common, secret)));
    }
}
