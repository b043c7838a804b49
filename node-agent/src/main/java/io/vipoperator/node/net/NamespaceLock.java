package io.vipoperator.node.net;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One agent per network namespace: whoever binds the abstract Unix socket {@code \0vip-agent}, which is scoped to the
 * namespace, and which the kernel unbinds when its process ends however it ends. Of one thread at a time.
 */
public final class NamespaceLock implements AutoCloseable {
    private static final byte[] NAME = "\0vip-agent".getBytes(StandardCharsets.UTF_8);
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM_CLOEXEC_NONBLOCK = 1 | 0x80000 | 0x800;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int UCRED_BYTES = 12;
    private static final int BACKLOG = 128;
    private static final int NONE = -1;

    private final Block name = new Block(2 + NAME.length);
    private final Block scratch = new Block(16);
    private int owned = NONE;
    /** Connected to the holder's socket: it tells when the holder is gone, and one connection is all that it takes of its backlog. */
    private int probe = NONE;

    private Attempt.HeldBy holder = new Attempt.HeldBy(0, "");

    /** What {@link #tryAcquire} found. */
    public sealed interface Attempt {
        /** It is ours until {@link #close} or the end of the process. */
        record Acquired() implements Attempt {}

        /**
         * Another process has it.
         *
         * @param pid as seen from here; 0 if it runs in a PID namespace that can't be seen from here
         * @param command its name, empty if it can't be read
         */
        record HeldBy(int pid, String command) implements Attempt {
            @Override
            public String toString() {
                return pid == 0
                        ? "another agent, whose process can't be seen from here, runs in this network namespace"
                        : "another agent, process " + pid + " (" + command + "), runs in this network namespace";
            }
        }
    }

    public NamespaceLock() {
        name.bytes().putShort(0, (short) AF_UNIX);
        name.write(2, NAME);
    }

    /**
     * Takes it if nobody has it. Never blocks: call it again, every second say, until it is acquired.
     *
     * @throws NativeException if the kernel refuses for another reason
     */
    public Attempt tryAcquire() {
        if (owned != NONE) {
            return new Attempt.Acquired();
        }
        int fd = socket();
        try {
            Errno.call("bind(\\0vip-agent)", () -> Libc.bind(fd, name.address(), name.sizeBytes()));
            Errno.call("listen", () -> Libc.listen(fd, BACKLOG));
            owned = fd;
            closeProbe();
            return new Attempt.Acquired();
        } catch (NativeException e) {
            Errno.close(fd);
            if (e.is(Errno.EADDRINUSE)) {
                return whoHasIt();
            }
            throw e;
        }
    }

    private Attempt.HeldBy whoHasIt() {
        if (probe != NONE && !holderIsThere()) {
            closeProbe();
        }
        if (probe == NONE) {
            int fd = socket();
            try {
                Errno.call("connect(\\0vip-agent)", () -> Libc.connect(fd, name.address(), name.sizeBytes()));
                scratch.bytes().putInt(12, UCRED_BYTES);
                Errno.call(
                        "getsockopt SO_PEERCRED",
                        () -> Libc.getsockopt(
                                fd, SOL_SOCKET, SO_PEERCRED, scratch.address(), scratch.address() + UCRED_BYTES));
                int pid = scratch.bytes().getInt(0);
                holder = new Attempt.HeldBy(pid, command(pid));
                probe = fd;
            } catch (NativeException e) {
                Errno.close(fd);
                if (!e.is(Errno.ECONNREFUSED)) {
                    throw e;
                }
                // It went away, or is between bind and listen: the next attempt tells.
                holder = new Attempt.HeldBy(0, "");
            }
        }
        return holder;
    }

    /** The holder never sends: there is nothing to read as long as it lives, and an end or an error when it doesn't. */
    private boolean holderIsThere() {
        try {
            return Errno.call("read of the probe", () -> Libc.read(probe, scratch.address(), 1)) == Errno.WOULD_BLOCK;
        } catch (NativeException e) {
            return false;
        }
    }

    private static String command(int pid) {
        Path comm = Path.of("/proc", Integer.toString(pid), "comm");
        try {
            return pid != 0 && Files.isReadable(comm) ? ProcFiles.read(comm.toString()) : "";
        } catch (UncheckedIOException e) {
            // It ended in this moment.
            return "";
        }
    }

    private static int socket() {
        return (int) Errno.call("socket(AF_UNIX)", () -> Libc.socket(AF_UNIX, SOCK_STREAM_CLOEXEC_NONBLOCK, 0));
    }

    private void closeProbe() {
        if (probe != NONE) {
            Errno.close(probe);
            probe = NONE;
        }
    }

    /** Gives it up. */
    @Override
    public void close() {
        closeProbe();
        if (owned != NONE) {
            Errno.close(owned);
            owned = NONE;
        }
    }
}
