package io.vipoperator.node.agent.cli;

import io.vipoperator.node.health.CheckSetup;
import io.vipoperator.node.health.Finding;
import io.vipoperator.node.health.Prober;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs health checks once, one after the other, and explains what came of each. */
final class ProbeCommand {
    /** A prober keeps its timeout; this is for one that doesn't. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private ProbeCommand() {}

    /** A file can't be used. */
    private static final class UnusableFileException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableFileException(String message) {
            super(message);
        }
    }

    static int run(CommandLine.Probe asked, Console console, Probing probing, InputStream standardInput) {
        String name = asked.file().equals("-") ? "standard input" : asked.file();
        Probing.Checks checks;
        try {
            var credentials = new Probing.Credentials(
                    read(asked.authorities(), standardInput),
                    read(asked.certificate(), standardInput),
                    read(asked.key(), standardInput));
            checks = probing.read(read(asked.file(), standardInput), credentials);
        } catch (UnusableFileException e) {
            console.failed(e.getMessage());
            return Console.MISUSED;
        }
        checks.problems().forEach(problem -> console.out().println(name + ": " + problem));
        if (!checks.problems().isEmpty()) {
            return Console.MISUSED;
        }
        int status = Console.DONE;
        try (Probing.Opened probers = probing.open()) {
            for (CheckSetup setup : checks.setups()) {
                if (!probe(setup, probers.of(setup.probe()), console)) {
                    status = Console.FAILED;
                }
            }
        }
        return status;
    }

    private static boolean probe(CheckSetup setup, Prober prober, Console console) {
        long startNanos = System.nanoTime();
        CompletableFuture<Finding> stage = prober.probe(setup.timeoutNanos()).toCompletableFuture();
        Finding finding = stage.completeOnTimeout(
                        Finding.failure("the probe did not end, which is a mistake in the agent"),
                        setup.timeoutNanos() + PATIENCE_NANOS,
                        TimeUnit.NANOSECONDS)
                .join();
        console.out().print(ProbeText.of(setup, finding, System.nanoTime() - startNanos));
        console.out().flush();
        prober.close();
        return finding.success();
    }

    private static Optional<String> read(Optional<Path> file, InputStream standardInput) throws UnusableFileException {
        return file.isEmpty() ? Optional.empty() : Optional.of(read(file.get().toString(), standardInput));
    }

    private static String read(String file, InputStream standardInput) throws UnusableFileException {
        try {
            byte[] bytes = file.equals("-") ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(file));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new UnusableFileException(file + ": must exist");
        } catch (CharacterCodingException e) {
            throw new UnusableFileException(file + ": must be UTF-8 text");
        } catch (IOException | InvalidPathException e) {
            throw new UnusableFileException(file + ": must be readable: " + e.getMessage());
        }
    }
}
