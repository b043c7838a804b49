package io.vipoperator.node.loop;

import io.vipoperator.node.wire.MacAddress;
import java.util.Optional;

/**
 * The device that a router's frames leave by, and their source: the one place that decides it. A value.
 *
 * @param interfaceIndex of the device
 * @param mac of the device, at which the neighbours find the router's addresses
 */
record SendingLink(int interfaceIndex, MacAddress mac) {
    /** Empty where nobody could be told: the NIC has no MAC, or doesn't speak ARP. */
    static Optional<SendingLink> of(Router router, Links links) {
        Links.Link link = links.link(router.interfaceIndex);
        return link == null || link.nic.noArp()
                ? Optional.empty()
                : link.nic.mac().map(mac -> new SendingLink(link.nic.index(), router.macOn(link.nic)));
    }
}
