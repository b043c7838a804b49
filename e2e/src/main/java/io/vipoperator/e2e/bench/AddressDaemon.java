package io.vipoperator.e2e.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The daemons that configure networks on ordinary hosts, and follow every change of an address: what they use beside a speaker
 * that holds many. Each runs in host one's network namespace with mounts of its own, and manages the NIC there.
 */
enum AddressDaemon {
    NETWORKD("systemd-networkd", "/lib/systemd/systemd-networkd", """
            mkdir -p /run/systemd/network /run/systemd/netif
            printf '[Match]\\nName=eth0\\n[Network]\\nKeepConfiguration=yes\\nLinkLocalAddressing=no\\n' >/run/systemd/network/eth0.network
            chmod -R a+rX /run/systemd
            chown -R systemd-network: /run/systemd/netif
            exec /lib/systemd/systemd-networkd
            """),
    NETWORK_MANAGER("NetworkManager", "/usr/sbin/NetworkManager", """
            mkdir -p /run/dbus /run/NetworkManager/conf.d
            mount -t tmpfs tmpfs /var/lib/NetworkManager
            mount -t tmpfs tmpfs /etc/NetworkManager
            mkdir -p /etc/NetworkManager/system-connections
            printf '[main]\\nplugins=keyfile\\ndns=none\\n[keyfile]\\nunmanaged-devices=none\\n' >/etc/NetworkManager/NetworkManager.conf
            printf '[connection]\\nid=eth0\\ntype=ethernet\\ninterface-name=eth0\\n[ipv4]\\nmethod=manual\\naddress1=10.88.0.1/16\\n[ipv6]\\nmethod=disabled\\n' >/etc/NetworkManager/system-connections/eth0.nmconnection
            chmod 600 /etc/NetworkManager/system-connections/eth0.nmconnection
            dbus-daemon --system --fork
            exec /usr/sbin/NetworkManager --no-daemon
            """);

    private static final int FIRST_VIRTUAL_ROUTER_ID = 1;
    private static final int INTERVAL_MILLISECONDS = 100;
    private static final Duration STARTS = Duration.ofSeconds(6);
    private static final Duration COMES_TO_REST = Duration.ofSeconds(10);

    /** Its own /run; and a /sys that can't be written tells it not to wait for udev. */
    private static final String MOUNTS = """
            mount --make-rprivate /
            mount -t tmpfs tmpfs /run
            mount -t sysfs -o ro sysfs /sys
            """;

    private final String label;
    private final String program;
    private final String script;

    AddressDaemon(String label, String program, String script) {
        this.label = label;
        this.program = program;
        this.script = script;
    }

    String label() {
        return label;
    }

    /**
     * What it used.
     *
     * @param speaker label of the product that held the addresses
     * @param routers with an address each
     * @param aloneMilliseconds of CPU time a minute, before anybody held an address
     * @param besideMilliseconds as well, while all were held and nothing moved
     */
    record Use(String daemon, String speaker, int routers, double aloneMilliseconds, double besideMilliseconds) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "  %-16s beside %-10s with %3d addresses: %8.0f ms of CPU a minute (alone: %.0f)",
                    daemon,
                    speaker,
                    routers,
                    besideMilliseconds,
                    aloneMilliseconds);
        }
    }

    /** Why it can't be measured here. */
    Optional<String> obstacle() {
        return Files.isExecutable(Path.of(program)) ? Optional.empty() : Optional.of(program + " is not installed");
    }

    /**
     * Measures it beside a speaker.
     *
     * @throws IllegalStateException if it ends by itself
     */
    Use measure(Speaker.Kind kind, int routers, int seconds, Path folder) {
        Path log = folder.resolve(label + "-beside-" + kind.label() + ".log");
        Process daemon = Command.start(
                Segment.ONE,
                ProcessBuilder.Redirect.to(log.toFile()),
                List.of("unshare", "--mount", "sh", "-ec", MOUNTS + script));
        try {
            Wait.during(STARTS);
            double alone = perMinute(daemon, seconds, log);
            RouterSetup setup = RouterSetup.of(routers, FIRST_VIRTUAL_ROUTER_ID, INTERVAL_MILLISECONDS);
            try (Pair pair = Pair.start(kind, setup);
                    Prober prober = new Prober("beside", RouterSetup.address(routers))) {
                pair.awaitOneActive(prober);
                Wait.during(COMES_TO_REST);
                return new Use(label, kind.label(), routers, alone, perMinute(daemon, seconds, log));
            }
        } finally {
            daemon.descendants().forEach(ProcessHandle::destroyForcibly);
            Command.kill(daemon);
            killBus();
        }
    }

    private double perMinute(Process daemon, int seconds, Path log) {
        double before = cpuMilliseconds(daemon, log);
        long begin = System.nanoTime();
        Wait.during(Duration.ofSeconds(seconds));
        double used = cpuMilliseconds(daemon, log) - before;
        return used * 60e9 / (System.nanoTime() - begin);
    }

    private double cpuMilliseconds(Process daemon, Path log) {
        if (!daemon.isAlive()) {
            throw new IllegalStateException(label + " ended by itself: see " + log);
        }
        return Usage.cpuMilliseconds(List.of(daemon.pid()));
    }

    /** The bus has left its parent: it is found by its namespace, which has no other one. */
    private static void killBus() {
        for (String pid : Command.run("ip", "netns", "pids", Segment.ONE.namespace())
                .lines()
                .toList()) {
            if (Command.isProgram(pid, "dbus-daemon")) {
                Command.run("kill", "-KILL", pid);
            }
        }
    }
}
