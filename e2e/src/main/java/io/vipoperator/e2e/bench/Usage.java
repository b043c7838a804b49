package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads what processes use from /proc. Stateless. */
final class Usage {
    /** USER_HZ is 100 on every architecture of Linux that matters here. */
    private static final double MILLISECONDS_PER_TICK = 10;

    /** Positions after the command's closing parenthesis: proc(5) numbers them from 3. */
    private static final int UTIME = 14 - 3;

    private static final int STIME = 15 - 3;
    private static final int CUTIME = 16 - 3;
    private static final int CSTIME = 17 - 3;
    private static final int NICE = 19 - 3;
    private static final int RT_PRIORITY = 40 - 3;
    private static final int POLICY = 41 - 3;

    private Usage() {}

    /** User and system time of all threads, those that ended included. */
    static double cpuMilliseconds(List<Long> pids) {
        return pids.stream()
                .map(pid -> statistics(Path.of("/proc/" + pid + "/stat")))
                .mapToDouble(fields ->
                        (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MILLISECONDS_PER_TICK)
                .sum();
    }

    /** As well, and that of the children that ended. */
    static double cpuMillisecondsWithChildren(List<Long> pids) {
        return cpuMilliseconds(pids)
                + pids.stream()
                        .map(pid -> statistics(Path.of("/proc/" + pid + "/stat")))
                        .mapToDouble(fields -> (Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CSTIME]))
                                * MILLISECONDS_PER_TICK)
                        .sum();
    }

    static double residentMiB(List<Long> pids) {
        return pids.stream().mapToLong(Usage::residentKiB).sum() / 1024.0;
    }

    private static long residentKiB(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the memory of process " + pid, e);
        }
    }

    /** For example {@code 1 x RR 50, 28 x nice -10}. */
    static String scheduling(List<Long> pids) {
        Map<String, Integer> threads = new TreeMap<>();
        for (long pid : pids) {
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
                for (Path task : tasks) {
                    threads.merge(schedulingClass(statistics(task.resolve("stat"))), 1, Integer::sum);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the threads of process " + pid, e);
            }
        }
        return threads.entrySet().stream()
                .map(entry -> entry.getValue() + " x " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String schedulingClass(String[] fields) {
        return switch (fields[POLICY]) {
            case "0" -> "nice " + fields[NICE];
            case "1" -> "FIFO " + fields[RT_PRIORITY];
            case "2" -> "RR " + fields[RT_PRIORITY];
            default -> "policy " + fields[POLICY];
        };
    }

    private static String[] statistics(Path stat) {
        try {
            String text = Files.readString(stat);
            return text.substring(text.lastIndexOf(')') + 2).strip().split(" ", -1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + stat, e);
        }
    }
}
