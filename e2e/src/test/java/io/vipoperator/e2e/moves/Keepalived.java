package io.vipoperator.e2e.moves;

import io.vipoperator.e2e.ChildProcess;
import io.vipoperator.e2e.NetnsSegment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Debian's keepalived with one virtual router, VRID 51, on a host of a segment. */
final class Keepalived {
    private Keepalived() {}

    /** Starts it; it ends with the segment. */
    static ChildProcess start(
            NetnsSegment segment, String host, int priority, double intervalSeconds, String... addresses) {
        Path folder = segment.folder();
        Path configuration = folder.resolve(host + "-keepalived.conf");
        try {
            Files.writeString(configuration, """
                    global_defs {
                      router_id %s
                      vrrp_version 3
                    }
                    vrrp_instance web {
                      state BACKUP
                      interface eth0
                      virtual_router_id 51
                      priority %d
                      advert_int %s
                      virtual_ipaddress {
                    %s
                      }
                    }
                    """.formatted(
                            host,
                            priority,
                            intervalSeconds,
                            Stream.of(addresses)
                                    .map(address -> "    " + address + " dev eth0")
                                    .collect(Collectors.joining("\n"))));
            // It refuses one that others may write.
            Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return segment.start(
                host,
                "keepalived",
                Map.of(),
                List.of(
                        "keepalived",
                        "--dont-fork",
                        "--log-console",
                        "--vrrp",
                        "--use-file=" + configuration,
                        "--pid=" + folder.resolve(host + "-keepalived.pid"),
                        "--vrrp_pid=" + folder.resolve(host + "-vrrp.pid")));
    }
}
