package io.vipoperator.node.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The keys from a directory, one file each, under any name that does not begin with a dot. Looked at once a second: a mounted
 * Secret changes by the swap of one link, which no file under it tells, and a key may come on any other way. A key that was read
 * once stays known until the process ends, since a state that doesn't name its digest doesn't use it: a directory that is gone
 * or half written for a moment must not take a running router's key away. What stands in the files is never logged. Has a thread
 * of its own.
 */
final class KeyDirectory {
    /** Where the DaemonSet mounts them. */
    static final Path DEFAULT = Path.of("/etc/vip-operator/keys");

    private static final Logger LOG = Logger.getLogger(KeyDirectory.class);
    private static final long LOOK_EVERY_MILLISECONDS = 1_000;
    private static final int MOST_FILES = 4_096;
    private static final long MOST_OCTETS_KNOWN = 4L << 20;

    private final Path directory;
    private final boolean asked;
    private final Consumer<Keys> user;
    private final AgentConditions conditions;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Keys keys;
    private List<Signature> read = List.of();
    private boolean absent;
    private boolean again;
    private String trouble = "";

    /**
     * Reads nothing yet.
     *
     * @param directory of the keys
     * @param asked whether somebody named it: one that nobody named need not exist
     * @param user is given all keys whenever there are more
     * @param conditions where it says what can't be read
     */
    KeyDirectory(Path directory, boolean asked, Consumer<Keys> user, AgentConditions conditions) {
        this.directory = directory;
        this.asked = asked;
        this.user = user;
        this.conditions = conditions;
        this.keys = Keys.of(directory.toString(), List.of());
    }

    /** Reads what is there now, then goes on looking. */
    void start() {
        user.accept(keys);
        look();
        Thread thread = new Thread(this::run, "state-keys");
        thread.setDaemon(true);
        thread.start();
    }

    void stop() {
        stopped.countDown();
    }

    private void run() {
        try {
            while (!stopped.await(LOOK_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at the directory. */
    void look() {
        List<String> troubles = new ArrayList<>();
        try {
            List<Signature> now = signatures();
            if (now.equals(read) && !again && !absent) {
                return;
            }
            again = false;
            absent = false;
            read = now;
            read(now, troubles);
        } catch (DirectoryIteratorException e) {
            unreadable(e.getCause(), troubles);
        } catch (NoSuchFileException e) {
            absent = true;
            if (asked) {
                troubles.add("directory of keys " + directory + " must exist");
            }
        } catch (NotDirectoryException e) {
            absent = true;
            troubles.add(directory + " must be a directory");
        } catch (IOException e) {
            unreadable(e, troubles);
        } catch (RuntimeException e) {
            // This thread must not end: nobody else would see the next key.
            LOG.error("the directory of keys could not be read, which is a mistake in the agent", e);
            troubles.add("directory of keys " + directory + " could not be read: " + e);
        }
        say(String.join("; ", troubles));
    }

    private void read(List<Signature> files, List<String> troubles) {
        List<byte[]> contents = new ArrayList<>();
        for (Signature file : files) {
            try {
                byte[] content = content(directory.resolve(file.name()));
                if (content.length == 0 || content.length > Keys.MOST_OCTETS) {
                    troubles.add("key file " + file.name() + " must have 1 to " + Keys.MOST_OCTETS + " octets");
                } else {
                    contents.add(content);
                }
            } catch (NoSuchFileException e) {
                // Gone since the listing: the next look sees the directory without it.
                LOG.debugf("key file %s is gone", file.name());
            } catch (IOException e) {
                again = true;
                troubles.add("key file " + file.name() + " must be readable: " + e);
            }
        }
        Keys now = keys.and(contents);
        if (now.octets() > MOST_OCTETS_KNOWN) {
            // Certificates come and go for ever: those that are not there any more must not fill the memory.
            now = Keys.of(directory.toString(), contents);
        }
        if (!now.equals(keys)) {
            keys = now;
            LOG.infof("%s are known from %s", keys, directory);
            user.accept(keys);
        }
    }

    /** At most one octet more than a key has: whatever else stands there is not read into memory. */
    private static byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Keys.MOST_OCTETS + 1);
        }
    }

    private List<Signature> signatures() throws IOException {
        List<Signature> signatures = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith(".") || signatures.size() == MOST_FILES) {
                    continue;
                }
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    if (attributes.isRegularFile()) {
                        signatures.add(new Signature(
                                name,
                                attributes.lastModifiedTime(),
                                attributes.size(),
                                Objects.toString(attributes.fileKey())));
                    }
                } catch (NoSuchFileException e) {
                    LOG.debugf("key file %s is gone", name);
                }
            }
        }
        signatures.sort(Comparator.comparing(Signature::name));
        return signatures;
    }

    private void unreadable(IOException e, List<String> troubles) {
        again = true;
        troubles.add("directory of keys " + directory + " must be readable: " + e);
    }

    private void say(String now) {
        conditions.keysUnreadable(now);
        if (!now.isEmpty() && !now.equals(trouble)) {
            LOG.warnf("%s; the keys that are known stay", now);
        }
        trouble = now;
    }

    /** By what a changed file is known; links are followed. */
    private record Signature(String name, FileTime modified, long bytes, String identity) {}
}
