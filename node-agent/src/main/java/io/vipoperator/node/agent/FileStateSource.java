package io.vipoperator.node.agent;

import io.vipoperator.node.loop.DesiredState;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The state from a file: read at the start, and again whenever it has changed and then stood still for one look, so that
 * a half-written file does not run. Replacing it by a rename is seen like any other change. Somebody who can't wait asks
 * for it by SIGHUP. What a sound file changes is said. Has a thread of its own.
 */
final class FileStateSource implements StateSource {
    private static final Logger LOG = Logger.getLogger(FileStateSource.class);
    private static final long LOOK_EVERY_MILLISECONDS = 250;
    private static final int MOST_CHANGES_SAID = 20;

    private final Path file;
    private final RunningState running;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean stopped;
    private volatile boolean asked;
    private Optional<ReadState> last = Optional.empty();
    private Signature seen;
    private Signature read;
    private long generation;

    FileStateSource(Path file, RunningState running) {
        this.file = file;
        this.running = running;
    }

    @Override
    public void start() {
        read(signature());
        Thread thread = new Thread(this::run, "state-file");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop() {
        stopped = true;
        wake.release();
    }

    @Override
    public void readAgain() {
        asked = true;
        wake.release();
    }

    private void run() {
        try {
            while (!stopped) {
                boolean woken = wake.tryAcquire(LOOK_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS);
                if (woken && asked) {
                    asked = false;
                    LOG.infof("SIGHUP: reading state file %s again", file);
                    running.sayAgain();
                    read(signature());
                } else if (!stopped) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at the file. */
    void look() {
        Signature now = signature();
        boolean still = now.equals(seen);
        seen = now;
        if (still && !now.equals(read)) {
            read(now);
        }
    }

    private void read(Signature before) {
        seen = before;
        read = before;
        String origin = "state file " + file;
        try {
            String text = Files.readString(file);
            if (!signature().equals(before)) {
                read = null;
                return;
            }
            Checked<ReadState> checked = NodeStateReader.readDocument(text, generation + 1, UnknownFields.REFUSE);
            switch (checked) {
                case Checked.Sound<ReadState> sound -> {
                    generation++;
                    say(origin, sound.value());
                    running.offer(origin, sound, sound.value().reportRequest());
                }
                case Checked.Refused<ReadState> refused -> running.refuse(origin, refused);
            }
        } catch (NoSuchFileException e) {
            refuse(origin, "must exist");
        } catch (CharacterCodingException e) {
            refuse(origin, "must be UTF-8 text");
        } catch (IOException e) {
            refuse(origin, "must be readable: " + e.getMessage());
        } catch (RuntimeException e) {
            // This thread must not end: nobody else would see the next edit.
            LOG.error("the state file could not be read, which is a mistake in the agent", e);
            refuse(origin, "could not be read: " + e);
        }
    }

    private void say(String origin, ReadState state) {
        ReadState before = last.orElse(ReadState.of(new DesiredState(0, 0, List.of())));
        List<String> changes = StateChanges.between(before, state);
        last = Optional.of(state);
        if (changes.isEmpty()) {
            LOG.infof("%s is read: nothing has changed", origin);
        }
        changes.stream().limit(MOST_CHANGES_SAID).forEach(change -> LOG.infof("%s is read: %s", origin, change));
        if (changes.size() > MOST_CHANGES_SAID) {
            LOG.infof("%s is read: and %d more changes", origin, changes.size() - MOST_CHANGES_SAID);
        }
    }

    private void refuse(String origin, String rule) {
        Problems problems = new Problems();
        problems.missing("document", rule);
        running.refuse(origin, new Checked.Refused<>(problems.all()));
    }

    private Signature signature() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Signature(
                    attributes.lastModifiedTime(), attributes.size(), Objects.toString(attributes.fileKey()));
        } catch (IOException e) {
            return new Signature(FileTime.fromMillis(0), -1, "none");
        }
    }

    /** By what a changed file is known. */
    private record Signature(FileTime modified, long bytes, String identity) {}
}
