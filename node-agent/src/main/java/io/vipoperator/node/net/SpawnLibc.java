package io.vipoperator.node.net;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The part of the C library that starts and ends processes. Apart from {@link Libc}: closefrom came with glibc 2.34, and an agent on
 * an older one must lose its exec checks alone.
 */
final class SpawnLibc {
    static {
        Native.register(SpawnLibc.class, NativeLibrary.getProcess());
    }

    private SpawnLibc() {}

    /**
     * {@code int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attr,
     * char *const argv[], char *const envp[])}. Returns the error, without errno.
     */
    static native int posix_spawn(long pid, long path, long actions, long attributes, long arguments, long environment);

    /** {@code int posix_spawn_file_actions_init(posix_spawn_file_actions_t *actions)}. */
    static native int posix_spawn_file_actions_init(long actions);

    /** {@code int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *actions)}. */
    static native int posix_spawn_file_actions_destroy(long actions);

    /** {@code int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *actions, int fd, int newfd)}. */
    static native int posix_spawn_file_actions_adddup2(long actions, int fd, int target);

    /** {@code int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *a, int fd, const char *path, int flags, mode_t mode)}. */
    static native int posix_spawn_file_actions_addopen(long actions, int fd, long path, int flags, int mode);

    /** {@code int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path)}. */
    static native int posix_spawn_file_actions_addchdir_np(long actions, long path);

    /** {@code int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from)}. */
    static native int posix_spawn_file_actions_addclosefrom_np(long actions, int from);

    /** {@code int posix_spawnattr_init(posix_spawnattr_t *attr)}. */
    static native int posix_spawnattr_init(long attributes);

    /** {@code int posix_spawnattr_destroy(posix_spawnattr_t *attr)}. */
    static native int posix_spawnattr_destroy(long attributes);

    /** {@code int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags)}. */
    static native int posix_spawnattr_setflags(long attributes, short flags);

    /** {@code int posix_spawnattr_setsigmask(posix_spawnattr_t *attr, const sigset_t *mask)}. */
    static native int posix_spawnattr_setsigmask(long attributes, long mask);

    /** {@code int posix_spawnattr_setsigdefault(posix_spawnattr_t *attr, const sigset_t *defaults)}. */
    static native int posix_spawnattr_setsigdefault(long attributes, long defaults);

    /** {@code int pipe2(int fds[2], int flags)}. */
    static native int pipe2(long fds, int flags);

    /** {@code int fcntl(int fd, int op, int argument)}. */
    static native int fcntl(int fd, int operation, int argument);

    /** {@code long syscall(long number, long pid, long flags)}, for pidfd_open. */
    static native long syscall(long number, long first, long second);

    /** {@code pid_t waitpid(pid_t pid, int *status, int options)}. */
    static native int waitpid(int pid, long status, int options);

    /** {@code int waitid(idtype_t idtype, id_t id, siginfo_t *info, int options)}. */
    static native int waitid(int type, int id, long info, int options);

    /** {@code int kill(pid_t pid, int signal)}. */
    static native int kill(int pid, int signal);
}
