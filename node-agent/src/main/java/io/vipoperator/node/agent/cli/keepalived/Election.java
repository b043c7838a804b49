package io.vipoperator.node.agent.cli.keepalived;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The instances of several hosts that elect one Active among them: same family, VRID and addresses. Pure.
 *
 * @param instances one of each host, in the order of the files; at least one
 */
record Election(List<Instance> instances) {
    Election {
        instances = List.copyOf(instances);
    }

    /** What tells an election from others. */
    private record Key(Object family, Optional<Integer> virtualRouterID, Set<String> addresses) {}

    /** The elections of all hosts, in the order in which they first appear. */
    static List<Election> among(List<Host> hosts, Ledger ledger) {
        Map<Key, List<Instance>> byKey = new LinkedHashMap<>();
        Map<String, Instance> byRouter = new LinkedHashMap<>();
        for (Host host : hosts) {
            for (Instance instance : host.instances()) {
                List<Instance> members = byKey.computeIfAbsent(key(instance), key -> new ArrayList<>());
                if (members.stream().anyMatch(one -> one.node().equals(instance.node()))) {
                    ledger.remark(
                            instance.place(),
                            "vrrp_instance " + instance.title(),
                            "is on " + host.node().name() + " already, with the same VRID and addresses: left out");
                    continue;
                }
                members.add(instance);
                Instance first = byRouter.putIfAbsent(router(instance), instance);
                if (first != null && !key(first).equals(key(instance))) {
                    ledger.remark(
                            instance.place(),
                            "virtual_ipaddress",
                            "is " + list(instance) + ", but in " + first.place() + " " + list(first)
                                    + ", with the same VRID: two VirtualIPs are written; make the addresses equal, or give"
                                    + " one of them another VRID");
                }
            }
        }
        return byKey.values().stream().map(Election::new).toList();
    }

    private static String list(Instance instance) {
        return String.join(", ", instance.settings().addresses());
    }

    private static String router(Instance instance) {
        return instance.family() + " "
                + instance.virtualRouterID().map(String::valueOf).orElse("-" + instance.place());
    }

    private static Key key(Instance instance) {
        return new Key(
                instance.family(),
                instance.virtualRouterID(),
                new HashSet<>(instance.settings().addresses().stream()
                        .map(address -> address.substring(0, address.indexOf('/')))
                        .toList()));
    }

    /** The one whose settings count where they differ. */
    Instance first() {
        return instances.get(0);
    }

    /** Best first; of equals the one of the first file. */
    List<Instance> ranked() {
        return instances.stream()
                .sorted(Comparator.comparingInt(Instance::priority).reversed())
                .toList();
    }

    /** The names of the NICs, each once. */
    List<String> interfaceNames() {
        return instances.stream()
                .flatMap(one -> one.interfaceName().stream())
                .distinct()
                .toList();
    }

    /** The addresses that its hosts send from, where the files say. */
    Set<String> sources() {
        return instances.stream().flatMap(one -> one.sourceAddress().stream()).collect(Collectors.toSet());
    }
}
