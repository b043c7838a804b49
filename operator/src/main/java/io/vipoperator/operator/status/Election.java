package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.CoexistMode;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.api.v1alpha1.Vrrp;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.IpPrefix;
import io.vipoperator.operator.plan.Member;
import io.vipoperator.operator.plan.NodeAddresses;
import io.vipoperator.operator.plan.NodeRecord;
import io.vipoperator.operator.plan.Segments;
import io.vipoperator.operator.plan.Values;
import io.vipoperator.operator.plan.VipPlan;
import io.vipoperator.operator.plan.VipRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the members' reports say of one VirtualIP, the doubtful set apart. Immutable.
 *
 * @param rows by node's name
 * @param actives who says Active and is believed; of several only those that have confirmed it, as soon as one has
 * @param foreign addresses of routers outside the cluster that speak for the VRID
 * @param foreignActive a member hears one of them as the Active
 * @param coexists such routers are expected
 */
record Election(
        List<MemberRow> rows, List<MemberRow> actives, Set<String> foreign, boolean foreignActive, boolean coexists) {

    /** Everything about the fleet that all elections ask for, looked up once a turn. */
    static final class Index {
        private final Map<String, Map<String, RouterStatus>> reports = new HashMap<>();
        private final Map<IpPrefix, String> owners;
        private final Map<Integer, List<Heard>> foreign = new HashMap<>();
        private final Segments segments;

        private record Heard(String node, Optional<IpPrefix> segment, String address) {}

        Index(Fleet fleet) {
            owners = NodeAddresses.of(fleet);
            segments = new Segments(fleet);
            for (NodeRecord record : fleet.nodeStates()) {
                record.reports()
                        .forEach(r -> reports.computeIfAbsent(r.virtualIP(), key -> new TreeMap<>())
                                .put(record.name(), r));
                record.foreignRouters().stream()
                        .filter(f -> f.family() == Family.IPv4 && outside(f.address()))
                        .forEach(f -> foreign.computeIfAbsent(f.virtualRouterID(), key -> new ArrayList<>())
                                .add(new Heard(record.name(), segments.of(record, f.interfaceName()), f.address())));
            }
        }

        /** Who speaks for the VRID in the VirtualIP's segment, by the word of nodes that are believed. */
        private Set<String> foreign(int virtualRouterID, VipRequest vip, Map<String, Trust> trust) {
            Set<String> addresses = new TreeSet<>();
            Optional<IpPrefix> segment = segments.of(vip);
            for (Heard heard : foreign.getOrDefault(virtualRouterID, List.of())) {
                boolean near = segment.isEmpty() || heard.segment().isEmpty() || segment.equals(heard.segment());
                if (near && !trust.getOrDefault(heard.node(), Trust.GIVEN).stale()) {
                    addresses.add(heard.address());
                }
            }
            return addresses;
        }

        private boolean outside(String address) {
            return IpPrefix.parse(address)
                    .filter(a -> !owners.containsKey(a.host()))
                    .isPresent();
        }
    }

    static Election of(VipPlan plan, Index index, Map<String, Trust> trust) {
        String vip = plan.request().name();
        Map<String, RouterStatus> reports = new TreeMap<>(index.reports.getOrDefault(vip, Map.of()));
        // Of an object of the same name that is gone.
        reports.values()
                .removeIf(r -> r.uid() != null && !r.uid().equals(plan.request().uid()));
        Map<String, MemberRow> rows = new TreeMap<>();
        for (Member member : plan.members()) {
            String node = member.nodeName();
            rows.put(
                    node,
                    new MemberRow(
                            node,
                            Optional.of(member.priority()),
                            Optional.ofNullable(reports.get(node)),
                            trust.getOrDefault(node, Trust.GIVEN)));
        }
        reports.forEach((node, report) -> {
            MemberRow leaving =
                    new MemberRow(node, Optional.empty(), Optional.of(report), trust.getOrDefault(node, Trust.GIVEN));
            if (leaving.active()) {
                rows.putIfAbsent(node, leaving);
            }
        });
        Set<String> foreign = plan.virtualRouterID()
                .map(id -> index.foreign(id, plan.request(), trust))
                .orElseGet(TreeSet::new);
        boolean foreignActive = false;
        for (MemberRow row : rows.values()) {
            String heard = row.backup() ? row.report().orElseThrow().activeAddress() : null;
            if (heard != null && index.outside(heard)) {
                foreign.add(heard);
                foreignActive = true;
            }
        }
        List<MemberRow> all = List.copyOf(rows.values());
        return new Election(all, believed(all, vip), foreign, foreignActive, coexists(plan));
    }

    private static List<MemberRow> believed(List<MemberRow> rows, String vip) {
        List<MemberRow> actives = rows.stream().filter(MemberRow::active).toList();
        List<MemberRow> confirmed =
                actives.stream().filter(row -> row.confirmed(vip)).toList();
        return actives.size() > 1 && !confirmed.isEmpty() ? confirmed : actives;
    }

    /** Two who have both just said it again. */
    boolean splitBrain(String vip) {
        return actives.size() > 1 && actives.stream().allMatch(row -> row.confirmed(vip));
    }

    /** The one holder; of several unconfirmed ones the former. */
    Optional<MemberRow> holder(String former) {
        return actives.stream()
                .filter(row -> row.node().equals(former))
                .findFirst()
                .or(() -> actives.stream().findFirst());
    }

    List<MemberRow> members() {
        return rows.stream().filter(row -> row.priority().isPresent()).toList();
    }

    List<String> names(Predicate<MemberRow> which) {
        List<String> names = new ArrayList<>();
        members().stream().filter(which).forEach(row -> names.add(row.node()));
        return names;
    }

    private static boolean coexists(VipPlan plan) {
        boolean explicit = plan.request().spec().nodes() != null
                && !Values.orEmpty(plan.request().spec().nodes().priorities()).isEmpty();
        Vrrp vrrp = plan.request().spec().vrrp();
        return explicit || (vrrp != null && vrrp.coexist() == CoexistMode.Allow);
    }
}
