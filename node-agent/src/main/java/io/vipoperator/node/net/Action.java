package io.vipoperator.node.net;

import io.vipoperator.node.loop.KernelEvent;
import io.vipoperator.node.loop.RouterKey;

/** What {@link Holdings} wants to be done, in the order in which it says it. */
sealed interface Action {
    /** Tell the loop. */
    record Tell(KernelEvent event) implements Action {}

    /** Take an address of ours off. */
    record TakeOff(AddressRequest.Remove request) implements Action {}

    /**
     * Look whether packets for an IPv6 address are delivered yet: the kernel routes to it only some time after it has answered, and even told,
     * that the address is there. If they are, {@link Holdings#delivered} is told; else the kernel will tell of the route.
     */
    record AwaitRoute(RouterKey router, AddressKey key) implements Action {}

    /** Put an address on for a router; the answer goes to {@link Holdings#answered}. */
    record PutOn(RouterKey router, AddressRequest.Add request) implements Action {}
}
