package io.vipoperator.e2e.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One Ethernet segment of network namespaces: a bridge with a port for each host. The faults of a host's link are here.
 *
 * <p>The client's namespace is there already: the benchmark runs in it.
 */
final class Segment implements AutoCloseable {
    static final Host CLIENT = new Host("client", 9);
    static final Host IDLE = new Host("idle", 8);
    static final Host ONE = new Host("one", 1);
    static final Host TWO = new Host("two", 2);

    private static final Host SWITCH = new Host("switch", 0);

    /** Builds the bridge, the hosts and their links. */
    Segment() {
        addNamespace(SWITCH);
        Command.ip(
                "-n " + SWITCH.namespace() + " link add br0 type bridge mcast_snooping 0 forward_delay 0 stp_state 0");
        Command.ip("-n " + SWITCH.namespace() + " link set br0 up");
        for (Host host : List.of(IDLE, ONE, TWO)) {
            addNamespace(host);
            boot(host);
        }
        boot(CLIENT);
    }

    private static void addNamespace(Host host) {
        Command.ip("netns add " + host.namespace());
        Command.ip("-n " + host.namespace() + " link set lo up");
    }

    /** Plugs the host in: a NIC with its MAC and address, and a port at the bridge. */
    void boot(Host host) {
        Command.ip("-n %s link add eth0 address %s type veth peer name %s netns %s"
                .formatted(host.namespace(), host.mac(), host.port(), SWITCH.namespace()));
        Command.ip("-n " + host.namespace() + " addr add " + host.address() + "/16 dev eth0");
        Command.ip("-n " + host.namespace() + " link set eth0 up");
        Command.ip("-n " + SWITCH.namespace() + " link set " + host.port() + " master br0 up");
    }

    /** The link is gone at once, together with the NIC and its addresses: what a power cut does to the others' view. */
    void unplug(Host host) {
        strike("link del " + host.port());
    }

    /** The port goes down: the host's NIC loses its carrier and keeps its addresses. */
    void carrierDown(Host host) {
        strike("link set " + host.port() + " down");
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

    /** Starts a capture of VRRP at the bridge, a line for each packet: it sees what every host sends. */
    static Process startCapture(ProcessBuilder.Redirect output) {
        List<String> command = new ArrayList<>(RealTime.prefix());
        command.addAll(List.of(
                "tcpdump", "-i", "br0", "-n", "-l", "-tt", "--immediate-mode", "-B", "4096", "ip", "proto", "112"));
        return Command.start(SWITCH, output, command);
    }

    @Override
    public void close() {
        for (Host host : List.of(ONE, TWO, IDLE, SWITCH)) {
            Command.ip("netns del " + host.namespace());
        }
    }
}
