package io.vipoperator.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** One endless loop at ordinary priority for each core. Ends with {@link #close}. */
final class BusyCores implements AutoCloseable {
    private final List<Process> loops = new ArrayList<>();

    void start() {
        for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
            try {
                loops.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start a busy loop", e);
            }
        }
    }

    @Override
    public void close() {
        loops.forEach(Command::kill);
    }
}
