package io.vipoperator.e2e.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One Ethernet segment of network namespaces: a bridge with a port for each host. The faults of a host's link are here. Hosts one and
 * two may have further NICs, each in a segment of its own, and have one that no other host is connected to, which is tracked.
 *
 * <p>The client's namespace is there already: the benchmark runs in it.
 */
final class Segment implements AutoCloseable {
    static final Host CLIENT = new Host("client", 9);
    static final Host IDLE = new Host("idle", 8);
    static final Host ONE = new Host("one", 1);
    static final Host TWO = new Host("two", 2);

    /** Its loss keeps a router out that tracks it. */
    static final String TRACKED_NIC = "track0";

    static final int MOST_NICS = 4;

    private static final Host SWITCH = new Host("switch", 0);
    private static final List<Host> SPEAKERS = List.of(ONE, TWO);

    private int furtherNics;

    /** Builds the bridge, the hosts and their links. */
    Segment() {
        addNamespace(SWITCH);
        addBridge(0);
        for (Host host : List.of(IDLE, ONE, TWO)) {
            addNamespace(host);
            boot(host);
        }
        for (Host host : SPEAKERS) {
            Command.ip("-n %s link add %s type veth peer name %s netns %s"
                    .formatted(host.namespace(), TRACKED_NIC, trackedPort(host), SWITCH.namespace()));
            Command.ip("-n " + host.namespace() + " link set " + TRACKED_NIC + " up");
            trackedUp(host);
        }
        boot(CLIENT);
    }

    /** Name of a NIC; they are counted from 0. */
    static String nic(int number) {
        return "eth" + number;
    }

    /** First two octets of all addresses of a NIC's segment. */
    static String network(int nic) {
        return "10." + (88 + nic);
    }

    private static void addNamespace(Host host) {
        Command.ip("netns add " + host.namespace());
        Command.ip("-n " + host.namespace() + " link set lo up");
    }

    private static void addBridge(int number) {
        Command.ip("-n %s link add br%d type bridge mcast_snooping 0 forward_delay 0 stp_state 0"
                .formatted(SWITCH.namespace(), number));
        Command.ip("-n " + SWITCH.namespace() + " link set br" + number + " up");
    }

    /** Plugs the host in: a NIC with its MAC and address, and a port at the bridge. */
    void boot(Host host) {
        plug(host, 0, " address " + host.mac(), host.port());
    }

    private static void plug(Host host, int nic, String mac, String port) {
        Command.ip("-n %s link add %s%s type veth peer name %s netns %s"
                .formatted(host.namespace(), nic(nic), mac, port, SWITCH.namespace()));
        Command.ip(
                "-n %s addr add %s.0.%d/16 dev %s".formatted(host.namespace(), network(nic), host.number(), nic(nic)));
        Command.ip("-n " + host.namespace() + " link set " + nic(nic) + " up");
        Command.ip("-n " + SWITCH.namespace() + " link set " + port + " master br" + nic + " up");
    }

    /** Gives hosts one and two so many NICs, each with a segment of its own. */
    void provideNics(int count) {
        for (int nic = furtherNics + 1; nic < count; nic++) {
            addBridge(nic);
            for (Host host : SPEAKERS) {
                plug(host, nic, "", host.port() + "-" + nic);
            }
            furtherNics = nic;
        }
    }

    /** The link is gone at once, together with the NIC and its addresses: what a power cut does to the others' view. */
    void unplug(Host host) {
        strike("link del " + host.port());
    }

    /** The port goes down: the host's NIC loses its carrier and keeps its addresses. */
    void carrierDown(Host host) {
        strike("link set " + host.port() + " down");
    }

    /** The host's tracked NIC loses its carrier; its other ones are not touched. */
    void trackedDown(Host host) {
        strike("link set " + trackedPort(host) + " down");
    }

    void trackedUp(Host host) {
        Command.ip("-n " + SWITCH.namespace() + " link set " + trackedPort(host) + " up");
    }

    private static String trackedPort(Host host) {
        return "track-" + host.name();
    }

    /** A fault happens when it is due, also on a busy machine. */
    private static void strike(String arguments) {
        List<String> command = new ArrayList<>(RealTime.prefix());
        command.addAll(List.of("ip", "-n", SWITCH.namespace()));
        command.addAll(List.of(arguments.split(" ", -1)));
        Command.run(command.toArray(String[]::new));
    }

    void carrierUp(Host host) {
        Command.ip("-n " + SWITCH.namespace() + " link set " + host.port() + " up");
    }

    /** Takes the virtual addresses off that a killed speaker has left on the hosts. */
    static void removeVirtualAddresses(int nics) {
        for (Host host : SPEAKERS) {
            for (int nic = 0; nic < nics; nic++) {
                for (String virtual : List.of(".1.0/24", ".2.0/24")) {
                    Command.ip("-n %s addr flush dev %s to %s%s"
                            .formatted(host.namespace(), nic(nic), network(nic), virtual));
                }
            }
        }
    }

    /** Starts a capture of VRRP at the first bridge, a line for each packet: it sees what every host sends. */
    static Process startCapture(ProcessBuilder.Redirect output) {
        return startCapture(0, output, "ip proto 112");
    }

    /** The same at the bridge of a NIC, for what the filter lets through. */
    static Process startCapture(int nic, ProcessBuilder.Redirect output, String filter) {
        return startCapture(SWITCH, "br" + nic, output, filter);
    }

    /** The same for a NIC of any host. */
    static Process startCapture(Host host, String nic, ProcessBuilder.Redirect output, String filter) {
        List<String> command = new ArrayList<>(RealTime.prefix());
        command.addAll(List.of("tcpdump", "-i", nic, "-n", "-l", "-tt", "--immediate-mode", "-B", "4096"));
        command.addAll(List.of(filter.split(" ", -1)));
        return Command.start(host, output, command);
    }

    @Override
    public void close() {
        for (Host host : List.of(ONE, TWO, IDLE, SWITCH)) {
            Command.ip("netns del " + host.namespace());
        }
    }
}
