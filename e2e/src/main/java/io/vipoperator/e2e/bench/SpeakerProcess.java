package io.vipoperator.e2e.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The process of a speaker and its children. Owned by the benchmark's main thread. */
final class SpeakerProcess implements Speaker {
    /** 224.0.0.18 as /proc/net/igmp writes it. */
    private static final String VRRP_GROUP = "120000E0";

    private static final long STOP_SECONDS = 20;

    private final Host host;
    private final File log;
    private final List<String> command;
    private final Configuration configuration;
    private final List<Path> forgottenAtBoot;
    private Process process;

    /**
     * A file that the program reads.
     *
     * @param text what it must say for a setup
     */
    record Configuration(Path file, Function<RouterSetup, String> text) {
        /** Replaces it at once: a reader sees the old or the new one. */
        void write(RouterSetup setup) {
            Path draft = file.resolveSibling(file.getFileName() + ".draft");
            try {
                Files.writeString(draft, text.apply(setup));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }

    /**
     * A program that does not run yet.
     *
     * @param forgottenAtBoot files that don't survive a reboot of a real host, and so must not survive a start here
     */
    SpeakerProcess(Host host, File log, List<String> command, Configuration configuration, List<Path> forgottenAtBoot) {
        this.host = host;
        this.log = log;
        this.command = command;
        this.configuration = configuration;
        this.forgottenAtBoot = forgottenAtBoot;
    }

    /** Words that start a program without the right to real-time priority, or to a nicer one than others. */
    static List<String> withoutRealTime() {
        return List.of("setpriv", "--bounding-set=-sys_nice", "--inh-caps=-sys_nice", "prlimit", "--rtprio=0:0");
    }

    @Override
    public void start() {
        try {
            for (Path file : forgottenAtBoot) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove one of " + forgottenAtBoot, e);
        }
        process = Command.start(host, ProcessBuilder.Redirect.appendTo(log), command);
    }

    @Override
    public void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        if (!Command.awaitEnd(process, STOP_SECONDS)) {
            throw new IllegalStateException(command + " on " + host.name() + " did not end within " + STOP_SECONDS
                    + " s of SIGTERM: see " + log);
        }
        process = null;
    }

    @Override
    public void kill() {
        if (process == null) {
            return;
        }
        // Children first: a child that outlives its parent even for a moment would resign.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        Command.kill(process);
        process = null;
    }

    @Override
    public void edit(RouterSetup setup) {
        configuration.write(setup);
        Command.run("kill", "-HUP", Long.toString(process.pid()));
    }

    @Override
    public boolean isListening() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(command + " on " + host.name() + " has ended by itself: see " + log);
        }
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/net/igmp"))
                    .contains(VRRP_GROUP);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<Long> pids() {
        return Stream.concat(Stream.of(process.pid()), process.descendants().map(ProcessHandle::pid))
                .toList();
    }
}
