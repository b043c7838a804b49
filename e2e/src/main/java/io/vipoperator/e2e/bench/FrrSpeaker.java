package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.RouterSetup.VirtualRouter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Debian's FRR: zebra and vrrpd, each router on a macvlan of its virtual MAC, which has the address always and is kept down by
 * protodown while it is Backup. It tracks no interfaces, and for one NIC only; its programs run as the package's own user.
 *
 * @param label as shown in the results
 * @param folder for logs
 */
record FrrSpeaker(String label, Path folder) implements Speaker.Kind {
    private static final Path PROGRAMS = Path.of("/usr/lib/frr");
    private static final String USER = "frr";

    /** Its programs are asked for once, as the results must say when it is left out. */
    static boolean isInstalled() {
        return Files.isExecutable(PROGRAMS.resolve("zebra")) && Files.isExecutable(PROGRAMS.resolve("vrrpd"));
    }

    @Override
    public boolean takesPartIn(Fault fault) {
        return switch (fault) {
            case HOST_CRASH, LINK_LOSS, SIGTERM -> true;
            case SWITCHOVER, FAILING_CHECK, PREEMPTION -> false;
        };
    }

    @Override
    public Speaker on(Host host, RouterSetup setup) {
        return new Daemons(
                host, setup, folder.resolve(label + "-" + host.name() + ".log").toFile());
    }

    /** What vrrpd reads. */
    static String configuration(RouterSetup setup) {
        StringBuilder text = new StringBuilder("interface eth0\n");
        for (VirtualRouter router : setup.virtualRouters()) {
            text.append("""
                     vrrp %1$d version 3
                     vrrp %1$d priority %2$d
                     vrrp %1$d advertisement-interval %3$d
                    """.formatted(router.virtualRouterID(), setup.priority(), router.intervalMilliseconds()));
            router.addresses()
                    .forEach(address -> text.append(" vrrp %d ip %s\n".formatted(router.virtualRouterID(), address)));
        }
        return text.toString();
    }

    /** zebra and vrrpd on a host. Owned by the benchmark's main thread. */
    private static final class Daemons implements Speaker {
        private static final String VRRP_GROUP = "120000E0";
        private static final Duration SOCKET_LIMIT = Duration.ofSeconds(15);
        private static final long STOP_SECONDS = 20;

        private final Host host;
        private final RouterSetup setup;
        private final File log;
        private final Path work;
        private Process zebra;
        private Process vrrpd;

        Daemons(Host host, RouterSetup setup, File log) {
            this.host = host;
            this.setup = setup;
            this.log = log;
            // Its user must be able to reach it.
            this.work = Path.of("/tmp/vip-bench-frr-" + host.name());
        }

        @Override
        public void start() {
            removeDevices();
            try {
                Files.createDirectories(work);
                Files.writeString(work.resolve("zebra.conf"), "hostname " + host.name() + "\n");
                Files.writeString(work.resolve("vrrpd.conf"), configuration(setup));
                Files.deleteIfExists(socket());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot prepare " + work, e);
            }
            addDevices();
            Command.run("chown", "-R", USER + ":", work.toString());
            zebra = daemon("zebra");
            // A vrrpd that doesn't find zebra tries again after ten seconds.
            if (!Wait.until(SOCKET_LIMIT, () -> Files.exists(socket()))) {
                throw new IllegalStateException("zebra has no socket within " + SOCKET_LIMIT + ": see " + log);
            }
            vrrpd = daemon("vrrpd");
        }

        private Path socket() {
            return work.resolve("zebra.sock");
        }

        private Process daemon(String program) {
            return Command.start(
                    host,
                    ProcessBuilder.Redirect.appendTo(log),
                    List.of(
                            PROGRAMS.resolve(program).toString(),
                            "--config_file=" + work.resolve(program + ".conf"),
                            "--pid_file=" + work.resolve(program + ".pid"),
                            "--socket=" + socket(),
                            "--vty_socket=" + work,
                            "--vty_port=0",
                            "--user=" + USER,
                            "--group=" + USER,
                            "--log=stdout"));
        }

        private void addDevices() {
            // Else eth0 answers for an address that is on another NIC, with its own MAC.
            neighbourRules(1, 2);
            StringBuilder batch = new StringBuilder();
            for (VirtualRouter router : setup.virtualRouters()) {
                String device = device(router);
                batch.append("link add %s link eth0 address 00:00:5e:00:01:%02x type macvlan mode bridge\n"
                        .formatted(device, router.virtualRouterID()));
                batch.append("link set %s protodown on\n".formatted(device));
                router.addresses()
                        .forEach(address -> batch.append("addr add %s/32 dev %s\n".formatted(address, device)));
                batch.append("link set %s up\n".formatted(device));
            }
            try {
                Path file = Files.writeString(work.resolve("devices"), batch);
                Command.ip("-n " + host.namespace() + " -batch " + file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write into " + work, e);
            }
        }

        private static String device(VirtualRouter router) {
            return "vrrp4-2-" + router.virtualRouterID();
        }

        private void neighbourRules(int ignore, int announce) {
            Command.ip("netns exec " + host.namespace() + " sysctl -qw net.ipv4.conf.all.arp_ignore=" + ignore
                    + " net.ipv4.conf.all.arp_announce=" + announce);
        }

        private void removeDevices() {
            for (String line : Command.run("ip", "-n", host.namespace(), "-o", "link", "show", "type", "macvlan")
                    .lines()
                    .toList()) {
                String device = line.split(": ", -1)[1].replaceAll("@.*", "");
                Command.ip("-n " + host.namespace() + " link del " + device);
            }
            neighbourRules(0, 0);
        }

        @Override
        public void stop() {
            for (Process process : List.of(vrrpd, zebra)) {
                process.destroy();
                if (!Command.awaitEnd(process, STOP_SECONDS)) {
                    throw new IllegalStateException("FRR on " + host.name() + " did not end within " + STOP_SECONDS
                            + " s of SIGTERM: see " + log);
                }
            }
            vrrpd = null;
            zebra = null;
        }

        @Override
        public void kill() {
            if (vrrpd != null) {
                Command.kill(vrrpd);
            }
            if (zebra != null) {
                Command.kill(zebra);
            }
            vrrpd = null;
            zebra = null;
            removeDevices();
            removeWork();
        }

        private void removeWork() {
            if (!Files.exists(work)) {
                return;
            }
            try (Stream<Path> files = Files.list(work)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
                Files.deleteIfExists(work);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove " + work, e);
            }
        }

        @Override
        public void edit(RouterSetup other) {
            throw new UnsupportedOperationException("FRR is edited by commands of its shell, not by a file");
        }

        @Override
        public boolean isListening() {
            if (vrrpd == null || !vrrpd.isAlive()) {
                throw new IllegalStateException("vrrpd on " + host.name() + " has ended by itself: see " + log);
            }
            try {
                return Files.readString(Path.of("/proc/" + vrrpd.pid() + "/net/igmp"))
                        .contains(VRRP_GROUP);
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public List<Long> pids() {
            return List.of(zebra.pid(), vrrpd.pid());
        }
    }
}
