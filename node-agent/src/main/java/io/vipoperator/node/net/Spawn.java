package io.vipoperator.node.net;

import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Starts one process: its own session, nothing open but standard input (empty), output and error (a pipe), signals as usual. */
final class Spawn {
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_RDONLY = 0;
    private static final int F_SETFL = 4;
    private static final short SETSIGDEF_SETSIGMASK_SETSID = 0x04 | 0x08 | 0x80;
    /** More than posix_spawn_file_actions_t, posix_spawnattr_t and sigset_t take anywhere. */
    private static final int OPAQUE_BYTES = 512;

    private static final int SIGSET_BYTES = 128;
    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;
    private static final long PIDFD_OPEN = 434;
    private static final int FIRST_NOT_STANDARD = 3;

    /**
     * A process that was started.
     *
     * @param pid of it, of its process group and of its session
     * @param pidfd readable once it has ended
     * @param output what it and its children write; not blocking
     */
    record Child(int pid, int pidfd, int output) {}

    /** Holds native memory until the call is over. */
    private final List<Block> held = new ArrayList<>();

    private Spawn() {}

    /**
     * Starts it. Takes as long as the kernel needs to load the first program of the command.
     *
     * @throws NativeException if it can't be started
     */
    static Child start(List<String> command, List<String> environment) {
        return new Spawn().spawn(command, environment);
    }

    private Child spawn(List<String> command, List<String> environment) {
        Block pipe = block(8);
        Errno.call("pipe2", () -> SpawnLibc.pipe2(pipe.address(), O_CLOEXEC));
        int reading = pipe.bytes().getInt(0);
        int writing = pipe.bytes().getInt(4);
        try {
            // This end alone: standard output of others must block as they expect.
            Errno.call("fcntl", () -> SpawnLibc.fcntl(reading, F_SETFL, O_NONBLOCK));
            int pid = spawn(command, environment, writing);
            return new Child(pid, open(pid), reading);
        } catch (NativeException e) {
            Errno.close(reading);
            throw e;
        } finally {
            Errno.close(writing);
            Reference.reachabilityFence(held);
        }
    }

    /** Without a descriptor nobody would learn of its end: then it must not run. */
    private static int open(int pid) {
        try {
            return (int) Errno.call("pidfd_open", () -> SpawnLibc.syscall(PIDFD_OPEN, pid, 0));
        } catch (NativeException e) {
            Errno.call("kill", () -> SpawnLibc.kill(-pid, SIGKILL));
            throw e;
        }
    }

    private int spawn(List<String> command, List<String> environment, int output) {
        Block actions = block(OPAQUE_BYTES);
        Block attributes = block(OPAQUE_BYTES);
        check("posix_spawn_file_actions_init", SpawnLibc.posix_spawn_file_actions_init(actions.address()));
        check("posix_spawnattr_init", SpawnLibc.posix_spawnattr_init(attributes.address()));
        try {
            prepare(actions, output);
            prepare(attributes);
            Block pid = block(4);
            check(
                    "posix_spawn of " + command.get(0),
                    SpawnLibc.posix_spawn(
                            pid.address(),
                            text(command.get(0)),
                            actions.address(),
                            attributes.address(),
                            texts(command),
                            texts(environment)));
            return pid.bytes().getInt(0);
        } finally {
            check("posix_spawnattr_destroy", SpawnLibc.posix_spawnattr_destroy(attributes.address()));
            check("posix_spawn_file_actions_destroy", SpawnLibc.posix_spawn_file_actions_destroy(actions.address()));
        }
    }

    private void prepare(Block actions, int output) {
        long to = actions.address();
        check("addopen", SpawnLibc.posix_spawn_file_actions_addopen(to, 0, text("/dev/null"), O_RDONLY, 0));
        check("adddup2", SpawnLibc.posix_spawn_file_actions_adddup2(to, output, 1));
        check("adddup2", SpawnLibc.posix_spawn_file_actions_adddup2(to, output, 2));
        // Not everything that the JVM opens is closed on exec.
        check("addclosefrom_np", SpawnLibc.posix_spawn_file_actions_addclosefrom_np(to, FIRST_NOT_STANDARD));
        check("addchdir_np", SpawnLibc.posix_spawn_file_actions_addchdir_np(to, text("/")));
    }

    private void prepare(Block attributes) {
        long to = attributes.address();
        Block none = block(SIGSET_BYTES);
        Block all = block(SIGSET_BYTES);
        // The 64 signals of Linux, without those that nobody can change.
        all.bytes().putLong(0, ~((1L << (SIGKILL - 1)) | (1L << (SIGSTOP - 1))));
        check("setflags", SpawnLibc.posix_spawnattr_setflags(to, SETSIGDEF_SETSIGMASK_SETSID));
        check("setsigmask", SpawnLibc.posix_spawnattr_setsigmask(to, none.address()));
        check("setsigdefault", SpawnLibc.posix_spawnattr_setsigdefault(to, all.address()));
    }

    private static void check(String call, int error) {
        if (error != 0) {
            throw new NativeException(call, new Errno(error));
        }
    }

    private Block block(int bytes) {
        var block = new Block(bytes);
        held.add(block);
        return block;
    }

    private long text(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        Block block = block(octets.length + 1);
        block.write(0, octets);
        return block.address();
    }

    /** Ends with a null pointer. */
    private long texts(List<String> texts) {
        Block block = block((texts.size() + 1) * Long.BYTES);
        for (int i = 0; i < texts.size(); i++) {
            block.bytes().putLong(i * Long.BYTES, text(texts.get(i)));
        }
        return block.address();
    }
}
