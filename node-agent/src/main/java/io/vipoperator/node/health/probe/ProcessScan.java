package io.vipoperator.node.health.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads /proc for all checks of processes together, at most every 200 ms. Of any thread: who asks meanwhile gets the scan that runs,
 * or what the last one found.
 */
final class ProcessScan {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** Of a command line; patterns aren't looked for beyond. */
    private static final int LONGEST_COMMAND_LINE = 4096;

    private static final int LONGEST_STAT = 512;

    private final Path proc;
    private final Executor thread;
    private final LongSupplier nanoTime;
    private final String own = Long.toString(ProcessHandle.current().pid());
    private CompletableFuture<List<RunningProcess>> latest;
    private long startedNanos;

    /** Of that folder, on that thread, which may wait for the kernel. */
    ProcessScan(Path proc, Executor thread, LongSupplier nanoTime) {
        this.proc = proc;
        this.thread = thread;
        this.nanoTime = nanoTime;
    }

    /** All processes but this one, as they are now or were 200 ms ago. Fails with an {@link IOException}. */
    synchronized CompletableFuture<List<RunningProcess>> recent() {
        long nowNanos = nanoTime.getAsLong();
        boolean usable = latest != null && (!latest.isDone() || nowNanos - startedNanos < FRESH_NANOS);
        if (!usable) {
            var scan = new CompletableFuture<List<RunningProcess>>();
            latest = scan;
            startedNanos = nowNanos;
            thread.execute(() -> scan(scan));
        }
        // A copy: who gives up waiting must not end it for the others.
        return latest.copy();
    }

    private void scan(CompletableFuture<List<RunningProcess>> result) {
        List<RunningProcess> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, ProcessScan::isProcess)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().equals(own)) {
                    read(entry).ifPresent(found::add);
                }
            }
            result.complete(List.copyOf(found));
        } catch (IOException e) {
            result.completeExceptionally(e);
        } catch (DirectoryIteratorException e) {
            result.completeExceptionally(e.getCause());
        }
    }

    private static boolean isProcess(Path entry) {
        return entry.getFileName().toString().chars().allMatch(character -> character >= '0' && character <= '9');
    }

    /** Empty if it has ended: meanwhile, or as a zombie, which nobody has waited for yet. */
    private static Optional<RunningProcess> read(Path entry) {
        try {
            // "1234 (name) S ...": the name may hold anything, parentheses too (proc_pid_stat(5)).
            String stat = read(entry.resolve("stat"), LONGEST_STAT);
            int open = stat.indexOf('(');
            int close = stat.lastIndexOf(')');
            if (open < 0 || close < open || stat.startsWith(" Z", close + 1) || stat.startsWith(" X", close + 1)) {
                return Optional.empty();
            }
            String commandLine = read(entry.resolve("cmdline"), LONGEST_COMMAND_LINE)
                    .replace('\0', ' ')
                    .strip();
            return Optional.of(new RunningProcess(stat.substring(open + 1, close), commandLine));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String read(Path file, int longest) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(longest), StandardCharsets.UTF_8);
        }
    }
}
