package io.vipoperator.node.loop;

import io.vipoperator.node.wire.MacAddress;
import java.util.Set;

/**
 * What needs the kernel's RTNL lock, which others may hold for long: so every call only puts a command into a bounded
 * queue, and {@link KernelEvent}s come back. Called on the loop's thread; never blocks.
 */
public interface Kernel {
    /** Send and receive on exactly these NICs from now on. Answered per NIC that is new or lacked a family. */
    void listenOn(Set<Integer> interfaceIndexes);

    /**
     * Keep exactly these addresses on that NIC for the router, until told otherwise: those that are missing are added,
     * those held for it before and not named now are removed. Answered by {@link KernelEvent.Held} or
     * {@link KernelEvent.Refused}.
     */
    void hold(RouterKey router, int interfaceIndex, InstallPlan plan);

    /**
     * Have a macvlan with that MAC on that NIC for the router, until told otherwise; its addresses are held there. Answered by
     * {@link KernelEvent.DeviceReady} or {@link KernelEvent.DeviceRefused}.
     */
    void virtualMac(RouterKey router, int interfaceIndex, MacAddress mac);

    /** The router needs no macvlan any more. Not answered. */
    void noVirtualMac(RouterKey router);

    /** Take all addresses of the router off. Answered by {@link KernelEvent.Released}, also if there were none. */
    void release(RouterKey router);
}
