package io.vipoperator.e2e.bench;

/**
 * A machine of the segment: a network namespace with one NIC, {@code eth0}.
 *
 * @param name short, unique in the segment; also the name of its port at the bridge
 * @param number last octet of address and MAC; the echo answers with it
 */
record Host(String name, int number) {
    /** Prefix of the names of all namespaces of the benchmark; {@code e2e/bench} removes them by it. */
    static final String NAMESPACE_PREFIX = "vip-bench-";

    String namespace() {
        return NAMESPACE_PREFIX + name;
    }

    String address() {
        return "10.88.0." + number;
    }

    /** Fixed, so that a host that boots again is no new neighbour. */
    String mac() {
        return "02:00:00:88:00:%02x".formatted(number);
    }

    String port() {
        return "port-" + name;
    }
}
