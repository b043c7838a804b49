package io.vipoperator.operator.plan;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.api.v1alpha1.RouterSpec;
import io.vipoperator.api.v1alpha1.TransportType;
import java.util.List;

/**
 * What routers take of a node state: the API bounds their number and the API server the object's size.
 *
 * @param routers number of entries
 * @param bytes of their JSON, estimated from above
 */
record Load(int routers, int bytes) {
    static final Load NONE = new Load(0, 0);
    /** The bounds of a node state. */
    static final Load CAPACITY = new Load(1024, 1 << 20);

    /** All defaults spelled out, without names and lists. */
    private static final int ROUTER_BYTES = 880;

    private static final int ADDRESS_BYTES = 46;
    private static final int PEER_BYTES = 72;
    private static final int TRACKER_BYTES = 80;

    /** Of a VirtualIP on each of its members. */
    static Load of(VipRequest vip) {
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
                    Values.orEmpty(vip.spec().trackInterfaces()).size()));
        }
        return load;
    }

    /** Of routers that go on to run. */
    static Load of(List<RouterSpec> routers) {
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
                    Values.orEmpty(router.trackInterfaces()).size()));
        }
        return load;
    }

    private static Load one(String name, int addresses, int peers, int trackers) {
        return new Load(
                1,
                ROUTER_BYTES
                        + name.length()
                        + addresses * ADDRESS_BYTES
                        + peers * PEER_BYTES
                        + trackers * TRACKER_BYTES);
    }

    Load plus(Load other) {
        return new Load(routers + other.routers, bytes + other.bytes);
    }

    Load minus(Load other) {
        return new Load(routers - other.routers, bytes - other.bytes);
    }

    boolean fits() {
        return routers <= CAPACITY.routers && bytes <= CAPACITY.bytes;
    }
}
