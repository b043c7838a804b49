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
     * Wait until the kernel can route to an address that it has just told of, by setting its lifetime anew. It puts the route of
     * an IPv6 address in after it has told of it, and on another thread, but under the lock that a change needs.
     */
    record AwaitRoute(AddressRequest.Renew request) implements Action {}

    /** Put an address on for a router; the answer goes to {@link Holdings#answered}. */
    record PutOn(RouterKey router, AddressRequest.Add request) implements Action {}
}
