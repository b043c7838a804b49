package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.FaultReason;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the netlink thread tells the loop, through its inbox. */
public sealed interface KernelEvent {
    /** The NICs or their addresses have changed: all of them as they are now. */
    record InterfacesChanged(List<NetworkInterface> interfaces) implements KernelEvent {
        public InterfacesChanged {
            interfaces = List.copyOf(interfaces);
        }
    }

    /**
     * Advertisements can be sent and received on that NIC, over all of these families and no others.
     *
     * @param interfaceIndex of the NIC
     * @param families at least one
     */
    record Listening(int interfaceIndex, Set<Family> families) implements KernelEvent {
        public Listening {
            families = Set.copyOf(families);
        }

        /** Over both families. */
        public Listening(int interfaceIndex) {
            this(interfaceIndex, EnumSet.allOf(Family.class));
        }
    }

    /**
     * Sockets for that NIC could not be had.
     *
     * @param interfaceIndex of the NIC
     * @param families without sockets
     * @param message for people, with the kernel's error
     */
    record ListeningFailed(int interfaceIndex, Set<Family> families, String message) implements KernelEvent {
        public ListeningFailed {
            families = Set.copyOf(families);
        }

        /** Over both families. */
        public ListeningFailed(int interfaceIndex, String message) {
            this(interfaceIndex, EnumSet.allOf(Family.class), message);
        }
    }

    /**
     * All addresses of a router's {@link Kernel#hold} are on the NIC.
     *
     * @param router whose
     * @param plan that is answered
     * @param again they had been there, were lost, and are back
     */
    record Held(RouterKey router, InstallPlan plan, boolean again) implements KernelEvent {}

    /**
     * An address could not be put on, or not kept on, the NIC; none of that router's is there any more.
     *
     * @param router whose
     * @param plan that is answered
     * @param address which
     * @param reason AddressInUseOnNode, AddressRefused or AddressRemoved
     * @param message for people, with the kernel's error
     */
    record Refused(RouterKey router, InstallPlan plan, IpAddress address, FaultReason reason, String message)
            implements KernelEvent {}

    /** A router's addresses are off the NIC, as {@link Kernel#release} asked. */
    record Released(RouterKey router) implements KernelEvent {}

    /**
     * Addresses of ours vanished and we did not do it; {@link Held} with again, or {@link Refused}, follows.
     *
     * @param router whose
     * @param address which
     * @param expired the kernel took it when its lifetime ended, else somebody removed it
     */
    record Lost(RouterKey router, IpAddress address, boolean expired) implements KernelEvent {}

    /**
     * The macvlan of a router's virtual MAC is there and up.
     *
     * @param router whose
     * @param interfaceIndex of the NIC that it is on
     * @param deviceIndex of the macvlan
     */
    record DeviceReady(RouterKey router, int interfaceIndex, int deviceIndex) implements KernelEvent {}

    /**
     * The macvlan of a router's virtual MAC could not be had, or is gone.
     *
     * @param router whose
     * @param interfaceIndex of the NIC that it was to be on
     * @param reason SysctlRequired or VirtualMACRefused
     * @param message for people, with what to do
     */
    record DeviceRefused(RouterKey router, int interfaceIndex, FaultReason reason, String message)
            implements KernelEvent {}
}
