package io.vipoperator.node.net;

import java.nio.ByteBuffer;

/**
 * Asks what the kernel would do with a packet for an IPv6 address that comes in on the address's NIC. Takes no lock.
 *
 * @param key the address
 */
record RouteLookup(AddressKey key) implements NetlinkRequest {
    private static final int RTM_GETROUTE = 26;
    private static final int RTA_DST = 1;
    private static final int RTA_IIF = 3;
    private static final int HOST_BITS = 128;

    @Override
    public void write(ByteBuffer out, int sequence) {
        int start = out.position();
        out.putInt(0)
                .putShort((short) RTM_GETROUTE)
                .putShort((short) AddressRequest.NLM_F_REQUEST_ACK)
                .putInt(sequence)
                .putInt(0);
        // struct rtmsg: family, length of the destination, and nothing else.
        out.put((byte) AddressRequest.AF_INET6).put((byte) HOST_BITS).put(new byte[10]);
        byte[] octets = key.address().octets();
        out.putShort((short) (4 + octets.length)).putShort((short) RTA_DST).put(octets);
        out.putShort((short) 8).putShort((short) RTA_IIF).putInt(key.interfaceIndex());
        out.putInt(start, out.position() - start);
    }
}
