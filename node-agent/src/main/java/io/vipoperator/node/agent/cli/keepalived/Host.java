package io.vipoperator.node.agent.cli.keepalived;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one host's configuration means.
 *
 * @param node which host
 * @param instances that have addresses
 * @param groups instances that move together
 * @param checks that something refers to, or could
 */
record Host(Instance.Node node, List<Instance> instances, List<Group> groups, List<Check> checks) {
    Host {
        instances = List.copyOf(instances);
        groups = List.copyOf(groups);
        checks = List.copyOf(checks);
    }

    /**
     * A vrrp_sync_group.
     *
     * @param title its name in the file
     * @param members titles of instances
     * @param trackers that count for all of them
     */
    record Group(Place place, String title, List<String> members, Instance.Trackers trackers) {
        Group {
            members = List.copyOf(members);
        }
    }

    /** Reads a whole configuration. */
    static Host read(List<Statement> statements, Instance.Node node, Ledger ledger) {
        Block top = new Block(statements, ledger);
        Globals globals = Globals.read(top.all("global_defs"), ledger);
        Names names = new Names();
        Map<String, Check> checks = CheckReader.read(top, names);
        List<Instance> instances = new ArrayList<>();
        for (Statement statement : top.all("vrrp_instance")) {
            InstanceReader.read(statement, node, globals, checks, ledger).ifPresent(instances::add);
        }
        List<Group> groups = new ArrayList<>();
        for (Statement statement : top.all("vrrp_sync_group")) {
            groups.add(group(statement, checks, instances, ledger));
        }
        List<Check> all = new ArrayList<>(checks.values());
        all.addAll(ServerReader.read(top, names));
        top.rest();
        return new Host(node, instances, groups, all);
    }

    private static Group group(
            Statement statement, Map<String, Check> checks, List<Instance> instances, Ledger ledger) {
        ledger.expressed(statement);
        Block block = new Block(statement, ledger);
        List<String> members = new ArrayList<>();
        for (Statement list : block.all("group")) {
            ledger.expressed(list);
            list.arguments().forEach(title -> member(title, list, instances, members, ledger));
            for (Statement line : list.inner()) {
                ledger.expressed(line);
                line.words().forEach(title -> member(title, line, instances, members, ledger));
            }
        }
        Instance.Trackers trackers = TrackerReader.read(block, checks);
        block.rest();
        String title =
                statement.arguments().isEmpty() ? "" : statement.arguments().get(0);
        return new Group(statement.place(), title, members, trackers);
    }

    private static void member(
            String title, Statement line, List<Instance> instances, List<String> members, Ledger ledger) {
        if (instances.stream().anyMatch(one -> one.title().equals(title))) {
            members.add(title);
        } else {
            ledger.remark(
                    line.place(),
                    title,
                    "is no vrrp_instance that a VirtualIP was written for: the group goes without it");
        }
    }

    /** The group that an instance belongs to. */
    Optional<Group> groupOf(Instance instance) {
        return groups.stream()
                .filter(group -> group.members().contains(instance.title()))
                .findFirst();
    }
}
