package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.NamedEffect;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.TransportType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What routers and their health checks take of a node state: the API bounds their number and the API server the object's
 * size. A check that several routers share is there once.
 *
 * @param routers number of entries
 * @param bytes of the routers' JSON, estimated from above
 * @param checks by name
 */
record Load(int routers, int bytes, Map<String, Check> checks) {
    static final Load NONE = new Load(0, 0);
    /** The bounds of a node state. */
    static final Load CAPACITY = new Load(1024, 1 << 20);

    private static final int MOST_CHECKS = 1024;

    /** All defaults spelled out, without names and lists. */
    private static final int ROUTER_BYTES = 880;

    private static final int ADDRESS_BYTES = 46;
    private static final int PEER_BYTES = 72;
    private static final int TRACKER_BYTES = 80;
    /** With its name of up to 253 characters counted apart, and the feature that it requires. */
    private static final int REFERENCE_BYTES = 96;

    /**
     * A health check.
     *
     * @param uses by how many routers
     * @param bytes of its JSON, estimated from above
     */
    record Check(int uses, int bytes) {}

    Load(int routers, int bytes) {
        this(routers, bytes, Map.of());
    }

    /**
     * Of a VirtualIP on each of its members.
     *
     * @param checkBytes by a check's name
     */
    static Load of(VipRequest vip, ToIntFunction<String> checkBytes) {
        Load load = NONE;
        for (Family family : vip.families()) {
            int addresses =
                    vip.addresses(family).size() + vip.excludedAddresses(family).size();
            int peers = vip.transportType() == TransportType.Unicast
                    ? vip.maxMembers() + vip.extraPeers(family).size()
                    : 0;
            load = load.plus(one(
                    vip.name(),
                    addresses,
                    peers,
                    Values.orEmpty(vip.spec().trackInterfaces()).size(),
                    Values.orEmpty(vip.spec().healthChecks()),
                    checkBytes));
        }
        return load;
    }

    /** Of routers that go on to run. */
    static Load of(List<RouterSpec> routers, ToIntFunction<String> checkBytes) {
        Load load = NONE;
        for (RouterSpec router : routers) {
            int addresses = Values.orEmpty(router.addresses()).size()
                    + Values.orEmpty(router.excludedAddresses()).size();
            int peers = router.transport() == null
                    ? 0
                    : Values.orEmpty(router.transport().peers()).size();
            load = load.plus(one(
                    router.virtualIP(),
                    addresses,
                    peers,
                    Values.orEmpty(router.trackInterfaces()).size(),
                    Values.orEmpty(router.healthChecks()),
                    checkBytes));
        }
        return load;
    }

    private static Load one(
            String name,
            int addresses,
            int peers,
            int trackers,
            List<NamedEffect> references,
            ToIntFunction<String> checkBytes) {
        int bytes = ROUTER_BYTES
                + name.length()
                + addresses * ADDRESS_BYTES
                + peers * PEER_BYTES
                + trackers * TRACKER_BYTES;
        Map<String, Check> checks = new HashMap<>();
        for (NamedEffect reference : references) {
            bytes += REFERENCE_BYTES + reference.name().length();
            checks.put(reference.name(), new Check(1, checkBytes.applyAsInt(reference.name())));
        }
        return new Load(1, bytes, checks);
    }

    Load plus(Load other) {
        return new Load(routers + other.routers, bytes + other.bytes, merged(other.checks, 1));
    }

    Load minus(Load other) {
        return new Load(routers - other.routers, bytes - other.bytes, merged(other.checks, -1));
    }

    /** Shares the map where there is nothing to merge: most VirtualIPs have few checks or none. */
    private Map<String, Check> merged(Map<String, Check> others, int sign) {
        if (others.isEmpty()) {
            return checks;
        }
        Map<String, Check> merged = new HashMap<>(checks);
        others.forEach((name, other) -> {
            int uses = (merged.containsKey(name) ? merged.get(name).uses() : 0) + sign * other.uses();
            if (uses > 0) {
                merged.put(name, new Check(uses, other.bytes()));
            } else {
                merged.remove(name);
            }
        });
        return merged;
    }

    boolean fits() {
        int all = bytes + checks.values().stream().mapToInt(Check::bytes).sum();
        return routers <= CAPACITY.routers && checks.size() <= MOST_CHECKS && all <= CAPACITY.bytes;
    }
}
