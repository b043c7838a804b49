package io.vipoperator.operator.status;

import io.vipoperator.api.v1alpha1.Family;
import io.vipoperator.operator.plan.Fleet;
import io.vipoperator.operator.plan.IpPrefix;
import io.vipoperator.operator.plan.NodeAddresses;
import io.vipoperator.operator.plan.NodeRecord;
import io.vipoperator.operator.plan.Values;
import java.util.Map;
import java.util.regex.Pattern;

/** Tells the cluster's own speakers from others, by what the nodes say of their addresses. Confined to one turn. */
final class Outsiders {
    private static final Pattern NO_ADDRESS = Pattern.compile("[^0-9a-fA-F:.]+");
    private static final Pattern PUNCTUATION = Pattern.compile("[:.]+$");

    private final Map<IpPrefix, String> owners;
    private final boolean linkLocalsKnown;

    Outsiders(Fleet fleet) {
        owners = NodeAddresses.of(fleet);
        linkLocalsKnown = fleet.nodeStates().stream().allMatch(Outsiders::tellsLinkLocals);
    }

    /** IPv6 advertisements come from link-local addresses: of an agent that tells none, all speakers look foreign. */
    private static boolean tellsLinkLocals(NodeRecord record) {
        return record.routers().stream().noneMatch(r -> r.family() == Family.IPv6)
                || record.interfaces().stream()
                        .flatMap(nic -> Values.orEmpty(nic.addresses()).stream())
                        .flatMap(a -> IpPrefix.parse(a).stream())
                        .anyMatch(IpPrefix::linkLocal);
    }

    /** It is an address, and no node's. */
    boolean outside(String address) {
        return IpPrefix.parse(address)
                .filter(a -> !owners.containsKey(a.host()))
                .filter(a -> linkLocalsKnown || !a.linkLocal())
                .isPresent();
    }

    /** An incident's message names the peer first. */
    boolean namedIn(String message) {
        return message != null
                && NO_ADDRESS
                        .splitAsStream(message)
                        .map(word -> PUNCTUATION.matcher(word).replaceFirst(""))
                        .filter(word -> IpPrefix.parse(word).isPresent())
                        .findFirst()
                        .filter(this::outside)
                        .isPresent();
    }
}
