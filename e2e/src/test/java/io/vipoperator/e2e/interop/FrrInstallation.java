package io.vipoperator.e2e.interop;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.NetnsSegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Debian's FRR: zebra and vrrpd. FRR answers for the address with the virtual router's MAC on a macvlan, which has the address always and which
 * it keeps down by protodown while it is Backup.
 */
final class FrrInstallation implements Make.Installation {

    /** The package's own: its daemons want a member of the group frrvty. */
    private static final String USER = "frr";

    private static final String ZEBRA_SOCKET = "zebra.sock";
    private static final Duration CHOWN = Duration.ofSeconds(5);
    private static final Path PROGRAMS = Path.of("/usr/lib/frr");
    /** FRR finds it by its MAC; the name is the one of its documentation. */
    private static final String MACVLAN = "vrrp4-2-1";

    @Override
    public void require() {
        Configuration.requireProgram(PROGRAMS.resolve("vrrpd"), "apt-get install frr");
    }

    @Override
    public void boot(NetnsSegment segment, String host, Setup setup) {
        // Else eth0 answers for an address that is on another NIC, and asks in its name, with its own MAC.
        segment.run(host, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2");
        String macAddress = "00:00:5e:00:01:%02x".formatted(setup.virtualRouterId());
        link(segment, host, "add", MACVLAN, "link", "eth0", "address", macAddress, "type", "macvlan", "mode", "bridge");
        // Until zebra does that itself.
        link(segment, host, "set", MACVLAN, "protodown", "on");
        segment.run(host, "ip", "address", "add", setup.address() + "/32", "dev", MACVLAN);
        link(segment, host, "set", MACVLAN, "up");
    }

    private static void link(NetnsSegment segment, String host, String... arguments) {
        segment.run(
                host,
                Stream.concat(Stream.of("ip", "link"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Override
    public List<Daemon> configure(Path folder, String host, Setup setup) {
        Path interfaces = Configuration.write(folder.resolve("zebra.conf"), "hostname " + host + "\n");
        Path routers = Configuration.write(folder.resolve("vrrpd.conf"), """
                interface eth0
                 vrrp %1$d version 3
                 vrrp %1$d priority %2$d
                 %3$svrrp %1$d preempt
                 vrrp %1$d advertisement-interval %4$d
                 vrrp %1$d ip %5$s
                """.formatted(
                        setup.virtualRouterId(),
                        setup.priority(),
                        setup.preempt() ? "" : "no ",
                        setup.intervalMillis(),
                        setup.address()));
        ChildProcess.run(CHOWN, List.of("chown", "-R", USER + ":", folder.toString()));
        ChildProcess.run(CHOWN, List.of("chmod", "a+rx", folder.getParent().toString()));
        // A vrrpd that doesn't find zebra tries again after ten seconds.
        return List.of(
                daemon("zebra", folder, interfaces, Optional.of(folder.resolve(ZEBRA_SOCKET))),
                daemon("vrrpd", folder, routers, Optional.empty()));
    }

    private static Daemon daemon(String program, Path folder, Path configuration, Optional<Path> socket) {
        return new Daemon(
                program,
                List.of(
                        PROGRAMS.resolve(program).toString(),
                        "--config_file=" + configuration,
                        "--pid_file=" + folder.resolve(program + ".pid"),
                        "--socket=" + folder.resolve(ZEBRA_SOCKET),
                        "--vty_socket=" + folder,
                        "--vty_port=0",
                        "--user=" + USER,
                        "--group=" + USER,
                        "--log=stdout"),
                socket);
    }

    @Override
    public String addressInterface() {
        return MACVLAN;
    }
}
