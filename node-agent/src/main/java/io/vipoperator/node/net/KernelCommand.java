package io.vipoperator.node.net;

import io.vipoperator.node.loop.InstallPlan;
import io.vipoperator.node.loop.RouterKey;
import io.vipoperator.node.wire.MacAddress;
import java.util.Set;

/** A call of {@link io.vipoperator.node.loop.Kernel}'s methods, on its way to the netlink thread. */
sealed interface KernelCommand {
    /** Listen on exactly these NICs. */
    record ListenOn(Set<Integer> interfaceIndexes) implements KernelCommand {}

    /** Keep these addresses there. */
    record Hold(RouterKey router, int interfaceIndex, InstallPlan plan) implements KernelCommand {}

    /** Take the router's addresses off. */
    record Release(RouterKey router) implements KernelCommand {}

    /** Have that macvlan. */
    record VirtualMac(RouterKey router, int interfaceIndex, MacAddress mac) implements KernelCommand {}

    /** No macvlan any more. */
    record NoVirtualMac(RouterKey router) implements KernelCommand {}

    /** Take everything off and end. */
    record Stop() implements KernelCommand {}
}
