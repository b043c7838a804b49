package io.vipoperator.e2e.bench;

import io.vipoperator.e2e.bench.RouterSetup.VirtualRouter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Debian's keepalived.
 *
 * @param label as shown in the results
 * @param folder for configuration, logs and pid files
 * @param realTimePriority of SCHED_RR, 1..99, where the setup asks for real-time priority
 */
record KeepalivedSpeaker(String label, Path folder, int realTimePriority) implements Speaker.Kind {
    /** Its default of 10 ms kills a keepalived of 50 routers at its start, as soon as it runs at SCHED_RR. */
    private static final int REAL_TIME_LIMIT_MICROSECONDS = 5_000_000;

    @Override
    public Speaker on(Host host, RouterSetup setup) {
        var configuration = new SpeakerProcess.Configuration(
                folder.resolve(label + "-" + host.name() + ".conf"), this::configuration);
        configuration.write(setup);
        Path log = folder.resolve(label + "-" + host.name() + ".log");
        Path pidFile = folder.resolve(label + "-" + host.name() + ".pid");
        Path vrrpPidFile = folder.resolve(label + "-" + host.name() + "-vrrp.pid");
        List<String> command = new ArrayList<>(setup.realTime() ? List.of() : SpeakerProcess.withoutRealTime());
        command.addAll(List.of(
                "keepalived",
                "--dont-fork",
                "--vrrp",
                "--log-console",
                "--use-file=" + configuration.file(),
                "--pid=" + pidFile,
                "--vrrp_pid=" + vrrpPidFile));
        return new SpeakerProcess(host, log.toFile(), command, configuration, List.of(pidFile, vrrpPidFile));
    }

    @Override
    public boolean takesPartIn(Fault fault) {
        return true;
    }

    String configuration(RouterSetup setup) {
        StringBuilder text = new StringBuilder("global_defs {\n    vrrp_version 3\n");
        if (setup.realTime()) {
            text.append("""
                        vrrp_rt_priority %d
                        vrrp_rlimit_rttime %d
                    """.formatted(realTimePriority, REAL_TIME_LIMIT_MICROSECONDS));
        }
        text.append("""
                    vrrp_no_swap
                    vrrp_garp_master_delay %d
                    vrrp_garp_master_repeat %d
                    vrrp_garp_master_refresh %d
                    vrrp_garp_master_refresh_repeat 1
                }
                """.formatted(
                        RouterSetup.ANNOUNCEMENT_REPEAT_SECONDS,
                        RouterSetup.ANNOUNCEMENT_COUNT,
                        RouterSetup.ANNOUNCEMENT_REFRESH_SECONDS));
        for (VirtualRouter router : setup.virtualRouters()) {
            text.append(instance(setup, router));
        }
        return text.toString();
    }

    private static String instance(RouterSetup setup, VirtualRouter router) {
        return String.format(
                Locale.ROOT,
                """
                vrrp_instance %s {
                    state BACKUP
                    interface %s
                    virtual_router_id %d
                    priority %d
                    advert_int %.2f
                %s    virtual_ipaddress {
                %s
                    }
                }
                """,
                router.name(),
                router.nic(),
                router.virtualRouterID(),
                setup.priority(),
                router.intervalMilliseconds() / 1000.0,
                setup.tracking() ? "    track_interface {\n        " + Segment.TRACKED_NIC + "\n    }\n" : "",
                router.addresses().stream()
                        .map(address -> "        " + address + "/32 dev " + router.nic())
                        .collect(Collectors.joining("\n")));
    }
}
