package io.vipoperator.node.net;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.wire.MacAddress;
import java.util.List;
import java.util.Optional;

/** What rtnetlink says, as far as it is of use here. */
sealed interface NetlinkMessage {
    /** A NIC is there, has changed, or is gone. */
    record Link(
            boolean removed,
            int index,
            String name,
            int flags,
            Optional<MacAddress> mac,
            int mtuBytes,
            LinkDetails details)
            implements NetlinkMessage {
        /** Without details. */
        Link(boolean removed, int index, String name, int flags, Optional<MacAddress> mac, int mtuBytes) {
            this(removed, index, name, flags, mac, mtuBytes, LinkDetails.NONE);
        }
    }

    /**
     * An address is there, has changed, or is gone.
     *
     * @param removed it is gone
     * @param key which
     * @param protocol IFA_PROTO, or 0
     * @param tentative the kernel doesn't use it: not yet found to be unique, or found not to be
     */
    record Address(boolean removed, AddressKey key, int protocol, boolean tentative) implements NetlinkMessage {
        /** One in use. */
        Address(boolean removed, AddressKey key, int protocol) {
            this(removed, key, protocol, false);
        }

        boolean ours() {
            return protocol == Mark.OURS;
        }
    }

    /** A default route of the main table is there or is gone. */
    record DefaultRoute(boolean removed, Family family, List<Integer> interfaceIndexes, int metric)
            implements NetlinkMessage {
        public DefaultRoute {
            interfaceIndexes = List.copyOf(interfaceIndexes);
        }
    }

    /** What comes for an address is delivered on this node. */
    record LocalRoute() implements NetlinkMessage {}

    /** The answer to a request; error 0 is success. The detail is the kernel's own sentence, or empty. */
    record Ack(int sequence, int error, String detail) implements NetlinkMessage {}

    /** A dump has ended. */
    record Done(int error) implements NetlinkMessage {}

    /** A dump was disturbed by a change and must be repeated. */
    record Interrupted() implements NetlinkMessage {}
}
