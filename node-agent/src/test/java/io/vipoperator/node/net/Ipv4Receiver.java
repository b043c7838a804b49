package io.vipoperator.node.net;

import io.vipoperator.node.loop.Wire;
import io.vipoperator.node.vrrp.IpAddress;

/** Takes packets of protocol 112 over IPv4 and lets all else be. */
@FunctionalInterface
interface Ipv4Receiver extends Wire.Receiver {
    @Override
    default void ipv6(
            int interfaceIndex, IpAddress source, IpAddress destination, int hopLimit, byte[] buffer, int length) {}

    @Override
    default void frame(int interfaceIndex, byte[] buffer, int length) {}
}
