package io.vipoperator.e2e.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The files that routers are configured by. */
final class Configuration {

    private Configuration() {}

    /** Writes one which only its owner may write: keepalived refuses others. */
    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }

    /** @throws IllegalStateException if {@code program} isn't there: it comes with {@code origin} */
    static void requireProgram(Path program, String origin) {
        if (!Files.isReadable(program)) {
            throw new IllegalStateException(program + " is missing: it comes with " + origin);
        }
    }
}
