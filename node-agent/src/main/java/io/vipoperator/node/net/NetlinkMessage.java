package io.vipoperator.node.net;

import io.vipoperator.node.wire.MacAddress;
import java.util.List;
import java.util.Optional;

/** What rtnetlink says, as far as it is of use here. */
sealed interface NetlinkMessage {
    /** A NIC is there, has changed, or is gone. */
    record Link(boolean removed, int index, String name, int flags, Optional<MacAddress> mac, int mtuBytes)
            implements NetlinkMessage {}

    /** An IPv4 address is there, has changed, or is gone. */
    record Address(boolean removed, AddressKey key, int protocol) implements NetlinkMessage {
        boolean ours() {
            return protocol == Mark.OURS;
        }
    }

    /** An IPv4 default route of the main table is there or is gone. */
    record DefaultRoute(boolean removed, List<Integer> interfaceIndexes, int metric) implements NetlinkMessage {
        public DefaultRoute {
            interfaceIndexes = List.copyOf(interfaceIndexes);
        }
    }

    /** The answer to a request; error 0 is success. The detail is the kernel's own sentence, or empty. */
    record Ack(int sequence, int error, String detail) implements NetlinkMessage {}

    /** A dump has ended. */
    record Done(int error) implements NetlinkMessage {}

    /** A dump was disturbed by a change and must be repeated. */
    record Interrupted() implements NetlinkMessage {}
}
