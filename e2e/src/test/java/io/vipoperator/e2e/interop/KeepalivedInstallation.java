package io.vipoperator.e2e.interop;

import io.vipoperator.e2e.NetnsSegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
        Path configuration = Configuration.write(folder.resolve("keepalived.conf"), """
                global_defs {
                  router_id %s
                  vrrp_version 3
                }
                vrrp_instance third {
                  state BACKUP
                  interface eth0
                  virtual_router_id %d
                  priority %d
                  %s
                  advert_int %s
                  virtual_ipaddress {
                    %s/32 dev eth0
                  }
                }
                """.formatted(
                        host,
                        setup.virtualRouterId(),
                        setup.priority(),
                        setup.preempt() ? "preempt" : "nopreempt",
                        setup.intervalMillis() / 1000.0,
                        setup.address()));
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

    @Override
    public String addressInterface() {
        return "eth0";
    }
}
