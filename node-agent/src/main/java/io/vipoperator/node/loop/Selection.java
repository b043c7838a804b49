package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;

/** Which NIC carries a router, or why none does. */
public sealed interface Selection {
    /**
     * The NIC that fits. Whether it has carrier is another question, with a delay of its own ({@link CarrierGate}).
     *
     * @param nic that fits
     * @param primaryAddress of it, the source of advertisements
     */
    record Chosen(NetworkInterface nic, IpAddress primaryAddress) implements Selection {}

    /**
     * No NIC fits.
     *
     * @param reason InterfaceNotFound or NoPrimaryAddress
     * @param message for people
     */
    record Unfit(FaultReason reason, String message) implements Selection {}
}
