package io.vipoperator.e2e.nic;

/**
 * A VirtualIP of one test: a router of a state file.
 *
 * @param more fields of the router in YAML's flow style, each with a comma before it
 */
record Vip(int virtualRouterId, int priority, String family, String address, String more) {

    private static final int INTERVAL_MILLIS = 500;

    /** Over IPv4, with an address of its own in the segment of the hosts; an interval that a busy machine keeps. */
    static Vip of(int virtualRouterId) {
        return new Vip(virtualRouterId, 100, "IPv4", "10.78.0." + virtualRouterId, "");
    }

    Vip withPriority(int value) {
        return new Vip(virtualRouterId, value, family, address, more);
    }

    Vip over6(String address6) {
        return new Vip(virtualRouterId, priority, "IPv6", address6, more);
    }

    Vip with(String fields) {
        return new Vip(virtualRouterId, priority, family, address, more + ", " + fields);
    }

    String name() {
        return "vip-" + virtualRouterId;
    }

    /** One router of the state file. */
    String yaml() {
        return "{virtualIP: " + name() + ", family: " + family + ", virtualRouterID: " + virtualRouterId
                + ", priority: "
                + priority + ", addresses: [\"" + address + (family.equals("IPv4") ? "/24" : "/64")
                + "\"], advertisementIntervalMilliseconds: " + INTERVAL_MILLIS + more + "}";
    }
}
