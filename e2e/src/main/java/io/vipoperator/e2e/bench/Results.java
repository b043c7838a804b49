package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that keeps what was measured: what is printed goes into a file as well.
 *
 * @param folder exists
 */
record Results(Path folder) {
    private static final String REPORT = "report.txt";

    /** Creates the folder, and forgets the results of an earlier run. */
    static Results in(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(REPORT));
            return new Results(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + folder, e);
        }
    }

    /** Prints, and adds to the report. */
    void report(String text) {
        System.out.print(text.endsWith("\n") ? text : text + "\n");
        System.out.flush();
        append(REPORT, text);
    }

    /** Adds a line to a file. */
    void append(String file, String line) {
        try {
            Files.writeString(
                    folder.resolve(file),
                    line.endsWith("\n") ? line : line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(file), e);
        }
    }

    /** Replaces a file. */
    void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(file), e);
        }
    }
}
