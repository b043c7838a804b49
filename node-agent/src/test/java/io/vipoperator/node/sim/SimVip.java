package io.vipoperator.node.sim;

import io.vipoperator.node.loop.AddressWithPrefix;
import io.vipoperator.node.loop.AnnouncementForm;
import io.vipoperator.node.loop.Authentication;
import io.vipoperator.node.loop.Candidacy;
import io.vipoperator.node.loop.Dialect;
import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.InterfaceRule;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.loop.RouterSetup;
import io.vipoperator.node.loop.TrackedCheck;
import io.vipoperator.node.loop.TrackedInterface;
import io.vipoperator.node.loop.Transport;
import io.vipoperator.node.vrrp.AnnouncementPlan;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.ChecksumForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A VirtualIP as the operator has planned it for all its members.
 *
 * @param number of it; vip-0, vip-1
 * @param nic 0 or 1
 * @param families one or both
 * @param version 2 or 3
 * @param virtualRouterID 1..255
 * @param addressCount of each family
 * @param group its own name if it stands alone
 * @param unicast to the other members, instead of multicast
 * @param authentication of all members
 * @param delayMillis of preemption
 * @param startupMillis during which nothing is claimed
 * @param tracked NICs
 * @param checks of the nodes
 * @param members by node
 */
record SimVip(
        int number,
        int nic,
        List<Family> families,
        int version,
        int virtualRouterID,
        int addressCount,
        String group,
        boolean unicast,
        Authentication authentication,
        double delayMillis,
        double startupMillis,
        List<TrackedInterface> tracked,
        List<TrackedCheck> checks,
        SortedMap<Integer, Member> members) {
    /** After a split a client may know the Active that has gone; it learns the other one's by this. */
    static final double REFRESH_MILLIS = 8_000;

    /**
     * One node's part.
     *
     * @param priority 1..254
     * @param intervalMillis Advertisement_Interval; of version 3 it may differ between members
     * @param preempt Preempt_Mode
     */
    record Member(int priority, double intervalMillis, boolean preempt) {}

    String name() {
        return "vip-" + number;
    }

    SimVip with(Map<Integer, Member> newMembers) {
        return copy(virtualRouterID, addressCount, authentication, newMembers);
    }

    SimVip withVirtualRouterID(int newVirtualRouterID) {
        return copy(newVirtualRouterID, addressCount, authentication, members);
    }

    SimVip withAddressCount(int newAddressCount) {
        return copy(virtualRouterID, newAddressCount, authentication, members);
    }

    SimVip with(Authentication newAuthentication) {
        return copy(virtualRouterID, addressCount, newAuthentication, members);
    }

    SimVip dependingOn(List<TrackedCheck> newChecks) {
        return new SimVip(
                number,
                nic,
                families,
                version,
                virtualRouterID,
                addressCount,
                group,
                unicast,
                authentication,
                delayMillis,
                startupMillis,
                tracked,
                newChecks,
                members);
    }

    private SimVip copy(
            int newVirtualRouterID,
            int newAddressCount,
            Authentication newAuthentication,
            Map<Integer, Member> newMembers) {
        return new SimVip(
                number,
                nic,
                families,
                version,
                newVirtualRouterID,
                newAddressCount,
                group,
                unicast,
                newAuthentication,
                delayMillis,
                startupMillis,
                tracked,
                checks,
                new TreeMap<>(newMembers));
    }

    /** As the operator has it; a file may say otherwise. */
    boolean hasOneInterval() {
        return members.values().stream().map(Member::intervalMillis).distinct().count() == 1;
    }

    double slowestIntervalMillis() {
        return members.values().stream()
                .mapToDouble(Member::intervalMillis)
                .max()
                .orElse(0);
    }

    List<IpAddress> addresses() {
        List<IpAddress> all = new ArrayList<>();
        families.forEach(family -> all.addAll(Addressing.virtual(number, nic, family, addressCount)));
        return all;
    }

    /** The routers of a node; none if it is no member. */
    List<RouterSetup> on(int node, long generation) {
        Member member = members.get(node);
        return member == null
                ? List.of()
                : families.stream()
                        .map(family -> router(family, node, member, generation))
                        .toList();
    }

    private RouterSetup router(Family family, int node, Member member, long generation) {
        List<IpAddress> addresses = Addressing.virtual(number, nic, family, addressCount);
        return new RouterSetup(
                new RouterKey(name(), family),
                "uid-" + number,
                generation,
                group,
                new InterfaceRule.Subnet(),
                virtualRouterID,
                new Candidacy(
                        member.priority(),
                        bestOfOthers(node),
                        member.preempt(),
                        Millis.of(delayMillis),
                        Millis.of(startupMillis),
                        tracked,
                        checks),
                new Dialect(
                        version,
                        Millis.of(member.intervalMillis()),
                        number % 2 == 0 ? ChecksumForm.PSEUDO_HEADER : ChecksumForm.MESSAGE_ONLY,
                        transport(family, node),
                        authentication,
                        false),
                addresses,
                new InstallPlan(
                        addresses.stream()
                                .map(address -> new AddressWithPrefix(address, family == Family.IPV4 ? 32 : 128))
                                .toList(),
                        false,
                        true,
                        Optional.empty()),
                new AnnouncementPlan(5, Millis.of(200), Millis.of(5_000), Millis.of(REFRESH_MILLIS)),
                AnnouncementForm.BOTH,
                List.of());
    }

    private OptionalInt bestOfOthers(int node) {
        return members.entrySet().stream()
                .filter(other -> other.getKey() != node)
                .mapToInt(other -> other.getValue().priority())
                .max();
    }

    private Transport transport(Family family, int node) {
        if (!unicast) {
            return Transport.Multicast.fromPrimary();
        }
        return new Transport.Unicast(
                Optional.empty(),
                members.keySet().stream()
                        .filter(other -> other != node)
                        .map(other -> new Transport.Peer(
                                family == Family.IPV4 ? Addressing.ipv4(nic, other) : Addressing.ipv6(nic, other), 255))
                        .toList());
    }

    @Override
    public String toString() {
        return name() + " group " + group + " version " + version + " " + families + " on eth" + nic + " VRID "
                + virtualRouterID + (unicast ? " unicast" : "") + " " + authentication + " delay " + delayMillis
                + " ms startup " + startupMillis + " ms tracks " + tracked + " checks " + checks + " members "
                + members;
    }
}
