package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Says under what conditions was measured. Stateless. */
final class Setting {
    private Setting() {}

    static String describe(Settings settings, Speaker.Kind subject, Speaker.Kind reference) {
        return String.format(
                Locale.ROOT,
                """
                %s beside %s, in turns, in one segment of network namespaces (a bridge, two hosts, a client)
                  machine     %d cores, %s, Linux %s, Java %s; load when it began: %s
                  keepalived  %s
                  both sides  priorities %d and %d, VRRPv3, multicast, preemption at once, 1 address (/32) for each router,
                              %d gratuitous ARP requests, again after %d s, refreshed every %d s
                              (keepalived sends a burst back to back, the agent 200 ms apart: the first one counts)
                  measuring   threads and echoes %s
                  rounds      %d of each fault at each of %s ms
                """,
                subject.label(),
                reference.label(),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                read("/proc/loadavg"),
                Command.run("keepalived", "--version").lines().findFirst().orElse("?"),
                RouterSetup.ACTIVE_PRIORITY,
                RouterSetup.BACKUP_PRIORITY,
                RouterSetup.ANNOUNCEMENT_COUNT,
                RouterSetup.ANNOUNCEMENT_REPEAT_SECONDS,
                RouterSetup.ANNOUNCEMENT_REFRESH_SECONDS,
                RealTime.isAllowed()
                        ? "at SCHED_RR " + RealTime.PRIORITY
                        : "at ordinary priority: SCHED_RR is refused here",
                settings.rounds(),
                settings.intervalsMilliseconds());
    }

    private static String memory() {
        return read("/proc/meminfo")
                .lines()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024 / 1024 + " GiB")
                .findFirst()
                .orElse("?");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
