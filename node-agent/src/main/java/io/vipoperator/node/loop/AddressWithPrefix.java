package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.IpAddress;

/**
 * An address with the prefix of its subnet.
 *
 * @param address of a host
 * @param prefixLength 0..32 or 0..128
 */
public record AddressWithPrefix(IpAddress address, int prefixLength) {
    @Override
    public String toString() {
        return address + "/" + prefixLength;
    }
}
