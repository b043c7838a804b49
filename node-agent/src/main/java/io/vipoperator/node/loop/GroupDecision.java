package io.vipoperator.node.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Couples the virtual routers of one group, each of which has its own state machine: they are Active on the same node, always
 * (keepalived: VRRP sync group). Pure.
 */
final class GroupDecision {
    private GroupDecision() {}

    /** What counts of a router for its group. */
    enum Standing {
        /** Active. */
        ACTIVE,
        /** Would be Active if it were alone. */
        READY,
        /** Anything else. */
        OTHER
    }

    /**
     * One router of the group.
     *
     * @param key its name
     * @param standing now
     * @param wasActive the group saw it Active last time
     * @param hasJoined it has been in the election since it came into the group
     * @param hasOwnFault something keeps it out that isn't another router of the group
     */
    record Member(RouterKey key, Standing standing, boolean wasActive, boolean hasJoined, boolean hasOwnFault) {
        private boolean isActive() {
            return standing == Standing.ACTIVE;
        }

        private boolean hasLeft() {
            return wasActive && !isActive();
        }
    }

    /**
     * Who keeps this router out of the election: one with a fault of its own. A new router with a fault doesn't count while the
     * group is Active: adding it must move nothing.
     */
    static Optional<RouterKey> faultFor(RouterKey key, List<Member> group) {
        boolean live = group.stream().anyMatch(member -> member.isActive() || member.wasActive());
        return group.stream()
                .filter(member -> !member.key().equals(key) && member.hasOwnFault() && (member.hasJoined() || !live))
                .map(Member::key)
                .findFirst();
    }

    /** Routers that have to hand over, because another one has. */
    static List<RouterKey> leaving(List<Member> group) {
        if (group.stream().noneMatch(Member::hasLeft)) {
            return List.of();
        }
        return keys(group, Standing.ACTIVE);
    }

    /** Routers that become Active now: those that are ready, if all the others are, or are Active. */
    static List<RouterKey> joining(List<Member> group) {
        return group.stream().anyMatch(member -> member.standing() == Standing.OTHER)
                ? List.of()
                : keys(group, Standing.READY);
    }

    private static List<RouterKey> keys(List<Member> group, Standing standing) {
        List<RouterKey> keys = new ArrayList<>();
        for (Member member : group) {
            if (member.standing() == standing) {
                keys.add(member.key());
            }
        }
        return keys;
    }
}
