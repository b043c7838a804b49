package io.vipoperator.e2e.interop;

import io.vipoperator.e2e.NetnsSegment;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Debian's keepalived, VRRP only. */
final class KeepalivedInstallation implements Make.Installation {

    private static final Path PROGRAM = Path.of("/usr/sbin/keepalived");

    @Override
    public void require() {
        Configuration.requireProgram(PROGRAM, "apt-get install keepalived");
    }

    @Override
    public void boot(NetnsSegment segment, String host, Setup setup) {
        // It puts the address on the NIC itself.
    }

    @Override
    public List<Daemon> configure(Path folder, String host, Setup setup) {
        StringBuilder text = new StringBuilder("""
                global_defs {
                  router_id %s
                  vrrp_version %d
                }
                """.formatted(host, setup.version()));
        if (!setup.ipv4().isEmpty()) {
            text.append(instance("third4", setup.ipv4(), 32, setup));
        }
        if (!setup.ipv6().isEmpty()) {
            text.append(instance("third6", setup.ipv6(), 128, setup));
        }
        if (!setup.ipv4().isEmpty() && !setup.ipv6().isEmpty()) {
            text.append("""
                    vrrp_sync_group both {
                      group {
                        third4
                        third6
                      }
                    }
                    """);
        }
        Path configuration = Configuration.write(folder.resolve("keepalived.conf"), text.toString());
        return List.of(new Daemon(
                "keepalived",
                List.of(
                        PROGRAM.toString(),
                        "--dont-fork",
                        "--log-console",
                        "--vrrp",
                        "--use-file=" + configuration,
                        "--pid=" + folder.resolve("keepalived.pid"),
                        "--vrrp_pid=" + folder.resolve("vrrp.pid")),
                Optional.empty()));
    }

    private static String instance(String name, List<String> addresses, int prefix, Setup setup) {
        return """
                vrrp_instance %s {
                  state BACKUP
                  interface eth0
                  virtual_router_id %d
                  priority %d
                  %s
                  advert_int %s
                  %s
                  %s
                  virtual_ipaddress {
                    %s
                  }
                }
                """.formatted(
                name,
                setup.virtualRouterId(),
                setup.priority(),
                setup.preempt() ? "preempt" : "nopreempt",
                // Version 2 takes no decimal point.
                BigDecimal.valueOf(setup.intervalMillis(), 3)
                        .stripTrailingZeros()
                        .toPlainString(),
                setup.password()
                        .map("authentication {\n    auth_type PASS\n    auth_pass %s\n  }"::formatted)
                        .orElse(""),
                setup.peers()
                        .map(peers -> "unicast_peer {\n" + String.join("\n", peers) + "\n}")
                        .orElse(""),
                addresses.stream()
                        .map(address -> address + "/" + (Setup.isLinkLocal(address) ? 64 : prefix) + " dev eth0")
                        .collect(Collectors.joining("\n    ")));
    }

    @Override
    public String addressInterface(Setup setup) {
        return "eth0";
    }

    @Override
    public boolean leavesAddressesWhenKilled() {
        return true;
    }
}
