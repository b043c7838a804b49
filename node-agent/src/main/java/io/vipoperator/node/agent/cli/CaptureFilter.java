package io.vipoperator.node.agent.cli;

import io.vipoperator.api.v1alpha1.AddressStatus;
import io.vipoperator.api.v1alpha1.RouterStatus;
import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import io.vipoperator.node.wire.Dissection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what of the wire is about virtual addresses: those that the agent named, and those that advertisements named since.
 * Used by one thread.
 */
final class CaptureFilter {
    private record Router(int virtualRouterID, Family family) {}

    private final boolean all;
    private final Map<Router, String> names = new HashMap<>();
    private final Set<IpAddress> addresses = new HashSet<>();

    /**
     * Of what the agent runs.
     *
     * @param routers of the agent, those of one VirtualIP if only that is wanted
     * @param all other routers' advertisements are wanted too, and then their addresses
     */
    CaptureFilter(List<RouterStatus> routers, boolean all) {
        this.all = all;
        for (RouterStatus router : routers) {
            Family family = router.family() == io.vipoperator.api.v1alpha1.Family.IPv6 ? Family.IPV6 : Family.IPV4;
            names.put(new Router(router.virtualRouterID(), family), router.virtualIP());
            List<AddressStatus> own = router.addresses() == null ? List.of() : router.addresses();
            own.stream()
                    .map(address -> address.address().split("/", 2)[0])
                    .flatMap(text -> IpAddress.tryParse(text).stream())
                    .forEach(addresses::add);
        }
    }

    /** Whether people want to see it; learns from advertisements. */
    boolean wants(Dissection dissection) {
        if (dissection instanceof Dissection.Vrrp vrrp) {
            boolean wanted = all || name(vrrp).isPresent();
            if (wanted) {
                addresses.addAll(vrrp.about());
            }
            return wanted;
        }
        return dissection.about().stream().anyMatch(addresses::contains);
    }

    /** The VirtualIP of an advertisement, if this agent runs it. */
    Optional<String> name(Dissection.Vrrp vrrp) {
        return Optional.ofNullable(
                names.get(new Router(vrrp.virtualRouterID(), vrrp.source().family())));
    }
}
