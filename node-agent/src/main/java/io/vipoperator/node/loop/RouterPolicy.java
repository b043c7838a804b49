package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.SequenceNumber;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which advertisements one router heeds, as its setup asks for it.
 *
 * @param dialect as configured
 * @param minimumTtls by peer; empty for a router that speaks to the group
 * @param addresses that this router advertises
 * @param windowSeconds how far the clock of a signer may be off
 */
record RouterPolicy(
        Dialect dialect, Map<IpAddress, Integer> minimumTtls, Set<IpAddress> addresses, long windowSeconds) {
    RouterPolicy {
        minimumTtls = Map.copyOf(minimumTtls);
        addresses = Set.copyOf(addresses);
    }

    static RouterPolicy of(RouterSetup setup) {
        Dialect dialect = setup.dialect();
        Map<IpAddress, Integer> minimumTtls = new HashMap<>();
        peers(dialect).forEach(peer -> minimumTtls.put(peer.address(), peer.minimumTtl()));
        return new RouterPolicy(
                dialect,
                minimumTtls,
                new HashSet<>(setup.advertised()),
                SequenceNumber.windowSeconds(dialect.intervalNanos()));
    }

    boolean isUnicast() {
        return dialect.transport() instanceof Transport.Unicast;
    }

    /** The least TTL or hop limit that a packet from there may have; empty if it comes from no peer. */
    Optional<Integer> minimumTtl(IpAddress source) {
        return isUnicast() ? Optional.ofNullable(minimumTtls.get(source)) : Optional.of(Ladder.TTL_OF_THE_LINK);
    }

    private static List<Transport.Peer> peers(Dialect dialect) {
        return switch (dialect.transport()) {
            case Transport.Unicast unicast -> unicast.peers();
            case Transport.Multicast multicast -> List.of();
        };
    }
}
