package io.vipoperator.node.wire;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;

/**
 * Where a received VRRP message stands in its buffer, and what its IP header said.
 *
 * @param offset of the message in octets
 * @param length of the message in octets, without padding
 * @param ttl TTL or hop limit
 * @param source of the packet
 * @param destination of the packet
 */
record Envelope(int offset, int length, int ttl, IpAddress source, IpAddress destination) {
    Family family() {
        return source.family();
    }
}
