package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;

/**
 * Names a virtual router on this node.
 *
 * @param virtualIP the VirtualIP's name
 * @param family one router per family
 */
public record RouterKey(String virtualIP, Family family) {
    @Override
    public String toString() {
        return virtualIP + "/" + family;
    }
}
