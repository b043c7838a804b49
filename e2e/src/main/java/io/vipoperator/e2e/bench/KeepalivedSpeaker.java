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

    /** Its scripts start at whole seconds. */
    @Override
    public int checkIntervalMilliseconds(int wanted) {
        return Math.toIntExact((wanted + 999L) / 1_000 * 1_000);
    }

    String configuration(RouterSetup setup) {
        StringBuilder text = new StringBuilder("global_defs {\n    vrrp_version 3\n");
        if (setup.realTime()) {
            text.append("""
                        vrrp_rt_priority %d
                        vrrp_rlimit_rttime %d
                    """.formatted(realTimePriority, REAL_TIME_LIMIT_MICROSECONDS));
        }
        if (setup.checks().count() > 0) {
            text.append("    script_user root\n    enable_script_security\n");
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
        for (String check : setup.checks().names()) {
            text.append(script(check, setup.checks()));
        }
        for (VirtualRouter router : setup.virtualRouters()) {
            text.append(instance(setup, router));
        }
        return text.toString();
    }

    /** As tutorials have it; without a weight a script that fails takes the router out at once. */
    private String script(String name, Checks checks) {
        int seconds = checkIntervalMilliseconds(checks.intervalMilliseconds()) / 1_000;
        String command = switch (checks.kind()) {
            case HTTP ->
                "/usr/bin/curl --silent --fail --output /dev/null --max-time %d http://127.0.0.1:%d%s"
                        .formatted(seconds, WebServer.PORT, WebServer.PATH);
            case TCP -> "/bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/%d'".formatted(WebServer.PORT);
        };
        return """
                vrrp_script %s {
                    script "%s"
                    interval %d
                    timeout %d
                    rise %d
                    fall %d
                }
                """.formatted(name, command, seconds, seconds, Checks.RISE, Checks.FALL);
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
                %s%s    virtual_ipaddress {
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
                setup.checks().names().stream()
                        .map(name -> "        " + name + "\n")
                        .reduce(String::concat)
                        .map(names -> "    track_script {\n" + names + "    }\n")
                        .orElse(""),
                router.addresses().stream()
                        .map(address -> "        " + address + "/32 dev " + router.nic())
                        .collect(Collectors.joining("\n")));
    }
}
