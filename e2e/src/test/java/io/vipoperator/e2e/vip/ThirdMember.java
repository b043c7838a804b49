package io.vipoperator.e2e.vip;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A router of another make (keepalived, FRR) on a machine of its own in the nodes' segment; closing it removes both. */
final class ThirdMember implements AutoCloseable {

    /** What it is told, in RFC 9568's words. With a password it speaks version 2 (keepalived only). */
    record Setup(int virtualRouterId, int priority, int intervalMillis, String address, Optional<String> password) {
        Setup(int virtualRouterId, int priority, int intervalMillis, String address) {
            this(virtualRouterId, priority, intervalMillis, address, Optional.empty());
        }

        Setup withPassword(String password) {
            return new Setup(virtualRouterId, priority, intervalMillis, address, Optional.of(password));
        }
    }

    private final Cluster cluster;
    private final String machine;
    private final Path folder;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final Setup setup;
    private final Make make;

    private enum Make {
        KEEPALIVED,
        FRR
    }

    private ThirdMember(Cluster cluster, Make make, String machine, String ownAddress, Setup setup) {
        this.cluster = cluster;
        this.machine = machine;
        this.setup = setup;
        this.make = make;
        try {
            this.folder = Files.createTempDirectory("vip-third-member-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the third member's files", e);
        }
        cluster.addMember(machine, ownAddress);
    }

    /** Not yet started. */
    static ThirdMember keepalived(Cluster cluster, String ownAddress, Setup setup) {
        return new ThirdMember(cluster, Make.KEEPALIVED, "keepalived", ownAddress, setup);
    }

    /** Not yet started. */
    static ThirdMember frr(Cluster cluster, String ownAddress, Setup setup) {
        ThirdMember member = new ThirdMember(cluster, Make.FRR, "frr", ownAddress, setup);
        // FRR speaks on a macvlan with the virtual router's MAC, which has the address and is down while Backup.
        member.run("ip", "link", "add", "vrrp4", "link", "eth0", "type", "macvlan", "mode", "bridge");
        member.run(
                "ip", "link", "set", "vrrp4", "address", String.format("00:00:5e:00:01:%02x", setup.virtualRouterId()));
        member.run("ip", "address", "add", setup.address() + "/32", "dev", "vrrp4");
        // Else eth0 answers for the address of a macvlan that is down.
        member.run("sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1");
        return member;
    }

    private void run(String... command) {
        cluster.runInNetworkOf(machine, command);
    }

    /** The machine's name, which answers probes while it is Active. */
    String machine() {
        return machine;
    }

    void start() {
        switch (make) {
            case KEEPALIVED -> startKeepalived();
            case FRR -> startFrr();
        }
    }

    private void startKeepalived() {
        Path configuration = write("keepalived.conf", """
                global_defs {
                  router_id third
                  vrrp_version %d
                }
                vrrp_instance third {
                  state BACKUP
                  interface eth0
                  virtual_router_id %d
                  priority %d
                  advert_int %s
                %s
                  virtual_ipaddress {
                    %s/32 dev eth0
                  }
                }
                """.formatted(
                        setup.password().isPresent() ? 2 : 3,
                        setup.virtualRouterId(),
                        setup.priority(),
                        setup.intervalMillis() / 1000.0,
                        setup.password()
                                .map(word -> "  authentication {\n    auth_type PASS\n    auth_pass " + word + "\n  }")
                                .orElse(""),
                        setup.address()));
        daemon(
                "keepalived",
                List.of(
                        "keepalived",
                        "--dont-fork",
                        "--log-console",
                        "--vrrp",
                        "--use-file=" + configuration,
                        "--pid=" + folder.resolve("keepalived.pid"),
                        "--vrrp_pid=" + folder.resolve("vrrp.pid")));
    }

    private void startFrr() {
        String zebraSocket = folder.resolve("zebra.sock").toString();
        Path zebra = write("zebra.conf", "hostname third\n");
        Path configuration = write("vrrpd.conf", """
                interface eth0
                 vrrp %1$d version 3
                 vrrp %1$d priority %2$d
                 vrrp %1$d advertisement-interval %3$d
                 vrrp %1$d ip %4$s
                """.formatted(
                        setup.virtualRouterId(), setup.priority(), setup.intervalMillis(), setup.address()));
        // Its daemons become their own user before they write.
        run("chown", "-R", "frr:frr", folder.toString());
        run("ip", "link", "set", "vrrp4", "up");
        daemon("zebra", frrDaemon("zebra", zebra, zebraSocket));
        daemon("vrrpd", frrDaemon("vrrpd", configuration, zebraSocket));
    }

    private List<String> frrDaemon(String program, Path configuration, String zebraSocket) {
        return List.of(
                "/usr/lib/frr/" + program,
                "--config_file=" + configuration,
                "--pid_file=" + folder.resolve(program + ".pid"),
                "--socket=" + zebraSocket,
                "--vty_socket=" + folder,
                "--vty_port=0",
                "--user=frr",
                "--group=frr",
                "--log=stdout");
    }

    private Path write(String name, String text) {
        try {
            Path file = Files.writeString(folder.resolve(name), text);
            // keepalived refuses to run scripts beside a file that others may write.
            return Files.setPosixFilePermissions(
                    file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + name, e);
        }
    }

    private void daemon(String name, List<String> command) {
        processes.add(ChildProcess.start(
                name, folder.resolve(name + ".log"), Map.of(), cluster.inNetworkOf(machine, command)));
    }

    /** SIGTERM: it resigns. */
    void stop() {
        for (ChildProcess process : processes.reversed()) {
            if (process.isAlive()) {
                process.signal("TERM");
            }
            if (!process.awaitEnd(Duration.ofSeconds(10))) {
                throw new IllegalStateException(
                        process.name() + " did not end within 10 s of SIGTERM:\n" + process.output());
            }
        }
        processes.clear();
        if (make == Make.FRR) {
            // vrrpd resigns but leaves the address where it is.
            run("ip", "link", "set", "vrrp4", "down");
        }
    }

    /** What its programs have said. */
    String output() {
        StringBuilder text = new StringBuilder();
        processes.forEach(process -> text.append(process.output()));
        return text.toString();
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::kill);
        cluster.removeMember(machine);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + folder, e);
        }
    }
}
