package io.vipoperator.node.loop;

import io.vipoperator.node.vrrp.Family;
import io.vipoperator.node.vrrp.IpAddress;
import java.util.Arrays;

/**
 * Which router has which address on which NIC, asked for octets as they stand in a frame: nothing is allocated for the many
 * frames that concern nobody here. Open addressing, at most half full. The loop's thread only.
 */
final class AddressTable {
    private static final int LEAST_CAPACITY = 16;

    private long[] high = new long[LEAST_CAPACITY];
    private long[] low = new long[LEAST_CAPACITY];
    private int[] interfaces = new int[LEAST_CAPACITY];
    private Router[] routers = new Router[LEAST_CAPACITY];
    private int size;

    void clear() {
        Arrays.fill(routers, null);
        size = 0;
    }

    /** Gives an address to a router, unless another has it on that NIC already. */
    void putIfAbsent(int interfaceIndex, IpAddress address, Router router) {
        if (2 * (size + 1) > routers.length) {
            grow();
        }
        byte[] octets = address.octets();
        put(interfaceIndex, high(octets, 0, address.family()), low(octets, 0, address.family()), router);
    }

    /** The router with the address that stands there, or null. */
    Router find(int interfaceIndex, byte[] buffer, int offset, Family family) {
        int slot = slot(interfaceIndex, high(buffer, offset, family), low(buffer, offset, family));
        return routers[slot];
    }

    private void put(int interfaceIndex, long addressHigh, long addressLow, Router router) {
        int slot = slot(interfaceIndex, addressHigh, addressLow);
        if (routers[slot] == null) {
            interfaces[slot] = interfaceIndex;
            high[slot] = addressHigh;
            low[slot] = addressLow;
            routers[slot] = router;
            size++;
        }
    }

    /** Where it is, or where it would be. */
    private int slot(int interfaceIndex, long addressHigh, long addressLow) {
        int mask = routers.length - 1;
        long mixed = (addressLow ^ Long.rotateLeft(addressHigh, 31) ^ interfaceIndex) * 0x9e37_79b9_7f4a_7c15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (routers[slot] != null
                && (low[slot] != addressLow || high[slot] != addressHigh || interfaces[slot] != interfaceIndex)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        AddressTable larger = new AddressTable();
        larger.high = new long[2 * high.length];
        larger.low = new long[2 * low.length];
        larger.interfaces = new int[2 * interfaces.length];
        larger.routers = new Router[2 * routers.length];
        for (int i = 0; i < routers.length; i++) {
            if (routers[i] != null) {
                larger.put(interfaces[i], high[i], low[i], routers[i]);
            }
        }
        high = larger.high;
        low = larger.low;
        interfaces = larger.interfaces;
        routers = larger.routers;
    }

    /** IPv4 stands where no global unicast or link-local IPv6 address can: under ::ffff:0:0/96. */
    private static long high(byte[] octets, int offset, Family family) {
        return family == Family.IPV4 ? 0 : octetsAsLong(octets, offset, Long.BYTES);
    }

    private static long low(byte[] octets, int offset, Family family) {
        return family == Family.IPV4
                ? 0xffff_0000_0000L | octetsAsLong(octets, offset, Integer.BYTES)
                : octetsAsLong(octets, offset + Long.BYTES, Long.BYTES);
    }

    private static long octetsAsLong(byte[] octets, int offset, int count) {
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits = bits << Byte.SIZE | (octets[offset + i] & 0xff);
        }
        return bits;
    }
}
