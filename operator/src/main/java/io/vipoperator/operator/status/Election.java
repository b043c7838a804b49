package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.CoexistMode;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.RouterState;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.IpPrefix;
import io.vipoperator.operator.plan.Member;
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
        private final Map<String, Map<String, List<RouterStatus>>> reports = new HashMap<>();
        private final Outsiders outsiders;
        private final Map<Integer, List<Heard>> foreign = new HashMap<>();
        private final Segments segments;

        private record Heard(String node, Family family, Optional<IpPrefix> segment, String address) {}

        Index(Fleet fleet) {
            outsiders = new Outsiders(fleet);
            segments = new Segments(fleet);
            for (NodeRecord record : fleet.nodeStates()) {
                record.reports()
                        .forEach(r -> reports.computeIfAbsent(r.virtualIP(), key -> new TreeMap<>())
                                .computeIfAbsent(record.name(), key -> new ArrayList<>())
                                .add(r));
                record.foreignRouters().stream()
                        .filter(f -> outsiders.outside(f.address()))
                        .forEach(f -> foreign.computeIfAbsent(f.virtualRouterID(), key -> new ArrayList<>())
                                .add(new Heard(
                                        record.name(),
                                        f.family(),
                                        segments.of(record, f.interfaceName()),
                                        f.address())));
            }
        }

        Outsiders outsiders() {
            return outsiders;
        }

        /** Who speaks for the VRID in the VirtualIP's segment, by the word of nodes that are believed. */
        private Set<String> foreign(int virtualRouterID, VipPlan plan, Map<String, Trust> trust) {
            Set<String> addresses = new TreeSet<>();
            VipRequest vip = plan.request();
            for (Heard heard : foreign.getOrDefault(virtualRouterID, List.of())) {
                Optional<IpPrefix> segment = segments.of(vip, heard.family());
                boolean near = plan.families().contains(heard.family())
                        && (segment.isEmpty() || heard.segment().isEmpty() || segment.equals(heard.segment()));
                if (near && !trust.getOrDefault(heard.node(), Trust.GIVEN).stale()) {
                    addresses.add(heard.address());
                }
            }
            return addresses;
        }
    }

    static Election of(VipPlan plan, Index index, Map<String, Trust> trust) {
        String vip = plan.request().name();
        Map<String, List<RouterStatus>> reports = new TreeMap<>();
        index.reports.getOrDefault(vip, Map.of()).forEach((node, all) -> {
            // Others are of an object of the same name that is gone.
            List<RouterStatus> own = all.stream()
                    .filter(r ->
                            r.uid() == null || r.uid().equals(plan.request().uid()))
                    .toList();
            if (!own.isEmpty()) {
                reports.put(node, own);
            }
        });
        Map<String, MemberRow> rows = new TreeMap<>();
        for (Member member : plan.members()) {
            String node = member.nodeName();
            rows.put(
                    node,
                    new MemberRow(
                            node,
                            Optional.of(member.priority()),
                            plan.families(),
                            reports.getOrDefault(node, List.of()),
                            trust.getOrDefault(node, Trust.GIVEN)));
        }
        reports.forEach((node, report) -> {
            MemberRow leaving = new MemberRow(
                    node,
                    Optional.empty(),
                    report.stream().map(RouterStatus::family).toList(),
                    report,
                    trust.getOrDefault(node, Trust.GIVEN));
            if (leaving.active()) {
                rows.putIfAbsent(node, leaving);
            }
        });
        Set<String> foreign =
                plan.virtualRouterID().map(id -> index.foreign(id, plan, trust)).orElseGet(TreeSet::new);
        boolean foreignActive = false;
        for (MemberRow row : rows.values()) {
            for (RouterStatus report : row.fresh() ? row.reports() : List.<RouterStatus>of()) {
                boolean heard = report.state() == RouterState.Backup
                        && report.activeAddress() != null
                        && index.outsiders().outside(report.activeAddress());
                if (heard) {
                    foreign.add(report.activeAddress());
                    foreignActive = true;
                }
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

    /** Of a family two who have both just said it again; empty in all common cases. */
    List<String> rivals(String vip) {
        for (Family family : List.of(Family.IPv4, Family.IPv6)) {
            List<MemberRow> claimants =
                    rows.stream().filter(row -> row.active(family)).toList();
            List<MemberRow> confirmed =
                    claimants.stream().filter(row -> row.confirmed(vip)).toList();
            if (confirmed.size() > 1) {
                return confirmed.stream().map(MemberRow::node).toList();
            }
        }
        return List.of();
    }

    /** Members that are Active for one family alone. */
    List<String> halves() {
        List<String> halves = new ArrayList<>();
        for (MemberRow row : rows) {
            row.reports().stream()
                    .filter(r -> !row.active() && row.active(r.family()))
                    .forEach(r -> halves.add(r.family() + " on " + row.node()));
        }
        return halves;
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

    Optional<MemberRow> row(String node) {
        return rows.stream().filter(row -> row.node().equals(node)).findFirst();
    }

    List<String> names(Predicate<MemberRow> which) {
        List<String> names = new ArrayList<>();
        members().stream().filter(which).forEach(row -> names.add(row.node()));
        return names;
    }

    private static boolean coexists(VipPlan plan) {
        boolean explicit = plan.request().spec().nodes() != null
                && !Values.orEmpty(plan.request().spec().nodes().priorities()).isEmpty();
        return explicit || plan.request().vrrp().coexist() == CoexistMode.Allow;
    }
}
