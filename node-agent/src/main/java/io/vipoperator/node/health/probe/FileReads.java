package io.vipoperator.node.health.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that read files: one for each file system, so that one that hangs, as NFS does without its server, holds up nobody but
 * itself. Of any thread.
 */
final class FileReads implements AutoCloseable {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    /** Beyond, file systems share the last one. */
    private static final int MOST_THREADS = 32;

    private static final long IDLE_SECONDS = 10;

    private final Map<String, ExecutorService> threads = new HashMap<>();

    /** Runs it behind what reads from the same file system. */
    void submit(Path path, Runnable read) {
        try {
            threadOf(mountPoint(path, mounts())).execute(read);
        } catch (RejectedExecutionException e) {
            // This agent is ending: nobody waits for the result but until the timeout.
            return;
        }
    }

    private synchronized ExecutorService threadOf(String mountPoint) {
        String key = threads.size() < MOST_THREADS || threads.containsKey(mountPoint) ? mountPoint : "others";
        return threads.computeIfAbsent(key, one -> {
            var thread = new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    CheckThreads.named("check-file"));
            thread.allowCoreThreadTimeOut(true);
            return thread;
        });
    }

    /** The kernel's list; it waits for no file system. */
    private static List<String> mounts() {
        try {
            return Files.readAllLines(MOUNTS);
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Where the file system is mounted that the path lies on, links aside. Pure.
     *
     * @param mounts lines of proc_pid_mountinfo(5), whose fifth field it is
     */
    static String mountPoint(Path path, List<String> mounts) {
        String found = "/";
        for (String line : mounts) {
            String[] fields = line.split(" ", 6);
            if (fields.length == 6) {
                String mountPoint = unescaped(fields[4]);
                if (mountPoint.length() >= found.length() && path.startsWith(Path.of(mountPoint))) {
                    found = mountPoint;
                }
            }
        }
        return found;
    }

    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    @Override
    public synchronized void close() {
        threads.values().forEach(ExecutorService::shutdownNow);
    }
}
