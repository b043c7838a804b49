package io.vipoperator.e2e.interop;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.NetnsSegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Debian's FRR: zebra and vrrpd. FRR answers for the address with the virtual router's MAC on a macvlan, which has the address always and which
 * it keeps down by protodown while it is Backup. 8.4 has no unicast, no password, and one form of the checksum.
 */
final class FrrInstallation implements Make.Installation {

    /** The package's own: its daemons want a member of the group frrvty. */
    private static final String USER = "frr";

    private static final String ZEBRA_SOCKET = "zebra.sock";
    private static final Duration CHOWN = Duration.ofSeconds(5);
    private static final Path PROGRAMS = Path.of("/usr/lib/frr");

    @Override
    public void require() {
        Configuration.requireProgram(PROGRAMS.resolve("vrrpd"), "apt-get install frr");
    }

    @Override
    public void boot(NetnsSegment segment, String host, Setup setup) {
        boolean ipv6 = !setup.ipv6().isEmpty();
        String macvlan = addressInterface(setup);
        // Else eth0 answers for an address that is on another NIC, and asks in its name, with its own MAC.
        segment.run(host, "sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2");
        String macAddress = "00:00:5e:00:%s:%02x".formatted(ipv6 ? "02" : "01", setup.virtualRouterId());
        link(segment, host, "add", macvlan, "link", "eth0", "type", "macvlan", "mode", "bridge");
        if (ipv6) {
            // One that is made of the virtual router's MAC is the same on each host, and FRR would take others for
            // itself.
            link(segment, host, "set", macvlan, "addrgenmode", "random");
            segment.run(host, "sysctl", "-qw", "net.ipv6.conf." + macvlan + ".accept_dad=0");
        }
        link(segment, host, "set", macvlan, "address", macAddress);
        // Until zebra does that itself.
        link(segment, host, "set", macvlan, "protodown", "on");
        for (String address : setup.addresses()) {
            String prefix = Setup.isLinkLocal(address) || ipv6 ? "/64" : "/32";
            segment.run(host, "ip", "address", "add", address + prefix, "dev", macvlan);
        }
        link(segment, host, "set", macvlan, "up");
    }

    private static void link(NetnsSegment segment, String host, String... arguments) {
        segment.run(
                host,
                Stream.concat(Stream.of("ip", "link"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Override
    public List<Daemon> configure(Path folder, String host, Setup setup) {
        Path interfaces = Configuration.write(folder.resolve("zebra.conf"), "hostname " + host + "\n");
        Path routers = Configuration.write(
                folder.resolve("vrrpd.conf"),
                """
                interface eth0
                 vrrp %1$d version %2$d
                 vrrp %1$d priority %3$d
                 %4$svrrp %1$d preempt
                 vrrp %1$d advertisement-interval %5$d
                """.formatted(
                                        setup.virtualRouterId(),
                                        setup.version(),
                                        setup.priority(),
                                        setup.preempt() ? "" : "no ",
                                        setup.intervalMillis())
                        + setup.addresses().stream()
                                .map(address -> " vrrp %d %s %s\n"
                                        .formatted(
                                                setup.virtualRouterId(),
                                                Setup.isIpv6(address) ? "ipv6" : "ip",
                                                address))
                                .collect(Collectors.joining()));
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

    /** FRR finds it by its MAC; the names are those of its documentation. */
    @Override
    public String addressInterface(Setup setup) {
        return setup.ipv6().isEmpty() ? "vrrp4-2-1" : "vrrp6-2-1";
    }

    @Override
    public boolean leavesAddressesWhenKilled() {
        return true;
    }
}
