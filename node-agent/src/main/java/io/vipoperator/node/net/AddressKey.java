package io.vipoperator.node.net;

import io.vipoperator.node.vrrp.IpAddress;

/**
 * What tells one address of this node from another, in the kernel's eyes.
 *
 * @param interfaceIndex of its NIC
 * @param address local one
 * @param prefixLength 0..32
 */
record AddressKey(int interfaceIndex, IpAddress address, int prefixLength) {
    @Override
    public String toString() {
        return address + "/" + prefixLength;
    }
}
