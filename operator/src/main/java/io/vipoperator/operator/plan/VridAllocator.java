package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.CoexistMode;
import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.ForeignRouter;
import io.vipoperator.api.v1alpha1.RouterSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Gives every VirtualIP a VRID that nobody else has in its segment: the one asked for, else the one it has, else the
 * lowest that is free and that no agent hears from outside. It is one for both families, and taken in those that the
 * VirtualIP has: the families' virtual routers have nothing to do with each other (RFC 9568 section 5.2.3). What any node
 * still runs is taken. Confined to one plan.
 */
final class VridAllocator {
    private static final int LAST = 255;

    /** @param vip the holder; empty if the VRID was heard from outside */
    private record Taken(Family family, Optional<IpPrefix> segment, Optional<String> vip, String heardFrom) {
        boolean near(Optional<IpPrefix> other) {
            return segment.isEmpty() || other.isEmpty() || segment.equals(other);
        }
    }

    private final Segments segments;
    private final Programmed programmed;
    private final Map<Integer, List<Taken>> taken = new HashMap<>();

    VridAllocator(Fleet fleet, List<VipRequest> bySeniority, Programmed programmed) {
        this.segments = new Segments(fleet);
        this.programmed = programmed;
        for (VipRequest vip : bySeniority) {
            Set<List<Object>> seen = new HashSet<>();
            for (List<RouterSpec> routers : programmed.of(vip.name()).values()) {
                for (RouterSpec router : routers) {
                    if (seen.add(List.of(router.family(), router.virtualRouterID()))) {
                        take(vip, router.family(), router.virtualRouterID());
                    }
                }
            }
        }
        Set<IpPrefix> ours = NodeAddresses.of(fleet).keySet();
        Set<String> seen = new HashSet<>();
        for (NodeRecord node : fleet.nodeStates()) {
            for (ForeignRouter foreign : node.foreignRouters()) {
                boolean own = IpPrefix.parse(foreign.address())
                        .filter(a -> ours.contains(a.host()))
                        .isPresent();
                Optional<IpPrefix> segment = segments.of(node, foreign.interfaceName());
                if (!own && seen.add(segment + "/" + foreign.virtualRouterID() + "/" + foreign.address())) {
                    list(foreign.virtualRouterID())
                            .add(new Taken(foreign.family(), segment, Optional.empty(), foreign.address()));
                }
            }
        }
    }

    /** Reserves the VRID that is asked for, or says why it can't be had. To be called in the order of seniority. */
    Optional<Refusal> request(VipRequest vip, int vrid) {
        Map<Family, Optional<IpPrefix>> own = segments(vip);
        boolean has = programmed
                .newest(vip.name())
                .filter(r -> r.virtualRouterID() == vrid)
                .isPresent();
        for (Taken other : list(vrid)) {
            if (!near(other, own) || other.vip().equals(Optional.of(vip.name()))) {
                continue;
            }
            if (other.vip().isPresent()) {
                return Optional.of(new Refusal(
                        Reason.VirtualRouterIDInUse,
                        "spec.vrrp.virtualRouterID: " + vrid + " is used by VirtualIP "
                                + other.vip().get() + ", must be its own in the segment"));
            }
            // A router that is heard only after ours runs is a conflict, not an edit to refuse.
            if (!has && !coexists(vip)) {
                return Optional.of(new Refusal(
                        Reason.ForeignRouter,
                        "spec.vrrp.virtualRouterID: " + vrid + " is advertised by " + other.heardFrom()
                                + ", must be free, or spec.vrrp.coexist must be Allow"));
            }
        }
        take(vip, vrid);
        return Optional.empty();
    }

    /** The VRID that it has, else the lowest free one; empty if there is none. To be called after all requests. */
    OptionalInt allocate(VipRequest vip) {
        Map<Family, Optional<IpPrefix>> own = segments(vip);
        Optional<Integer> kept = programmed.newest(vip.name()).map(RouterSpec::virtualRouterID);
        if (kept.isPresent() && free(kept.get(), vip, own, false)) {
            // A family that an edit adds is taken from now on.
            take(vip, kept.get());
            return OptionalInt.of(kept.get());
        }
        for (int vrid = 1; vrid <= LAST; vrid++) {
            if (free(vrid, vip, own, true)) {
                take(vip, vrid);
                return OptionalInt.of(vrid);
            }
        }
        return OptionalInt.empty();
    }

    private boolean free(int vrid, VipRequest vip, Map<Family, Optional<IpPrefix>> own, boolean listen) {
        return list(vrid).stream()
                .noneMatch(other -> near(other, own)
                        && !other.vip().equals(Optional.of(vip.name()))
                        && (listen || other.vip().isPresent()));
    }

    private static boolean near(Taken other, Map<Family, Optional<IpPrefix>> own) {
        Optional<IpPrefix> segment = own.get(other.family());
        return segment != null && other.near(segment);
    }

    private Map<Family, Optional<IpPrefix>> segments(VipRequest vip) {
        Map<Family, Optional<IpPrefix>> own = new EnumMap<>(Family.class);
        vip.families().forEach(family -> own.put(family, segments.of(vip, family)));
        return own;
    }

    private void take(VipRequest vip, int vrid) {
        vip.families().forEach(family -> take(vip, family, vrid));
    }

    private void take(VipRequest vip, Family family, int vrid) {
        list(vrid).add(new Taken(family, segments.of(vip, family), Optional.of(vip.name()), ""));
    }

    private List<Taken> list(int vrid) {
        return taken.computeIfAbsent(vrid, key -> new ArrayList<>());
    }

    /** Explicit priorities mean that somebody joins an existing group of routers. */
    private static boolean coexists(VipRequest vip) {
        boolean explicit = vip.spec().nodes() != null
                && !Values.orEmpty(vip.spec().nodes().priorities()).isEmpty();
        return explicit || vip.vrrp().coexist() == CoexistMode.Allow;
    }
}
