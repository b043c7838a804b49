package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Debian's keepalived.
 *
 * @param label as shown in the results
 * @param folder for configuration, logs and pid files
 * @param realTimePriority of SCHED_RR, 1..99
 */
record KeepalivedSpeaker(String label, Path folder, int realTimePriority) implements Speaker.Kind {
    /** Its default of 10 ms kills a keepalived of 50 routers at its start, as soon as it runs at SCHED_RR. */
    private static final int REAL_TIME_LIMIT_MICROSECONDS = 5_000_000;

    @Override
    public Speaker on(Host host, RouterSetup setup) {
        Path configuration = folder.resolve(label + "-" + host.name() + ".conf");
        try {
            Files.writeString(configuration, configuration(setup));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        Path log = folder.resolve(label + "-" + host.name() + ".log");
        Path pidFile = folder.resolve(label + "-" + host.name() + ".pid");
        Path vrrpPidFile = folder.resolve(label + "-" + host.name() + "-vrrp.pid");
        List<String> command = List.of(
                "keepalived",
                "--dont-fork",
                "--vrrp",
                "--log-console",
                "--use-file=" + configuration,
                "--pid=" + pidFile,
                "--vrrp_pid=" + vrrpPidFile);
        return new SpeakerProcess(host, log.toFile(), command, List.of(pidFile, vrrpPidFile));
    }

    private String configuration(RouterSetup setup) {
        StringBuilder text = new StringBuilder("""
                global_defs {
                    vrrp_version 3
                    vrrp_rt_priority %d
                    vrrp_rlimit_rttime %d
                    vrrp_no_swap
                    vrrp_garp_master_delay %d
                    vrrp_garp_master_repeat %d
                    vrrp_garp_master_refresh %d
                    vrrp_garp_master_refresh_repeat 1
                }
                """.formatted(
                        realTimePriority,
                        REAL_TIME_LIMIT_MICROSECONDS,
                        RouterSetup.ANNOUNCEMENT_REPEAT_SECONDS,
                        RouterSetup.ANNOUNCEMENT_COUNT,
                        RouterSetup.ANNOUNCEMENT_REFRESH_SECONDS));
        for (int virtualRouterID : setup.virtualRouterIDs()) {
            text.append("""
                    vrrp_instance router%1$d {
                        state BACKUP
                        interface eth0
                        virtual_router_id %1$d
                        priority %2$d
                        advert_int %3$.2f
                        virtual_ipaddress {
                            %4$s/32 dev eth0
                        }
                    }
                    """.formatted(
                            virtualRouterID,
                            setup.priority(),
                            setup.intervalMilliseconds() / 1000.0,
                            RouterSetup.address(virtualRouterID)));
        }
        return text.toString();
    }
}
