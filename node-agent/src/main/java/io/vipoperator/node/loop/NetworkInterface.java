package io.vipoperator.node.loop;

import io.vipoperator.node.wire.MacAddress;
import java.util.List;
import java.util.Optional;

/**
 * A NIC of this node as the kernel describes it.
 *
 * @param index of the kernel, never used twice
 * @param name of it
 * @param mac empty where it has none of 48 bits
 * @param mtuBytes of it
 * @param running up and with carrier
 * @param loopback the loopback device
 * @param noArp does not speak ARP
 * @param addresses the node's own, without our marked ones, in the kernel's order: the first is the primary
 * @param defaultRoute the metric of its IPv4 default route, if it has one
 */
public record NetworkInterface(
        int index,
        String name,
        Optional<MacAddress> mac,
        int mtuBytes,
        boolean running,
        boolean loopback,
        boolean noArp,
        List<AddressWithPrefix> addresses,
        Optional<Integer> defaultRoute) {
    public NetworkInterface {
        addresses = List.copyOf(addresses);
    }
}
