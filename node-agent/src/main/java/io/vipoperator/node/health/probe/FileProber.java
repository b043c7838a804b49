package io.vipoperator.node.health.probe;

import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Probe;
import io.vipoperator.node.health.Prober;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a number from a file, as keepalived's track_file. A file whose last read hangs is not read again beside it. */
final class FileProber implements Prober {
    private static final int MOST_BYTES = 256;
    private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?[0-9]{1,9})(\\s.*)?", Pattern.DOTALL);

    private final Path path;
    private final FileReads reads;
    private CompletableFuture<Finding> last = CompletableFuture.completedFuture(null);

    FileProber(Probe.File file, FileReads reads) {
        path = Path.of(file.path());
        this.reads = reads;
    }

    @Override
    public synchronized CompletionStage<Finding> probe(long timeoutNanos) {
        Finding hangs = Finding.failure(path + ": could not be read within " + Words.duration(timeoutNanos));
        if (last.isDone()) {
            var read = new CompletableFuture<Finding>();
            last = read;
            reads.submit(path, () -> read.complete(read()));
        }
        return last.copy().completeOnTimeout(hangs, timeoutNanos, TimeUnit.NANOSECONDS);
    }

    private Finding read() {
        try {
            // A pipe would wait for a writer.
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                return Finding.failure(path + ": must be a regular file");
            }
            try (InputStream stream = Files.newInputStream(path)) {
                return judge(new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            }
        } catch (NoSuchFileException e) {
            return Finding.failure(path + ": does not exist");
        } catch (AccessDeniedException e) {
            return Finding.failure(path + ": this process may not read it");
        } catch (IOException e) {
            return Finding.failure(path + ": " + Words.reason(e));
        }
    }

    private Finding judge(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return Finding.failure(path + ": must begin with a whole number of at most 9 digits");
        }
        int number = Integer.parseInt(matcher.group(1));
        String message = path + ": " + number;
        return (number < 0 ? Finding.failure(message) : Finding.success(message)).withNumber(number);
    }
}
