package io.vipoperator.node.net;

import io.vipoperator.node.vrrp.IpAddress;

/**
 * What tells one address of this node from another, in the kernel's eyes.
 *
 * @param interfaceIndex of its NIC
 * @param address local one
 * @param prefixLength 0..32 or 0..128
 */
record AddressKey(int interfaceIndex, IpAddress address, int prefixLength) {
    /** Whether both can't be on one node: a link-local address is another one on each link (RFC 4007 section 4). */
    boolean collidesWith(AddressKey other) {
        return address.equals(other.address) && (interfaceIndex == other.interfaceIndex || !address.isLinkLocal());
    }

    @Override
    public String toString() {
        return address + "/" + prefixLength;
    }
}
