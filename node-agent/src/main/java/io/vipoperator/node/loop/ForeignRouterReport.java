package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;

/**
 * A VRRP speaker with a VRID that this node does not run on that NIC.
 *
 * @param interfaceName that heard it
 * @param family of it
 * @param virtualRouterID 1..255
 * @param address source of its packets
 * @param lastSeenNanos on the loop's clock
 */
public record ForeignRouterReport(
        String interfaceName, Family family, int virtualRouterID, IpAddress address, long lastSeenNanos) {}
